from django.db import models
from django.utils.translation import gettext_lazy as _


class Origin(models.TextChoices):
    """Who found it."""

    REPORT = "report", _("达标测算")
    CONGRESS = "congress", _("人大审议意见")
    CONFERENCE = "conference", _("政协建议")
    INSPECTION = "inspection", _("巡视巡察")
    SUPERVISION = "supervision", _("督查")
    AUDIT = "audit", _("审计")
    HOTLINE = "hotline", _("12345")
    MEDIA = "media", _("媒体")


class State(models.TextChoices):
    OPEN = "open", _("整改中")
    DONE = "done", _("待销号")
    CLOSED = "closed", _("已销号")


class Half(models.IntegerChoices):
    FIRST = 1, _("上半年")
    SECOND = 2, _("下半年")
