from pathlib import Path

from django.db import migrations

REPEATS = (Path(__file__).parent.parent / "sql" / "findings.sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    dependencies = [("rectification", "0001_initial")]

    operations = [migrations.RunSQL(REPEATS, "DROP FUNCTION rectification_repeats CASCADE;")]
