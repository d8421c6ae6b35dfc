from django.db import models
from django.utils.translation import gettext_lazy as _


class Rhythm(models.TextChoices):
    MONTH = "month", _("月报")
    QUARTER = "quarter", _("季报")
    HALF = "half", _("半年报")
    YEAR = "year", _("年报")


class State(models.TextChoices):
    """Where a submission is: with the community (first two), the street (next two), the county, or settled."""

    NOT_SUBMITTED = "not_submitted", _("未报")
    RETURNED = "returned", _("退回")
    SUBMITTED = "submitted", _("已报")
    PASSED = "passed", _("通过(街道)")
    SENT = "sent", _("已上报")
    APPROVED = "approved", _("已通过(锁定)")


WITH_COMMUNITY = [State.NOT_SUBMITTED, State.RETURNED]
UNDER_REVIEW = [State.SUBMITTED, State.PASSED, State.SENT]


class BatchState(models.TextChoices):
    """Where a street as a whole is."""

    COLLECTING = "collecting", _("汇总中")
    SENT = "sent", _("已上报")
    RETURNED = "returned", _("区县退回")
    APPROVED = "approved", _("已通过(锁定)")


class Action(models.TextChoices):
    SUBMIT = "submit", _("提交审核")
    WITHDRAW = "withdraw", _("撤回")
    PASS = "pass", _("通过")
    RETURN = "return", _("退回社区")
    SEND = "send", _("上报")
    APPROVE = "approve", _("审核通过")
    RETURN_STREET = "return_street", _("退回街道")


class Severity(models.TextChoices):
    """An error stops the submission; a warning needs a reason."""

    ERROR = "error", _("错误")
    WARNING = "warning", _("提醒")
