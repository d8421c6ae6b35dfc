from django.db import migrations

from communities.submissions.operations import KeepLocked
from facilities.locked_days import FACILITY, FACILITY_CONTENT


class Migration(migrations.Migration):
    dependencies = [("facilities", "0001_initial"), ("communities", "0004_locks")]

    operations = [KeepLocked("Facility", groups=["facilities"], days=FACILITY, content=FACILITY_CONTENT)]
