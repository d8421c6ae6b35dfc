from django.db import models
from django.utils.translation import gettext_lazy as _


class Mode(models.TextChoices):
    """Who manages an estate."""

    COMPANY = "company", _("专业物业服务")
    SELF = "self", _("业主自行管理")
    COMMUNITY = "community", _("社区托管")
    UNIT = "unit", _("单位自管")
    NONE = "none", _("无物业管理")


MANAGED = [Mode.COMPANY, Mode.SELF, Mode.COMMUNITY, Mode.UNIT]
