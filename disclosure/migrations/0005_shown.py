from django.db import migrations

from records.operations import CountAtOnce

SHOWN = "{row}.state IN ('published', 'corrected', 'withdrawn')"


class Migration(migrations.Migration):
    """What is published, corrected, withdrawn or answered counts on public pages at once."""

    dependencies = [("disclosure", "0004_kept"), ("records", "0006_shown")]

    operations = [
        CountAtOnce("Disclosure", SHOWN),
        CountAtOnce("Notice", SHOWN),
        CountAtOnce("Objection", "{row}.shown_at IS NOT NULL"),
        CountAtOnce("BoardPhoto"),
        migrations.RemoveIndex("disclosure", "disclosure_newest"),
        migrations.RemoveIndex("notice", "notice_newest"),
        migrations.RemoveIndex("objection", "objection_newest"),
    ]
