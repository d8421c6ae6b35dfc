from django.db import models
from django.utils.translation import gettext_lazy as _


class TeamKind(models.TextChoices):
    PARTY = "party", _("党员")
    STUDENT = "student", _("学生")
    ELDERLY = "elderly", _("助老")
    DISABILITY = "disability", _("助残")
    EPIDEMIC = "epidemic", _("应急防疫")
    CULTURE = "culture", _("文化")
    ENVIRONMENT = "environment", _("环境")
    GENERAL = "general", _("综合")


class NeedState(models.TextChoices):
    OPEN = "open", _("待对接")
    MATCHED = "matched", _("已对接")
    DONE = "done", _("已完成")
    CANCELLED = "cancelled", _("已取消")


SETTLED = [NeedState.DONE, NeedState.CANCELLED]
"""States in which nothing more is to be done for a need."""


class Sameness(models.TextChoices):
    """What somebody has decided of two rows that look alike."""

    SAME = "same", _("是同一个")
    DIFFERENT = "different", _("不是同一个")


class Likeness(models.TextChoices):
    """By what two rows look alike."""

    ID_NUMBER = "id_number", _("身份证号相同")
    NAME_PHONE = "name_phone", _("姓名和手机号相同")
    REGISTERED_NO = "registered_no", _("登记编号相同")
    NAME = "name", _("同一社区内名称相同")
    LEADER_PHONE = "leader_phone", _("负责人和手机号相同")
