from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PropertyConfig(AppConfig):
    name = "property_mgmt"
    verbose_name = _("物业管理")

    def ready(self):
        """How its rows follow when communities are merged or split."""
        from property_mgmt import distribution  # noqa: F401
