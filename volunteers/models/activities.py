from decimal import Decimal

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import ExpressionWrapper, F, Func, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from communities.access import ScopedQuerySet
from communities.models import Community
from records.models import Record
from volunteers.models.people import Volunteer
from volunteers.models.teams import Team
from volunteers.querysets import ParticipationQuerySet

ENDS_BEFORE = _("结束时间须晚于开始时间。")
TOO_LONG = _("服务时长不能超过活动的时长。")
HOUR = Decimal(3600)


class Moments(Func):
    """`[starts_at, ends_at)` as a PostgreSQL range."""

    function = "tstzrange"
    output_field = DateTimeRangeField()


class Hours(Func):
    """How long an activity lasts."""

    template = "(extract(epoch FROM %(expressions)s) / 3600)"
    output_field = models.DecimalField()


class Activity(Record):
    """Something volunteers did or will do, at a place, from one hour to another."""

    code_path = "community__code"
    community = models.ForeignKey(Community, models.PROTECT, related_name="activities", verbose_name=_("社区"))
    team = models.ForeignKey(
        Team, models.PROTECT, null=True, blank=True, related_name="activities", verbose_name=_("志愿服务队")
    )
    title = models.CharField(_("活动名称"), max_length=120, help_text=_("写明做了什么,如“国庆前小区清扫”"))
    starts_at = models.DateTimeField(_("开始时间"))
    ends_at = models.DateTimeField(_("结束时间"))
    place = models.CharField(_("活动地点"), max_length=120, blank=True, help_text=_("写到小区、楼栋或场所"))

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("志愿服务活动")
        verbose_name_plural = _("志愿服务活动")
        ordering = ["-starts_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["community", "title", "starts_at"],
                name="activity_once",
                violation_error_message=_("本社区这一时间的同名活动已登记。"),
            ),
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")),
                name="activity_ends_after_start",
                violation_error_message=ENDS_BEFORE,
            ),
        ]

    def __str__(self):
        return self.title

    def clean(self):
        super().clean()
        if self.starts_at and self.ends_at and self.ends_at <= self.starts_at:
            raise ValidationError({"ends_at": ValidationError(ENDS_BEFORE, code="order")})
        if self.team_id and self.community_id and self.team.community_id != self.community_id:
            text = _("“%(team)s”不是本社区的志愿服务队。")
            raise ValidationError({"team": ValidationError(text, code="mismatch", params={"team": self.team})})


class Participation(Record):
    """The hours of one volunteer at one activity: recorded by those who organise it, verified by a second person.

    `name`, `starts_at` and `ends_at` are what the volunteer and the activity say; the database keeps the times so.
    """

    code_path = "activity__community__code"
    activity = models.ForeignKey(Activity, models.CASCADE, related_name="participations", verbose_name=_("活动"))
    volunteer = models.ForeignKey(Volunteer, models.PROTECT, related_name="participations", verbose_name=_("志愿者"))
    name = models.CharField(_("姓名"), max_length=50, editable=False)
    starts_at = models.DateTimeField(_("开始时间"), editable=False)
    ends_at = models.DateTimeField(_("结束时间"), editable=False)
    hours = models.DecimalField(
        _("服务时长"),
        max_digits=6,
        decimal_places=2,
        help_text=_("小时"),
        validators=[MinValueValidator(Decimal("0.01"), _("服务时长须大于0。"))],
    )
    verified_by = models.CharField(_("核实人"), max_length=50, blank=True, help_text=_("不能是志愿者本人"))
    verified_at = models.DateTimeField(_("核实时间"), null=True, blank=True)
    verifier = models.ForeignKey(
        User, models.PROTECT, null=True, editable=False, related_name="+", verbose_name=_("核实账号")
    )

    objects = ParticipationQuerySet.as_manager()

    class Meta:
        verbose_name = _("服务记录")
        verbose_name_plural = _("服务记录")
        ordering = ["-starts_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["activity", "volunteer"],
                name="participation_once",
                violation_error_message=_("该志愿者参加这次活动的时长已登记。"),
            ),
            ExclusionConstraint(
                name="participation_one_at_a_time",
                expressions=[
                    ("volunteer", RangeOperators.EQUAL),
                    (Moments("starts_at", "ends_at"), RangeOperators.OVERLAPS),
                ],
                violation_error_message=_("该志愿者同一时间已有另一条服务记录,请核对活动时间。"),
            ),
            models.CheckConstraint(
                condition=Q(hours__gt=0),
                name="participation_hours_positive",
                violation_error_message=_("服务时长须大于0。"),
            ),
            models.CheckConstraint(
                condition=Q(
                    hours__lte=Hours(
                        ExpressionWrapper(F("ends_at") - F("starts_at"), output_field=models.DurationField())
                    )
                ),
                name="participation_within_activity",
                violation_error_message=TOO_LONG,
            ),
            models.CheckConstraint(
                condition=Q(verified_by="", verified_at=None) | (~Q(verified_by="") & ~Q(verified_at=None)),
                name="participation_verified_when_by_whom",
                violation_error_message=_("核实人和核实时间须同时填写。"),
            ),
            models.CheckConstraint(
                condition=Q(verified_by="") | ~Q(verified_by=F("name")),
                name="participation_verified_by_another",
                violation_error_message=_("核实人不能是志愿者本人,请由另一人核实。"),
            ),
            models.CheckConstraint(
                condition=Q(verifier=None) | Q(created_by=None) | ~Q(verifier=F("created_by")),
                name="participation_verified_by_second",
                violation_error_message=_("录入时长的人不能自己核实,请由另一人核实。"),
            ),
        ]

    def __str__(self):
        return f"{self.name} {self.activity}"

    def follow(self):
        """Take name and times from the volunteer and the activity."""
        self.name = self.volunteer.name
        self.starts_at, self.ends_at = self.activity.starts_at, self.activity.ends_at

    def clean(self):
        super().clean()
        if self.activity_id and self.volunteer_id:
            self.follow()
            if self.hours and self.hours * HOUR > Decimal((self.ends_at - self.starts_at).total_seconds()):
                raise ValidationError({"hours": ValidationError(TOO_LONG, code="out_of_range")})
