from django.db import migrations

MAKE = "CREATE INDEX result_number ON compliance_result USING brin (id) WITH (pages_per_range = 1024)"


class Migration(migrations.Migration):
    """Keeping the bounds of a result's number cost a quarter of storing it, and nobody looks a result up by its number:
    the admin lists results by report and code, and has no page for a single one."""

    dependencies = [("compliance", "0011_digest_standards")]

    operations = [migrations.RunSQL("DROP INDEX result_number", MAKE)]
