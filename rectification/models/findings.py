from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from records.models import Record
from rectification.choices import Origin, State
from rectification.querysets import FindingQuerySet


class Finding(Record):
    """Something found wanting at a place, to be put right by a unit until a day.

    What a report found keeps the report's number and what it measured: the report itself may go, as drafts do.
    """

    code_path = "place"
    place = models.CharField(_("所在区划"), max_length=12, help_text=_("区划或社区编码"))
    origin = models.CharField(_("来源类别"), max_length=12, choices=Origin)
    title = models.CharField(_("问题"), max_length=120)
    words = models.TextField(_("原文"), blank=True, help_text=_("来源文件中的原话"))
    reference = models.CharField(_("来源文件"), max_length=200, blank=True, help_text=_("文件名称、文号或工单号"))
    indicator = models.CharField(_("涉及指标"), max_length=40, blank=True)
    report_id = models.BigIntegerField(_("测算报告"), null=True, editable=False)
    measured = models.CharField(_("测算结果"), max_length=120, blank=True, editable=False)
    found_on = models.DateField(_("提出日期"))
    unit = models.CharField(_("责任单位"), max_length=80)
    due_on = models.DateField(_("整改期限"))
    state = models.CharField(_("状态"), max_length=8, choices=State, default=State.OPEN, editable=False)
    result = models.TextField(_("整改结果"), blank=True, editable=False)
    done_on = models.DateField(_("完成日期"), null=True, editable=False)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+", verbose_name=_("报告人")
    )
    closed_on = models.DateField(_("销号日期"), null=True, editable=False)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+", verbose_name=_("销号人")
    )
    reopened = models.PositiveSmallIntegerField(_("退回次数"), default=0, editable=False)
    repeats = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        editable=False,
        related_name="repeated_by",
        verbose_name=_("曾销号的同一问题"),
    )
    checked_on = models.DateField(_("最近复核"), null=True, editable=False, help_text=_("复核报告的截至日期"))
    check_said = models.CharField(_("复核结论"), max_length=120, blank=True, editable=False)

    objects = FindingQuerySet.as_manager()

    class Meta:
        verbose_name = _("整改问题")
        verbose_name_plural = _("整改问题")
        ordering = ["-found_on", "-pk"]
        indexes = [models.Index(fields=["place"], name="finding_place", opclasses=["varchar_pattern_ops"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(due_on__gte=F("found_on")),
                name="finding_due_after_found",
                violation_error_message=_("整改期限不能早于提出日期。"),
            ),
            models.CheckConstraint(
                condition=Q(closed_by=None) | Q(done_by=None) | ~Q(closed_by=F("done_by")),
                name="finding_closed_by_another",
                violation_error_message=_("整改完成由您报告,请由另一位同事销号。"),
            ),
            models.CheckConstraint(
                condition=Q(state=State.OPEN, done_on=None, closed_on=None)
                | Q(state=State.DONE, done_on__isnull=False, closed_on=None)
                | Q(state=State.CLOSED, done_on__isnull=False, closed_on__isnull=False),
                name="finding_state_has_its_days",
                violation_error_message=_("待销号须有完成日期,已销号须有完成日期和销号日期。"),
            ),
            models.UniqueConstraint(
                fields=["place", "indicator"],
                condition=~Q(indicator="") & ~Q(state=State.CLOSED),
                name="finding_once_while_open",
                violation_error_message=_("该处这一指标已有未销号的整改问题,不重复建立。"),
            ),
            models.UniqueConstraint(
                fields=["place", "origin", "found_on", "title"],
                condition=~Q(origin=Origin.REPORT),
                name="finding_once",
                violation_error_message=_("同一来源、日期的这个问题已经登记。"),
            ),
        ]

    def __str__(self):
        return self.title

    @property
    def is_overdue(self):
        return self.state == State.OPEN and self.due_on < timezone.localdate()

    @property
    def is_repeated(self):
        """Found again after it had been closed, or reported done and sent back."""
        return self.repeats_id is not None or self.reopened > 0
