from pathlib import Path

from django.db import migrations

FORWARDS = (Path(__file__).parent.parent / "sql" / "one_street.sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    """The database itself refuses a joint committee across streets."""

    dependencies = [("property_mgmt", "0002_committees_fees_renewals")]

    operations = [migrations.RunSQL(FORWARDS, "DROP FUNCTION property_mgmt_one_street CASCADE;")]
