from django.db import migrations


class Migration(migrations.Migration):
    """A report takes hundreds of thousands of numbers at once: the sequence hands them out by the thousand."""

    dependencies = [("compliance", "0001_initial")]

    operations = [
        migrations.RunSQL(
            "ALTER TABLE compliance_result ALTER COLUMN id SET CACHE 1000",
            "ALTER TABLE compliance_result ALTER COLUMN id SET CACHE 1",
        )
    ]
