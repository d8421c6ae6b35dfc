from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class CommunitiesConfig(AppConfig):
    name = "communities"
    verbose_name = _("社区")

    def ready(self):
        """Find what all apps add to the pages: panels of a community, entries of the workbench."""
        autodiscover_modules("panels", "workbench")
