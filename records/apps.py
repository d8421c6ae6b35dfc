from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class RecordsConfig(AppConfig):
    name = "records"
    verbose_name = _("变更记录")

    def ready(self):
        from records.placing import keep_places

        post_migrate.connect(keep_places, sender=self)
