from django.db import models
from django.utils.translation import gettext_lazy as _


class Theme(models.TextChoices):
    PARTY = "party", _("党务")
    GOVERNMENT = "government", _("政务")
    AFFAIRS = "affairs", _("事务")
    FINANCE = "finance", _("财务")


class Rhythm(models.TextChoices):
    MONTH = "month", _("每月")
    QUARTER = "quarter", _("每季度")
    YEAR = "year", _("每年")
    EVENT = "event", _("事项发生后")


class Access(models.TextChoices):
    ACTIVE = "active", _("主动公开")
    REQUEST = "request", _("依申请公开")


class State(models.TextChoices):
    DRAFT = "draft", _("草稿")
    REVIEW = "review", _("待审核")
    PUBLISHED = "published", _("已公开")
    CORRECTED = "corrected", _("已更正")
    WITHDRAWN = "withdrawn", _("已撤回")


SHOWN = (State.PUBLISHED, State.CORRECTED, State.WITHDRAWN)
"""What was published once has a page for good, whatever became of it."""
