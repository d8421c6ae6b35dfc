from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class StaffingConfig(AppConfig):
    name = "staffing"
    verbose_name = _("社区工作者")

    def ready(self):
        """How its rows follow when communities are merged or split."""
        from staffing import distribution  # noqa: F401
