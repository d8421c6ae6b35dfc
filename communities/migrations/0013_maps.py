from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    """A map for residents, with the number of its approval."""

    dependencies = [("communities", "0012_area_boundary")]

    operations = [
        migrations.AddField(
            model_name="community",
            name="map_number",
            field=models.CharField(
                blank=True, db_default="", default="", editable=False, max_length=40, verbose_name="审图号"
            ),
        ),
        migrations.AddField(
            model_name="community",
            name="map_picture",
            field=models.CharField(
                blank=True, db_default="", default="", editable=False, max_length=40, verbose_name="地图存放名"
            ),
        ),
        migrations.AddConstraint(
            model_name="community",
            constraint=models.CheckConstraint(
                condition=Q(map_picture="") | ~Q(map_number=""),
                name="community_map_with_number",
                violation_error_message="没有审图号的地图不能公开。",
            ),
        ),
    ]
