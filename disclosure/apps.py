from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class DisclosureConfig(AppConfig):
    name = "disclosure"
    verbose_name = _("居务公开")

    def ready(self):
        """An instance without a calendar gets the published holidays; texts follow a change of communities."""
        from disclosure import distribution  # noqa: F401
        from disclosure.holidays import fill_empty_instance

        post_migrate.connect(fill_empty_instance, sender=self)
