"""Around the review: which hands take part in a county, who was reminded, what was opened again."""

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from communities.access import ScopedQuerySet
from communities.models.submissions import Submission
from communities.submissions.querysets import LockExceptionQuerySet, ReminderQuerySet
from records.models import Record

COUNTY = RegexValidator(r"^\d{6}$", _("区县编码应为6位数字。"))


class ReviewSetting(Record):
    """Which of the three hands take part in a county. Without a row all three do; one review always remains."""

    code_path = "county"
    county = models.CharField(_("区县编码"), max_length=6, unique=True, validators=[COUNTY])
    community_level = models.BooleanField(_("社区提交"), default=True, help_text=_("关闭后由街道经办人提交"))
    street_level = models.BooleanField(_("街道审核"), default=True, help_text=_("关闭后提交的数据直接报区县"))
    county_level = models.BooleanField(_("区县审核"), default=True, help_text=_("关闭后街道上报即锁定"))

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("审核层级")
        verbose_name_plural = _("审核层级")
        ordering = ["county"]
        constraints = [
            models.CheckConstraint(
                condition=Q(street_level=True) | Q(county_level=True),
                name="reviewsetting_one_review_remains",
                violation_error_message=_("街道审核和区县审核至少保留一级。"),
            ),
        ]

    def __str__(self):
        return self.county


class LockException(Record):
    """The county opens one locked submission for some days, for a stated reason. Changes stay in the history."""

    code_path = "submission__community__code"
    submission = models.ForeignKey(Submission, models.PROTECT, related_name="exceptions", verbose_name=_("报送"))
    started_on = models.DateField(_("开放起始日期"))
    ended_on = models.DateField(_("恢复锁定日期"), help_text=_("从这一天起重新锁定"))
    reason = models.CharField(_("理由"), max_length=300)
    granted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False, verbose_name=_("批准人")
    )

    objects = LockExceptionQuerySet.as_manager()

    class Meta:
        verbose_name = _("限期更正")
        verbose_name_plural = _("限期更正")
        ordering = ["-started_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_on__gt=F("started_on")),
                name="lockexception_ends_after_start",
                violation_error_message=_("恢复锁定日期应晚于开放起始日期。"),
            ),
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="lockexception_says_why",
                violation_error_message=_("请写明理由。"),
            ),
        ]

    def __str__(self):
        return f"{self.submission} {self.started_on}"


class Reminder(models.Model):
    """催报: somebody was told that a submission is late."""

    code_path = "submission__community__code"
    submission = models.ForeignKey(Submission, models.CASCADE, related_name="reminders", verbose_name=_("报送"))
    at = models.DateTimeField(_("催报时间"), db_default=Now())
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("催报人"))
    days_late = models.PositiveIntegerField(_("逾期天数"))
    message = models.CharField(_("附言"), max_length=300, blank=True)

    objects = ReminderQuerySet.as_manager()

    class Meta:
        verbose_name = _("催报")
        verbose_name_plural = _("催报")
        ordering = ["-at", "-pk"]

    def __str__(self):
        return f"{self.submission} {self.days_late}"
