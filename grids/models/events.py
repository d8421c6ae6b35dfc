"""What is reported from a grid: single events, the monthly counts of the other platform, visits."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from communities.access import ScopedQuerySet
from communities.models import Community
from grids.choices import Category, EventState, Flow, Scale
from grids.models.nets import Grid
from records.models import Record


def not_later_than_today(field, day):
    if day and day > timezone.localdate():
        raise ValidationError({field: ValidationError(_("日期不能晚于今天。"), code="out_of_range")})


class GridEvent(Record):
    """Something reported from a grid or handed down to it. Only registered here: it is dealt with elsewhere."""

    code_path = "grid__community__code"
    grid = models.ForeignKey(Grid, models.PROTECT, related_name="events", verbose_name=_("网格"))
    reported_on = models.DateField(_("上报日期"), help_text=_("网格员上报或上级派发的日期"))
    category = models.CharField(_("事件类别"), max_length=12, choices=Category)
    title = models.CharField(_("事件标题"), max_length=80, help_text=_("一句话写清地点和事情,不写居民姓名、电话"))
    description = models.TextField(
        _("事件描述"), max_length=2000, blank=True, help_text=_("经过和现状;不写身份证号、电话等个人信息")
    )
    flow = models.CharField(
        _("流向"), max_length=4, choices=Flow, help_text=_("居民反映或网格员发现的选自下而上,上级交办的选上级派发")
    )
    scale = models.CharField(
        _("事项分类"), max_length=8, choices=Scale, blank=True, help_text=_("按本地的分类标准选;没有分类的留空")
    )
    state = models.CharField(
        _("办理状态"),
        max_length=10,
        choices=EventState,
        default=EventState.REPORTED,
        help_text=_("处理完、尚未核实的选已处置,核实后选已办结"),
    )
    due_on = models.DateField(_("办理期限"), null=True, blank=True, help_text=_("要求办完的最后一天;没有规定的留空"))

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("网格事件")
        verbose_name_plural = _("网格事件")
        ordering = ["-reported_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(due_on=None) | Q(due_on__gte=F("reported_on")),
                name="gridevent_due_after_report",
                violation_error_message=_("办理期限不能早于上报日期。"),
            )
        ]

    def __str__(self):
        return self.title

    def clean(self):
        super().clean()
        not_later_than_today("reported_on", self.reported_on)


class EventCount(Record):
    """How many events another platform counted in a community in one month."""

    code_path = "community__code"
    community = models.ForeignKey(Community, models.CASCADE, related_name="event_counts", verbose_name=_("社区"))
    month = models.DateField(_("月份"), help_text=_("上报所在的月份,如 2026-09"))
    flow = models.CharField(_("流向"), max_length=4, choices=Flow)
    category = models.CharField(_("事件类别"), max_length=12, choices=Category)
    reported = models.PositiveIntegerField(_("上报件数"), help_text=_("当月上报的件数;统计过、没有的填0"))
    closed = models.PositiveIntegerField(
        _("办结件数"), null=True, blank=True, help_text=_("其中已办结的件数;没有统计的留空")
    )

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("事件月度数")
        verbose_name_plural = _("事件月度数")
        ordering = ["-month", "community", "flow", "category"]
        constraints = [
            models.UniqueConstraint(
                fields=["community", "month", "flow", "category"],
                name="eventcount_once",
                violation_error_message=_("该社区这个月、这一流向和类别的件数已登记。"),
            ),
            models.CheckConstraint(
                condition=Q(month__day=1),
                name="eventcount_first_of_month",
                violation_error_message=_("月份以当月1日登记。"),
            ),
        ]

    def __str__(self):
        return f"{self.community} {self.month:%Y-%m} {self.get_flow_display()} {self.get_category_display()}"

    def clean(self):
        super().clean()
        if self.month:
            self.month = self.month.replace(day=1)
            not_later_than_today("month", self.month)


class Visit(Record):
    """A visit to a household of a grid, with what was found; as little of the people as is needed."""

    code_path = "grid__community__code"
    grid = models.ForeignKey(Grid, models.PROTECT, related_name="visits", verbose_name=_("网格"))
    on = models.DateField(_("走访日期"), help_text=_("实际走访的日期"))
    household = models.CharField(
        _("走访对象(门牌、户)"), max_length=80, help_text=_("写门牌或户,如“3栋2单元501”,不写姓名")
    )
    findings = models.TextField(
        _("走访情况"), max_length=2000, blank=True, help_text=_("写需要跟进的情况;不写身份证号、病情等")
    )

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("入户走访")
        verbose_name_plural = _("入户走访")
        ordering = ["-on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["grid", "on", "household"],
                name="visit_once",
                violation_error_message=_("这一天对该户的走访已登记。"),
            )
        ]

    def __str__(self):
        return f"{self.on} {self.household}"

    def clean(self):
        super().clean()
        not_later_than_today("on", self.on)
