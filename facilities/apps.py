from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FacilitiesConfig(AppConfig):
    name = "facilities"
    verbose_name = _("服务设施")

    def ready(self):
        """How its rows follow when communities are merged or split."""
        from facilities import distribution, following  # noqa: F401
