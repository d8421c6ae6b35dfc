from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RectificationConfig(AppConfig):
    name = "rectification"
    verbose_name = _("整改")

    def ready(self):
        """What reports begin and check again here, and what follows a change of codes."""
        from rectification import alerting, buttons, following, rechecking  # noqa: F401
