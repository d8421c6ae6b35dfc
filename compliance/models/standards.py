from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, RangeOperators
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from communities.access import ScopedQuerySet
from communities.choices import Level
from compliance import limits
from compliance.choices import Base, Operator, Reach, Scope
from compliance.querysets import DraftQuerySet, StandardQuerySet
from records.models import Record
from records.periods import DateRange, Period, ends_after_start


def community_level():
    return [Level.COMMUNITY]


def one_standard_a_day(level):
    """No two standards of the same indicator, area and scope judge one level on the same day."""
    return ExclusionConstraint(
        name=f"standard_one_a_day_{level}",
        expressions=[
            ("indicator", RangeOperators.EQUAL),
            ("area", RangeOperators.EQUAL),
            ("scope", RangeOperators.EQUAL),
            (DateRange("started_on", "ended_on"), RangeOperators.OVERLAPS),
        ],
        condition=Q(levels__contains=[level]),
        violation_error_message=_("同一指标、区划、对象、层级在同一时期已有标准,请先写明旧标准的废止日期。"),
    )


class Terms(Record, Period):
    """What a standard lays down: a limit for an indicator, a place, a scope, levels and a period, and its document.

    `limit` is kept as people write it: `18` · `1000-3000` · `up to 2000: 4; up to 3000: 5; above: 6` ·
    `below 5000: 9` · `up to 3000: 5-7; above: 7-9` · `1 per 300; min 6; max 12`; `compliance.limits` reads it.
    """

    code_path = "area"
    indicator = models.CharField(_("指标"), max_length=40)
    area = models.CharField(_("适用区划"), max_length=12, blank=True, help_text=_("区划编码;留空为全国"))
    scope = models.CharField(_("适用对象"), max_length=6, choices=Scope, default=Scope.ALL)
    levels = ArrayField(
        models.CharField(max_length=10, choices=Level),
        default=community_level,
        verbose_name=_("判定层级"),
    )
    started_on = models.DateField(_("施行日期"))
    ended_on = models.DateField(_("废止日期"), null=True, blank=True)
    operator = models.CharField(_("比较方式"), max_length=10, choices=Operator)
    is_advisory = models.BooleanField(_("提示性"), default=False)
    base = models.CharField(_("计数基数"), max_length=10, choices=Base, blank=True)
    limit = models.CharField(_("标准值"), max_length=200)
    issuer = models.CharField(_("发文机关"), max_length=120, blank=True)
    document = models.CharField(_("文号"), max_length=120, blank=True)
    clause = models.CharField(_("条款"), max_length=120, blank=True)
    url = models.URLField(_("网址"), blank=True)
    note = models.CharField(_("备注"), max_length=300, blank=True)

    class Meta:
        abstract = True

    def __str__(self):
        from compliance.wording import limit_words, title  # they read standards

        return f"{title(self)} {limit_words(self)}"

    def clean(self):
        super().clean()
        if self.limit and self.operator:
            limits.parse(self.limit, self.operator)


class Standard(Terms):
    """Terms that judge. Once in force they are never rewritten, only ended: the database refuses (ADR 12).

    Who drafted and who published is blank where the system itself entered it: shipped rows, the sheet `standard`.
    """

    drafted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+", verbose_name=_("起草人")
    )
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+", verbose_name=_("发布人")
    )
    published_at = models.DateTimeField(_("发布时间"), null=True, editable=False)
    ending_on = models.DateField(_("拟废止日期"), null=True, editable=False)
    ending_reason = models.CharField(_("废止依据"), max_length=200, blank=True, editable=False)
    ending_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+",
        verbose_name=_("废止提出人"),
    )  # fmt: skip
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+", verbose_name=_("废止人")
    )

    objects = StandardQuerySet.as_manager()

    class Meta:
        verbose_name = _("标准")
        verbose_name_plural = _("标准")
        ordering = ["indicator", "area", "scope", "-started_on"]
        constraints = [
            ends_after_start("standard_ends_after_start"),
            models.UniqueConstraint(
                fields=["indicator", "area", "scope", "levels", "started_on"],
                name="standard_once",
                violation_error_message=_("同一指标、区划、对象、层级、施行日期的标准已登记。"),
            ),
            *(one_standard_a_day(level) for level in Level),
            models.CheckConstraint(
                condition=Q(published_by=None) | Q(drafted_by=None) | ~Q(published_by=F("drafted_by")),
                name="standard_published_by_another",
                violation_error_message=_("草案由您起草,请由另一位有发布权限的人员发布。"),
            ),
            models.CheckConstraint(
                condition=Q(ended_by=None) | Q(ending_by__isnull=False) & ~Q(ended_by=F("ending_by")),
                name="standard_ended_by_another",
                violation_error_message=_("废止由您提出,请由另一位有发布权限的人员确认。"),
            ),
        ]

    @property
    def is_ending_proposed(self):
        """Whether somebody has proposed an end that nobody has confirmed."""
        return self.ending_on is not None and self.ended_by_id is None

    def get_absolute_url(self):
        return reverse("compliance:standard_detail", args=[self.pk])


class StandardDraft(Terms):
    """Terms somebody proposes. A draft judges nothing; another person publishes it, and the draft becomes a standard.

    `written_by` is who last wrote the terms: a trigger keeps it, whichever way they were written.
    """

    ends_former = models.BooleanField(
        _("以新代旧"),
        default=True,
        help_text=_("发布时,同一指标、区划、对象、层级的现行标准到本标准施行之日为止"),
    )
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+", verbose_name=_("执笔人")
    )

    objects = DraftQuerySet.as_manager()

    class Meta:
        verbose_name = _("标准草案")
        verbose_name_plural = _("标准草案")
        ordering = ["-pk"]
        constraints = [
            ends_after_start("draft_ends_after_start"),
            models.UniqueConstraint(
                fields=["indicator", "area", "scope", "levels", "started_on"],
                name="draft_once",
                violation_error_message=_("同一指标、区划、对象、层级、施行日期的草案已有一份。"),
            ),
        ]


class Publication(Record):
    """How far an area opens an indicator to the public. The longest area that contains a place decides."""

    code_path = "area"
    area = models.CharField(_("区划编码"), max_length=12, blank=True)
    indicator = models.CharField(_("指标"), max_length=40)
    reach = models.CharField(_("公开到"), max_length=10, choices=Reach)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("公开范围")
        verbose_name_plural = _("公开范围")
        ordering = ["area", "indicator"]
        constraints = [
            models.UniqueConstraint(
                fields=["area", "indicator"],
                name="publication_once",
                violation_error_message=_("该区划这一指标的公开范围已设定。"),
            )
        ]

    def __str__(self):
        return f"{self.area} {self.indicator} {self.get_reach_display()}"
