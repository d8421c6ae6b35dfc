from django.db import migrations

from records.operations import DROP_SHOWN, SHOWN


class Migration(migrations.Migration):
    """Changes of what the public sees are counted."""

    dependencies = [("records", "0005_deleted_rows_by_community")]

    operations = [migrations.RunSQL(SHOWN, DROP_SHOWN)]
