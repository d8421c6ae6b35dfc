from django.db import models
from django.utils.translation import gettext_lazy as _


class GridKind(models.TextChoices):
    GENERAL = "general", _("综合(一般)网格")
    SPECIAL = "special", _("专属网格(园区、商圈、学校、机关)")
    SECURITY = "security", _("综治(平安)网格")
    URBAN = "urban", _("城管网格")
    HAZARD = "hazard", _("地灾网格")
    LABOUR = "labour", _("劳保网格")


NETS = (GridKind.SECURITY, GridKind.URBAN, GridKind.HAZARD, GridKind.LABOUR)
"""Nets of single departments, to be merged into the general one (多网合一)."""


class DutyRole(models.TextChoices):
    SUPERVISOR = "supervisor", _("督导员(指导员)")
    LEADER = "leader", _("网格长")
    FULLTIME = "fulltime", _("专职网格员")
    PARTTIME = "parttime", _("兼职网格员")
    MICRO = "micro", _("微网格长(楼栋长)")
    POLICE = "police", _("网格警员")
    PARTY = "party", _("网格党支部书记")


BESIDE = (DutyRole.POLICE, DutyRole.PARTY)
"""Those who stand beside a grid: with them alone it has nobody."""


class Category(models.TextChoices):
    SAFETY = "safety", _("安全隐患")
    DISPUTE = "dispute", _("矛盾纠纷")
    ENVIRONMENT = "environment", _("环境卫生")
    FACILITY = "facility", _("设施损坏")
    CARE = "care", _("困难群众")
    PROPERTY = "property", _("物业问题")
    OTHER = "other", _("其他")


class Flow(models.TextChoices):
    UP = "up", _("自下而上")
    DOWN = "down", _("上级派发")


class Scale(models.TextChoices):
    BIG = "big", _("大事")
    SMALL = "small", _("小事")
    PRIVATE = "private", _("私事")


class EventState(models.TextChoices):
    REPORTED = "reported", _("已上报")
    DISPATCHED = "dispatched", _("已派发")
    HANDLED = "handled", _("已处置")
    CLOSED = "closed", _("已办结")
    RETURNED = "returned", _("已退回")
