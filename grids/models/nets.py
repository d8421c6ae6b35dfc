"""Grids and who answers for them."""

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from communities.models import Community
from grids.choices import DutyRole, GridKind
from grids.querysets import DutyQuerySet, GridQuerySet
from records.fields import BlindIndexField, EncryptedField, PinyinField
from records.models import Record
from records.people import Reachable
from records.periods import Period, ends_after_start, no_overlap
from staffing.models import Worker

GRID_DIGITS, MICRO_DIGITS = 15, 17
"""A community's code and three digits more; two more for a micro-grid."""


class Grid(Record, Period):
    """A part of a community that somebody answers for; with a `parent`, a micro-grid within it. The number is issued
    once. A blank start means it was always so."""

    code_path = "community__code"
    code = models.CharField(
        _("网格编码"),
        max_length=MICRO_DIGITS,
        unique=True,
        validators=[RegexValidator(r"^(\d{15}|\d{17})$", _("网格编码应为15位数字,微网格为17位。"))],
        error_messages={"unique": _("这个网格编码已有网格。")},
        help_text=_("社区编码加3位序号,微网格再加2位;由系统生成"),
    )
    name = models.CharField(_("网格名称"), max_length=60, blank=True)
    community = models.ForeignKey(Community, models.PROTECT, related_name="grids", verbose_name=_("社区"))
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="micro_grids", verbose_name=_("上级网格")
    )
    kind = models.CharField(
        _("网格类型"),
        max_length=10,
        choices=GridKind,
        default=GridKind.GENERAL,
        help_text=_("居民小区选综合(一般)网格;部门自建、尚未整合的选该部门的网格"),
    )
    households = models.PositiveIntegerField(
        _("户数"), null=True, blank=True, help_text=_("网格内的户数;没有统计的留空,不填0")
    )
    residents = models.PositiveIntegerField(
        _("人口"), null=True, blank=True, help_text=_("网格内的常住人口;没有统计的留空,不填0")
    )
    extent = models.CharField(
        _("范围(小区、楼栋)"), max_length=300, blank=True, help_text=_("写明小区和楼栋,如“和平里小区1—12栋”")
    )
    boundary = models.JSONField(_("边界"), null=True, blank=True)
    started_on = models.DateField(_("起始日期"), null=True, blank=True, help_text=_("划定这个网格的日期;不清楚的留空"))
    ended_on = models.DateField(_("终止日期"), null=True, blank=True, help_text=_("不再有这个网格的第一天;在用的留空"))

    objects = GridQuerySet.as_manager()

    class Meta:
        verbose_name = _("网格")
        verbose_name_plural = _("网格")
        ordering = ["code"]
        constraints = [
            ends_after_start("grid_ends_after_start"),
            no_overlap(
                "grid_name_once_a_day",
                "community",
                Coalesce("parent", Value(0)),
                "name",
                condition=~Q(name=""),
                message=_("本社区(或该上级网格)已有同名网格。"),
            ),
            models.CheckConstraint(
                condition=Q(parent=None, code__regex=rf"^\d{{{GRID_DIGITS}}}$")
                | Q(parent__isnull=False, code__regex=rf"^\d{{{MICRO_DIGITS}}}$"),
                name="grid_number_of_its_tier",
                violation_error_message=_("网格编码为15位;填写了上级网格的是微网格,编码为17位。"),
            ),
            models.CheckConstraint(
                condition=Q(parent=None) | ~Q(parent=F("id")),
                name="grid_not_its_own_parent",
                violation_error_message=_("网格不能是自己的上级网格。"),
            ),
        ]

    def __str__(self):
        return self.name or self.code

    @property
    def is_micro(self):
        return self.parent_id is not None

    def clean(self):
        super().clean()
        if self.parent_id and self.parent.parent_id:
            raise ValidationError(
                {"parent": ValidationError(_("微网格下不再设微网格,上级网格请填写15位编码的网格。"), code="conflict")}
            )
        if self.parent_id and self.community_id and self.parent.community_id != self.community_id:
            raise ValidationError({"parent": ValidationError(_("微网格的上级网格须在同一社区。"), code="conflict")})


class GridDuty(Reachable, Record, Period):
    """Somebody's duty in a grid. Staff of a community are linked to their file and count as one person."""

    code_path = "grid__community__code"
    grid = models.ForeignKey(Grid, models.PROTECT, related_name="duties", verbose_name=_("网格"))
    name = models.CharField(_("姓名"), max_length=50)
    phone = EncryptedField(_("手机号"), help_text=_("11位手机号;加密保存,列表中打码显示"))
    phone_index = BlindIndexField(source="phone", db_index=True)
    phone_tail_index = BlindIndexField(source="phone", tail=4, db_index=True)
    role = models.CharField(
        _("职责"), max_length=12, choices=DutyRole, help_text=_("按区县或街道明确的身份选;楼栋长选微网格长")
    )
    worker = models.ForeignKey(
        Worker, models.PROTECT, null=True, blank=True, related_name="grid_duties", verbose_name=_("社区工作者")
    )
    started_on = models.DateField(_("任职日期"), help_text=_("开始担任这项职责的第一天"))
    ended_on = models.DateField(_("离任日期"), null=True, blank=True, help_text=_("不再担任的第一天;在任的留空"))
    pinyin = PinyinField(_("姓名拼音"), source="name", db_index=True)
    initials = PinyinField(_("拼音首字母"), source="name", initials=True, db_index=True)

    objects = DutyQuerySet.as_manager()

    class Meta:
        verbose_name = _("网格员")
        verbose_name_plural = _("网格员")
        ordering = ["grid", "role", "-started_on"]
        constraints = [
            ends_after_start("gridduty_ends_after_start"),
            models.UniqueConstraint(
                fields=["grid", "name", "role", "started_on"],
                name="gridduty_once",
                violation_error_message=_("该人员在本网格这一天开始的这项职责已登记。"),
            ),
            no_overlap(
                "gridduty_once_a_day",
                "grid",
                "role",
                "name",
                message=_("该人员在本网格的同一职责时间重叠,请先填写原来的离任日期。"),
            ),
            no_overlap(
                "gridduty_worker_once_a_day",
                "grid",
                "role",
                "worker",
                condition=Q(worker__isnull=False),
                message=_("这名社区工作者在本网格的同一职责已登记,时间重叠。"),
            ),
        ]

    def __str__(self):
        return f"{self.name} {self.get_role_display()}"
