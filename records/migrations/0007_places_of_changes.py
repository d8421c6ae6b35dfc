import django.db.models.deletion
import django.db.models.functions.text
from django.db import migrations, models

from records.operations import DROP_PLACES, PLACES


class Migration(migrations.Migration):
    """A change knows where it happened; those made before are placed after the migration (`records.placing`)."""

    dependencies = [("records", "0006_shown")]

    operations = [
        migrations.RemoveIndex(model_name="change", name="change_of_deleted"),
        migrations.AddField(
            model_name="change",
            name="place",
            field=models.CharField(blank=True, db_default="", default="", max_length=12, verbose_name="区划代码"),
        ),
        migrations.AddIndex(
            model_name="change",
            index=models.Index(
                django.db.models.functions.text.Left("place", 6),
                models.F("table"),
                models.F("id"),
                name="change_of_county",
            ),
        ),
        migrations.AddIndex(
            model_name="change",
            index=models.Index(fields=["event", "id"], include=("place", "table"), name="change_of_event"),
        ),
        migrations.AlterField(
            model_name="change",
            name="event",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="changes",
                to="records.event",
                verbose_name="事件",
            ),
        ),
        migrations.RunSQL(PLACES, DROP_PLACES),
    ]
