from django.db import models
from django.utils.translation import gettext_lazy as _


class Scope(models.TextChoices):
    ALL = "all", _("全部")
    URBAN = "urban", _("城市")
    RURAL = "rural", _("农村")


class Operator(models.TextChoices):
    AT_LEAST = "at_least", _("不低于")
    AT_MOST = "at_most", _("不高于")
    BETWEEN = "between", _("区间")


class Base(models.TextChoices):
    """The head count whose size picks the band of a standard."""

    HOUSEHOLDS = "households", _("常住户数")
    OCCUPIED = "occupied", _("实际入住户数")
    RESIDENTS = "residents", _("常住人口")
    REGISTERED = "registered", _("户籍人口")


class Verdict(models.TextChoices):
    PASS = "pass", _("达标")
    FAIL = "fail", _("未达标")
    UNKNOWN = "unknown", _("数据不全")
    EXEMPT = "exempt", _("不适用")


class Reach(models.TextChoices):
    INTERNAL = "internal", _("内部")
    TOTAL = "total", _("仅汇总")
    COMMUNITY = "community", _("到社区")


class ReportState(models.TextChoices):
    READY = "ready", _("完成")
    PUBLISHED = "published", _("已发布")
    WITHDRAWN = "withdrawn", _("已撤回")
