from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class ComplianceConfig(AppConfig):
    name = "compliance"
    verbose_name = _("达标测算")

    def ready(self):
        from compliance import alerting, following, handlers, shipped, spreads  # noqa: F401

        autodiscover_modules("indicators", "statistics", "unusual")
        post_migrate.connect(shipped.fill_empty_instance, sender=self)
