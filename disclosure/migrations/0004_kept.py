from pathlib import Path

from django.db import migrations

FORWARDS = (Path(__file__).parent.parent / "sql" / "kept.sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    """What was published is neither deleted nor rewritten."""

    dependencies = [("disclosure", "0003_photos")]

    operations = [migrations.RunSQL(FORWARDS, "DROP FUNCTION disclosure_kept CASCADE;")]
