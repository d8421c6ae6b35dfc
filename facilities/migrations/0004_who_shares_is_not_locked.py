from django.db import migrations

from communities.submissions.operations import KeepLocked
from facilities.locked_days import FACILITY

DROP = "DROP FUNCTION facilities_facility_keep_locked CASCADE;"


class Migration(migrations.Migration):
    """The lock no longer looks at the communities that share a facility: no figure depends on them."""

    dependencies = [("facilities", "0003_temporary_shortfall")]

    operations = [migrations.RunSQL(DROP, migrations.RunSQL.noop), KeepLocked("Facility", FACILITY)]
