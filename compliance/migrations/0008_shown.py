from django.db import migrations

from records.operations import CountAtOnce


class Migration(migrations.Migration):
    """Reports, openings and standards count on public pages at once."""

    dependencies = [("compliance", "0007_cheaper_results"), ("records", "0006_shown")]

    operations = [
        CountAtOnce("Report", "{row}.state = 'published'"),
        CountAtOnce("Publication"),
        CountAtOnce("Standard"),
    ]
