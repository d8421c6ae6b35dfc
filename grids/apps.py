from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class GridsConfig(AppConfig):
    name = "grids"
    verbose_name = _("网格")

    def ready(self):
        """How its rows follow when communities are merged or split."""
        from grids import distribution  # noqa: F401
