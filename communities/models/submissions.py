"""What a community hands in for a period, and what became of it."""

import datetime

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Func, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from communities.access import ScopedQuerySet
from communities.models.places import Community
from communities.submissions import calendar, groups
from communities.submissions.choices import Action, BatchState, Rhythm, State
from communities.submissions.querysets import ReturnReasonQuerySet, StreetBatchQuerySet, SubmissionQuerySet

STREET = RegexValidator(r"^\d{9}$", _("街道(乡镇)编码应为9位数字。"))
HANDED_IN = [State.SUBMITTED, State.PASSED, State.SENT, State.APPROVED]


class DayAfter(Func):
    """The first day no longer in a period, from its first day and its kind."""

    arg_joiner = " + CASE "
    template = (
        "((%(expressions)s WHEN 'month' THEN interval '1 month' WHEN 'quarter' THEN interval '3 months' "
        "WHEN 'half' THEN interval '6 months' ELSE interval '1 year' END)::date)"
    )
    output_field = models.DateField()


def by_whom(label):
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+", verbose_name=label
    )


def at_what_time(label):
    return models.DateTimeField(label, null=True, editable=False)


class ReportingPeriod(models.Model):
    """A month, quarter, half-year or year that figures are reported for, and the day by which."""

    kind = models.CharField(_("报送周期"), max_length=8, choices=Rhythm)
    started_on = models.DateField(_("第一天"))
    ended_on = models.GeneratedField(
        expression=DayAfter(F("started_on"), F("kind")), output_field=models.DateField(), db_persist=True
    )
    due_on = models.DateField(_("截止日期"), help_text=_("社区最迟在这一天提交"))

    class Meta:
        verbose_name = _("报送期")
        verbose_name_plural = _("报送期")
        ordering = ["-started_on", "kind"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "started_on"],
                name="reportingperiod_once",
                violation_error_message=_("这一报送期已经开启。"),
            ),
            models.CheckConstraint(
                condition=Q(started_on__day=1)
                & (
                    Q(kind=Rhythm.MONTH)
                    | Q(kind=Rhythm.QUARTER, started_on__month__in=[1, 4, 7, 10])
                    | Q(kind=Rhythm.HALF, started_on__month__in=[1, 7])
                    | Q(kind=Rhythm.YEAR, started_on__month=1)
                ),
                name="reportingperiod_begins",
                violation_error_message=_("第一天应为当月、当季、半年或当年的1日。"),
            ),
            models.CheckConstraint(
                condition=Q(due_on__gte=F("started_on")),
                name="reportingperiod_due_after_start",
                violation_error_message=_("截止日期不能早于报送期的第一天。"),
            ),
        ]

    def __str__(self):
        return calendar.title(self.kind, self.started_on)

    @property
    def day_after(self):
        """The first day no longer in it; the same as `ended_on`, known before the row is stored."""
        return calendar.day_after(self.kind, self.started_on)

    @property
    def last_day(self):
        return self.day_after - datetime.timedelta(days=1)

    @property
    def day_before(self):
        return self.started_on - datetime.timedelta(days=1)


class StreetBatch(models.Model):
    """All communities of one street for one period and group: the street hands them to the county as one."""

    code_path = "street"
    street = models.CharField(_("街道(乡镇)编码"), max_length=9, validators=[STREET])
    period = models.ForeignKey(ReportingPeriod, models.PROTECT, related_name="batches", verbose_name=_("报送期"))
    group = models.CharField(_("表组"), max_length=20)
    due_on = models.DateField(_("截止日期"), help_text=_("社区最迟在这一天提交;区县可以改期"))
    state = models.CharField(_("状态"), max_length=10, choices=BatchState, default=BatchState.COLLECTING)
    version = models.PositiveIntegerField(default=0, editable=False)
    sent_at, sent_by = at_what_time(_("上报时间")), by_whom(_("上报人"))
    approved_at, approved_by = at_what_time(_("通过时间")), by_whom(_("区县审核人"))

    objects = StreetBatchQuerySet.as_manager()

    class Meta:
        verbose_name = _("街道汇总")
        verbose_name_plural = _("街道汇总")
        ordering = ["-period__started_on", "street", "group"]
        constraints = [
            models.UniqueConstraint(
                fields=["street", "period", "group"],
                name="streetbatch_once",
                violation_error_message=_("该街道本期的汇总已建立。"),
            ),
            models.CheckConstraint(
                condition=~Q(state=BatchState.APPROVED) | Q(approved_by__isnull=False, approved_at__isnull=False),
                name="streetbatch_approved_by_someone",
            ),
        ]

    def __str__(self):
        return f"{self.street} {self.period} {self.group_title}"

    @property
    def group_title(self):
        return groups.get(self.group).title


class Submission(models.Model):
    """One community's sheets of one group for one period. Approved, it locks those days of its registers."""

    code_path = "community__code"
    community = models.ForeignKey(Community, models.CASCADE, related_name="submissions", verbose_name=_("社区"))
    period = models.ForeignKey(ReportingPeriod, models.PROTECT, related_name="submissions", verbose_name=_("报送期"))
    group = models.CharField(_("表组"), max_length=20)
    batch = models.ForeignKey(StreetBatch, models.PROTECT, related_name="submissions", verbose_name=_("街道汇总"))
    state = models.CharField(_("状态"), max_length=14, choices=State, default=State.NOT_SUBMITTED)
    version = models.PositiveIntegerField(default=0, editable=False)
    first_submitted_at = at_what_time(_("首次提交时间"))
    submitted_at, submitted_by = at_what_time(_("提交时间")), by_whom(_("社区经办人"))
    passed_at, passed_by = at_what_time(_("通过时间")), by_whom(_("街道审核人"))
    approved_at, approved_by = at_what_time(_("审核通过时间")), by_whom(_("区县审核人"))
    changed_at = models.DateTimeField(
        _("提交后变动时间"), null=True, editable=False, help_text=_("由数据库在本期数据提交后又有变动时记下")
    )

    objects = SubmissionQuerySet.as_manager()

    class Meta:
        verbose_name = _("报送")
        verbose_name_plural = _("报送")
        ordering = ["-period__started_on", "community", "group"]
        indexes = [models.Index(fields=["group", "state"], name="submission_group_state")]
        constraints = [
            models.UniqueConstraint(
                fields=["community", "group", "period"],
                name="submission_once",
                violation_error_message=_("该社区本期的这一表组已建立。"),
            ),
            models.CheckConstraint(
                condition=~Q(state__in=HANDED_IN) | Q(submitted_by__isnull=False, submitted_at__isnull=False),
                name="submission_handed_in_by_someone",
            ),
            models.CheckConstraint(
                condition=~Q(state=State.PASSED) | Q(passed_by__isnull=False, passed_at__isnull=False),
                name="submission_passed_by_someone",
            ),
            models.CheckConstraint(
                condition=~Q(state=State.APPROVED) | Q(approved_by__isnull=False, approved_at__isnull=False),
                name="submission_approved_by_someone",
            ),
            models.CheckConstraint(
                condition=~Q(state=State.APPROVED) | Q(changed_at=None),
                name="submission_approved_as_checked",
                violation_error_message=_("提交后数据又有变动,请退回后重新提交。"),
            ),
            models.CheckConstraint(
                condition=Q(submitted_by=None)
                | (
                    (Q(passed_by=None) | ~Q(passed_by=F("submitted_by")))
                    & (Q(approved_by=None) | ~Q(approved_by=F("submitted_by")))
                ),
                name="submission_reviewed_by_another",
                violation_error_message=_("提交人不能审核自己提交的数据。"),
            ),
        ]

    def __str__(self):
        return f"{self.community} {self.period} {self.group_title}"

    @property
    def group_title(self):
        return groups.get(self.group).title

    @property
    def is_changed(self):
        """Its registers were changed after it was handed in."""
        return self.changed_at is not None


class SubmissionEvent(models.Model):
    """One step of a submission: who took it, when, from where to where, why. Never changed, never deleted."""

    code_path = "submission__community__code"
    submission = models.ForeignKey(Submission, models.CASCADE, related_name="events", verbose_name=_("报送"))
    action = models.CharField(_("操作"), max_length=14, choices=Action)
    state_from = models.CharField(_("原状态"), max_length=14, choices=State)
    state_to = models.CharField(_("新状态"), max_length=14, choices=State)
    at = models.DateTimeField(_("时间"), db_default=Now())
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("操作人"))
    reason = models.CharField(_("事由"), max_length=500, blank=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("报送经过")
        verbose_name_plural = _("报送经过")
        ordering = ["-at", "-pk"]

    def __str__(self):
        return f"{self.submission} {self.get_action_display()}"


class ReturnReason(models.Model):
    """Why something was returned: one sentence about one row, or about the whole (no table)."""

    code_path = "event__submission__community__code"
    event = models.ForeignKey(SubmissionEvent, models.CASCADE, related_name="reasons", verbose_name=_("退回"))
    table = models.CharField(_("登记册"), max_length=63, blank=True)
    row_id = models.BigIntegerField(_("记录"), null=True, blank=True)
    sentence = models.CharField(_("原因"), max_length=500)
    answered_at = at_what_time(_("重新提交时间"))

    objects = ReturnReasonQuerySet.as_manager()

    class Meta:
        verbose_name = _("退回原因")
        verbose_name_plural = _("退回原因")
        ordering = ["event", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(sentence=""),
                name="returnreason_says_why",
                violation_error_message=_("请写明退回原因。"),
            ),
        ]

    def __str__(self):
        return self.sentence


class Explanation(models.Model):
    """A warning of the checks that stood when something was handed in, and why it is right nevertheless."""

    code_path = "event__submission__community__code"
    event = models.ForeignKey(SubmissionEvent, models.CASCADE, related_name="explanations", verbose_name=_("提交"))
    check_slug = models.CharField(_("核对规则"), max_length=40)
    table = models.CharField(_("登记册"), max_length=63, blank=True)
    row_id = models.BigIntegerField(_("记录"), null=True)
    sentence = models.CharField(_("提醒"), max_length=500)
    reason = models.CharField(_("说明"), max_length=500)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("情况说明")
        verbose_name_plural = _("情况说明")
        ordering = ["event", "pk"]
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="explanation_says_why")]

    def __str__(self):
        return self.reason
