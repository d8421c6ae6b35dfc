from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class StaffingConfig(AppConfig):
    name = "staffing"
    verbose_name = _("社区工作者")

    def ready(self):
        """How its rows follow when communities are merged or split; what it counts in the background."""
        from staffing import distribution  # noqa: F401
        from staffing.official import keeping  # noqa: F401
