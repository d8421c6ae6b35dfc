from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from communities.choices import Kind, Level
from compliance.choices import Operator, ReportState, Scope, Verdict
from compliance.querysets import ReportQuerySet, ResultQuerySet, RowQuerySet


class Report(models.Model):
    """All indicators of an area and everything inside it as of one day, judged by the standards then in force.

    The row appears together with its results and neither changes afterwards; only the state does.
    """

    code_path = "area_code"
    area_code = models.CharField(_("区划编码"), max_length=12)
    area_name = models.CharField(_("区划名称"), max_length=80)
    as_of = models.DateField(_("截至日期"))
    state = models.CharField(_("状态"), max_length=10, choices=ReportState, default=ReportState.READY)
    communities = models.PositiveIntegerField(_("社区数"))
    seconds = models.FloatField(_("用时(秒)"))
    built_at = models.DateTimeField(_("生成时间"), db_default=Now())
    built_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("生成人"),
    )
    published_at = models.DateTimeField(_("发布时间"), null=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("发布人"),
    )
    month = models.CharField(
        _("月度草稿"),
        max_length=7,
        blank=True,
        help_text=_("每晚自动测算的当月草稿,如 2026-11;人工生成的为空"),
    )
    is_demo = models.BooleanField(_("演示数据"), default=False)

    objects = ReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("测算报告")
        verbose_name_plural = _("测算报告")
        ordering = ["-as_of", "-pk"]
        indexes = [models.Index(fields=["area_code", "state", "-as_of"], name="report_newest")]
        constraints = [
            models.UniqueConstraint(
                fields=["area_code", "month"],
                condition=models.Q(state="ready") & ~models.Q(month=""),
                name="report_one_draft",
            ),
        ]

    def __str__(self):
        return f"{self.area_name} {self.as_of}"

    def get_absolute_url(self):
        return reverse("compliance:report_detail", args=[self.pk])


class Row(models.Model):
    """A community or area as the report found it: code, name and scope of the day."""

    code_path = "code"
    report = models.ForeignKey(Report, models.CASCADE, db_constraint=False, db_index=False, related_name="rows")
    level = models.CharField(max_length=10, choices=Level)
    code = models.CharField(max_length=12)
    name = models.CharField(max_length=80)
    kind = models.CharField(max_length=10, choices=Kind, blank=True)
    scope = models.CharField(max_length=6, choices=Scope, blank=True)
    community_id = models.BigIntegerField(null=True)
    communities = models.PositiveIntegerField(default=1)

    objects = RowQuerySet.as_manager()

    class Meta:
        verbose_name = _("测算对象")
        verbose_name_plural = _("测算对象")
        constraints = [models.UniqueConstraint(fields=["report", "level", "code"], name="row_once")]
        indexes = [models.Index(fields=["community_id", "report"], name="row_of_community")]

    def __str__(self):
        return f"{self.code} {self.name}"


class Result(models.Model):
    """One frozen figure of a report with the limit it was judged by.

    Areas also carry how many of their communities answered (`known`) and how these were judged.
    """

    code_path = "row__code"
    report = models.ForeignKey(
        Report,
        models.CASCADE,
        db_constraint=False,
        db_index=False,
        related_name="results",
        verbose_name=_("报告"),
    )
    row = models.ForeignKey(
        Row,
        models.CASCADE,
        db_constraint=False,
        db_index=False,
        related_name="results",
        verbose_name=_("对象"),
    )
    indicator = models.CharField(_("指标"), max_length=40)
    numerator = models.DecimalField(_("分子"), max_digits=20, decimal_places=4, null=True)
    denominator = models.DecimalField(_("分母"), max_digits=20, decimal_places=4, null=True)
    value = models.DecimalField(_("数值"), max_digits=20, decimal_places=4, null=True)
    standard_id = models.BigIntegerField(_("标准"), null=True)
    operator = models.CharField(_("比较方式"), max_length=10, choices=Operator, blank=True)
    limit = models.DecimalField(_("标准值"), max_digits=16, decimal_places=4, null=True)
    limit_max = models.DecimalField(_("标准上限"), max_digits=16, decimal_places=4, null=True)
    verdict = models.CharField(_("判定"), max_length=8, choices=Verdict)
    advisory = models.BooleanField(_("提示性"), default=False)
    shortfall = models.DecimalField(_("缺口"), max_digits=18, decimal_places=2, null=True)
    note = models.CharField(_("说明"), max_length=40, blank=True)
    known = models.IntegerField(_("应答社区数"), null=True)
    passed = models.IntegerField(_("达标社区数"), null=True)
    failed = models.IntegerField(_("未达标社区数"), null=True)
    unknown = models.IntegerField(_("数据不全社区数"), null=True)
    exempt = models.IntegerField(_("不适用社区数"), null=True)
    flagged = models.IntegerField(_("提示未达社区数"), null=True)
    unflagged = models.IntegerField(_("提示已达社区数"), null=True)

    objects = ResultQuerySet.as_manager()

    class Meta:
        verbose_name = _("测算结果")
        verbose_name_plural = _("测算结果")
        constraints = [models.UniqueConstraint(fields=["report", "row", "indicator"], name="result_once")]

    def __str__(self):
        return f"{self.indicator} {self.value}"
