from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class VolunteersConfig(AppConfig):
    name = "volunteers"
    verbose_name = _("志愿服务")

    def ready(self):
        """How its rows follow when communities are merged or split."""
        from volunteers import distribution  # noqa: F401
