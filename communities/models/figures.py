from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from communities.access import ScopedQuerySet
from communities.choices import Payer, Purpose, Register
from communities.models.places import Area, Community
from communities.querysets import HeadcountQuerySet
from records.models import Record

NOT_NEGATIVE = MinValueValidator(0, _("不能为负数。"))


def people(label, help_text=""):
    return models.PositiveIntegerField(label, null=True, blank=True, help_text=help_text)


def money(label, help_text=""):
    return models.DecimalField(
        label,
        max_digits=14,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[NOT_NEGATIVE],
        help_text=help_text,
    )


def not_negative(name, *columns):
    """The constraint behind every amount: NULL or at least zero."""
    condition = Q()
    for column in columns:
        condition &= Q(**{column: None}) | Q(**{f"{column}__gte": 0})
    return models.CheckConstraint(
        condition=condition,
        name=name,
        violation_error_message=_("金额和面积不能为负数。"),
    )


class Headcount(Record):
    """Residents and households of a community counted on one day. A blank is unknown, never zero."""

    code_path = "community__code"
    community = models.ForeignKey(Community, models.CASCADE, related_name="headcounts", verbose_name=_("社区"))
    on = models.DateField(_("统计日期"), help_text=_("数字统计到哪一天,不是填表日期"))
    residents = people(_("常住人口"), _("在本地居住半年以上的人,含外来人口"))
    urban_residents = people(_("城镇常住人口"), _("常住人口中住在城镇的人;城市社区与常住人口相同"))
    registered = people(_("户籍人口"), _("户籍登记在本社区的人,不论住在哪里"))
    floating = people(_("流动人口"), _("住在本社区、户籍在外的人"))
    households = people(_("常住户数"), _("常住的家庭户数;多数标准以此为基数"))
    occupied_households = people(_("实际入住户数"), _("房屋实际有人居住的户数"))
    registered_households = people(_("户籍户数"), _("户籍登记的户数"))
    planned_households = people(_("规划户数"), _("按建设规划应容纳的户数"))

    objects = HeadcountQuerySet.as_manager()

    class Meta:
        verbose_name = _("人口户数")
        verbose_name_plural = _("人口户数")
        ordering = ["community", "-on"]
        constraints = [
            models.UniqueConstraint(
                fields=["community", "on"],
                name="headcount_once_a_day",
                violation_error_message=_("该社区这一天的人口户数已登记。"),
            )
        ]

    def __str__(self):
        return f"{self.community} {self.on}"


class AreaFigure(Record):
    """What the statistics or another office publishes for a whole area. Communities need not add up to it."""

    code_path = "area__code"
    area = models.ForeignKey(Area, models.CASCADE, related_name="figures", verbose_name=_("区划"))
    on = models.DateField(_("统计日期"))
    urban_residents = people(_("城镇常住人口"))
    residents = people(_("常住人口"))
    households = people(_("常住户数"))
    social_workers = people(_("持证社会工作专业人才"))
    volunteers = people(_("实名注册志愿者"))

    objects = HeadcountQuerySet.as_manager()

    class Meta:
        verbose_name = _("区划指标")
        verbose_name_plural = _("区划指标")
        ordering = ["area", "-on"]
        constraints = [
            models.UniqueConstraint(
                fields=["area", "on"],
                name="areafigure_once_a_day",
                violation_error_message=_("该区划这一天的指标已登记。"),
            )
        ]

    def __str__(self):
        return f"{self.area} {self.on}"


class WorkFund(Record):
    """Money of one year from one payer for one purpose, in yuan."""

    code_path = "community__code"
    community = models.ForeignKey(Community, models.CASCADE, related_name="funds", verbose_name=_("社区"))
    year = models.PositiveSmallIntegerField(_("年度"), validators=[MinValueValidator(1950), MaxValueValidator(2100)])
    payer = models.CharField(_("资金来源"), max_length=10, choices=Payer, help_text=_("钱由哪一级承担"))
    purpose = models.CharField(_("经费类别"), max_length=10, choices=Purpose, help_text=_("与经费文件上的类别一致"))
    budgeted = money(_("预算安排(元)"))
    received = money(_("实际到位(元)"))
    spent = money(_("支出(元)"))
    matter = models.CharField(_("事项与文号"), max_length=200, blank=True, help_text=_("经费用于什么,依据哪份文件"))

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("经费")
        verbose_name_plural = _("经费")
        ordering = ["community", "-year", "payer", "purpose"]
        constraints = [
            models.UniqueConstraint(
                fields=["community", "year", "payer", "purpose"],
                name="fund_once",
                violation_error_message=_("该社区本年度这一来源、类别的经费已登记。"),
            ),
            not_negative("fund_not_negative", "budgeted", "received", "spent"),
        ]

    def __str__(self):
        return f"{self.community} {self.year} {self.get_purpose_display()}"


class Nil(Record):
    """A declaration that the community has none of this from a day on: an empty register then means 0, not unknown."""

    code_path = "community__code"
    community = models.ForeignKey(Community, models.CASCADE, related_name="nils", verbose_name=_("社区"))
    register = models.CharField(_("登记册"), max_length=12, choices=Register)
    started_on = models.DateField(_("起始日期"))

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("本社区无此项")
        verbose_name_plural = _("本社区无此项")
        ordering = ["community", "register"]
        constraints = [
            models.UniqueConstraint(
                fields=["community", "register"],
                name="nil_once",
                violation_error_message=_("该登记册已确认无此项。"),
            )
        ]

    def __str__(self):
        return f"{self.community} {self.get_register_display()}"
