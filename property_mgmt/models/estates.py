"""Estates and property companies."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from communities.models import Community
from communities.models.figures import NOT_NEGATIVE, not_negative
from communities.models.places import check_uscc
from property_mgmt.choices import Mode
from property_mgmt.querysets import CompanyQuerySet, CompoundQuerySet
from records.models import Record


class PropertyCompany(Record):
    """A company as the office of a division knows it: stars and score are that office's, elsewhere they may differ."""

    code_path = "area"
    area = models.CharField(
        _("评定区划"),
        max_length=9,
        blank=True,
        help_text=_("评定星级、信用分的区划编码;留空表示全部辖区"),
    )
    uscc = models.CharField(
        _("统一社会信用代码"), max_length=18, validators=[check_uscc], help_text=_("营业执照上的18位代码")
    )
    name = models.CharField(_("企业名称"), max_length=120, help_text=_("与营业执照一致"))
    stars = models.PositiveSmallIntegerField(
        _("星级"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(5)],
        help_text=_("该区划最近一次评定的星级,1至5;没有评定的留空"),
    )
    score = models.DecimalField(
        _("信用分"),
        max_digits=6,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[NOT_NEGATIVE],
        help_text=_("该区划最近一次公布的信用分;没有的留空"),
    )

    objects = CompanyQuerySet.as_manager()

    class Meta:
        verbose_name = _("物业企业")
        verbose_name_plural = _("物业企业")
        ordering = ["name", "area"]
        constraints = [
            models.UniqueConstraint(
                fields=["area", "uscc"],
                name="company_once",
                violation_error_message=_("该区划已登记这个统一社会信用代码的企业。"),
            ),
            models.CheckConstraint(
                condition=models.Q(stars=None) | models.Q(stars__range=(1, 5)),
                name="company_stars",
                violation_error_message=_("星级为1至5。"),
            ),
            not_negative("company_not_negative", "score"),
        ]

    def __str__(self):
        return self.name


class Compound(Record):
    """A residential estate. What is not stated of it is unknown, never zero."""

    code_path = "community__code"
    community = models.ForeignKey(Community, models.PROTECT, related_name="compounds", verbose_name=_("社区"))
    name = models.CharField(_("小区名称"), max_length=80, help_text=_("与小区门牌或备案名称一致"))
    mode = models.CharField(
        _("管理方式"),
        max_length=10,
        choices=Mode,
        blank=True,
        help_text=_("有物业企业的选专业物业服务;没有人管理的选无物业管理,不留空"),
    )
    households = models.PositiveIntegerField(
        _("户数"), null=True, blank=True, help_text=_("小区全部户数,空置的也算;没有统计的留空,不填0")
    )
    buildings = models.PositiveIntegerField(
        _("楼栋数"), null=True, blank=True, help_text=_("住宅楼栋数;没有统计的留空")
    )
    floor_area = models.DecimalField(
        _("建筑面积(㎡)"),
        max_digits=12,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[NOT_NEGATIVE],
        help_text=_("各楼栋建筑面积合计"),
    )
    built_year = models.PositiveSmallIntegerField(
        _("建成年份"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1900), MaxValueValidator(2100)],
        help_text=_("分期建成的填第一期"),
    )
    is_old = models.BooleanField(
        _("老旧小区"), null=True, blank=True, help_text=_("按区县的认定填;一般指2000年底前建成的")
    )
    company = models.ForeignKey(
        PropertyCompany, models.PROTECT, null=True, blank=True, related_name="compounds", verbose_name=_("物业企业")
    )
    fee = models.DecimalField(
        _("物业费标准(元/㎡·月)"),
        max_digits=8,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[NOT_NEGATIVE],
        help_text=_("合同约定的住宅单价;有几种的填户数最多的一种"),
    )
    contract_until = models.DateField(_("合同到期"), null=True, blank=True, help_text=_("现行物业服务合同的最后一天"))
    eligible_on = models.DateField(
        _("符合成立业委会条件日期"), null=True, blank=True, help_text=_("街道认定达到成立条件的日期;未达到的留空")
    )
    separated_from = models.DateField(
        _("收支分离起始日期"), null=True, blank=True, help_text=_("物业费专户管理、收支分离的第一天;没有实行的留空")
    )

    objects = CompoundQuerySet.as_manager()

    class Meta:
        verbose_name = _("小区")
        verbose_name_plural = _("小区")
        ordering = ["community", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["community", "name"],
                name="compound_once",
                violation_error_message=_("本社区已有同名小区。"),
            ),
            models.CheckConstraint(
                condition=models.Q(company=None) | models.Q(mode__in=["", Mode.COMPANY]),
                name="compound_company_serves",
                violation_error_message=_("填写了物业企业的小区,管理方式应为“专业物业服务”。"),
            ),
            not_negative("compound_not_negative", "floor_area", "fee"),
        ]

    def __str__(self):
        return self.name
