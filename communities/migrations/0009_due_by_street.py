from django.db import migrations, models

FILL = """
UPDATE communities_streetbatch batch SET due_on = period.due_on
FROM communities_reportingperiod period WHERE period.id = batch.period_id;
SET CONSTRAINTS ALL IMMEDIATE;
"""
FIELD = {"help_text": "社区最迟在这一天提交;区县可以改期", "verbose_name": "截止日期"}


class Migration(migrations.Migration):
    """The due day stands with the street's board, where a county can change it for itself."""

    dependencies = [("communities", "0008_uploads")]

    operations = [
        migrations.AddField("streetbatch", "due_on", models.DateField(null=True, **FIELD)),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        migrations.AlterField("streetbatch", "due_on", models.DateField(**FIELD)),
    ]
