"""What is kept of an estate year by year: fees, renewals, disputes."""

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from communities.access import ScopedQuerySet
from communities.models.figures import money, not_negative
from property_mgmt.choices import DisputeKind, DisputeState, RenewalPart, RenewalState
from property_mgmt.models.estates import Compound
from records.models import Record

YEARS = [MinValueValidator(1990), MaxValueValidator(2100)]


def of_estate(related_name):
    return models.ForeignKey(Compound, models.PROTECT, related_name=related_name, verbose_name=_("小区"))


def number(label):
    return models.PositiveIntegerField(label, null=True, blank=True)


class FeeYear(Record):
    """Fees of one estate for one year, in yuan. What is paid later for earlier years is arrears, not received."""

    code_path = "compound__community__code"
    compound = of_estate("fee_years")
    year = models.PositiveSmallIntegerField(_("年度"), validators=YEARS, help_text=_("收费所属的年度"))
    due = money(_("当年应收(元)"), help_text=_("按合同应收的当年物业费,不含往年欠费"))
    received = money(_("实收当年(元)"), help_text=_("当年应收中实际收到的;收回的往年欠费不填在这里"))
    arrears = money(_("收回往年欠费(元)"), help_text=_("当年收回的以前年度欠费"))

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("物业费年度收缴")
        verbose_name_plural = _("物业费年度收缴")
        ordering = ["compound", "-year"]
        constraints = [
            models.UniqueConstraint(
                fields=["compound", "year"],
                name="feeyear_once",
                violation_error_message=_("该小区这一年度的收缴情况已登记。"),
            ),
            not_negative("feeyear_not_negative", "due", "received", "arrears"),
        ]

    def __str__(self):
        return f"{self.compound} {self.year}"

    @property
    def is_above_due(self):
        """More than was due: seldom true, mostly arrears in the wrong column."""
        return self.due is not None and self.received is not None and self.received > self.due


class Renewal(Record):
    """The renewal of an old estate, as it stands in the programme of a year."""

    code_path = "compound__community__code"
    compound = of_estate("renewals")
    year = models.PositiveSmallIntegerField(_("计划年度"), validators=YEARS, help_text=_("列入改造计划的年度"))
    parts = ArrayField(
        models.CharField(max_length=10, choices=RenewalPart),
        default=list,
        blank=True,
        verbose_name=_("改造类别"),
        help_text=_("可多选;按国办发〔2020〕23号分为基础类、完善类、提升类"),
    )
    state = models.CharField(_("改造状态"), max_length=10, choices=RenewalState, default=RenewalState.PLANNED)
    buildings = number(_("涉及楼栋数"))
    households = number(_("惠及户数"))
    lifts = number(_("加装电梯(部)"))
    parking = number(_("新增泊位(个)"))
    invested = money(_("总投资(元)"), help_text=_("各级财政、企业和居民出资合计"))
    started_on = models.DateField(_("开工日期"), null=True, blank=True, help_text=_("实际开工的日期"))
    finished_on = models.DateField(_("完工日期"), null=True, blank=True, help_text=_("竣工验收的日期;没有完工的留空"))
    document = models.CharField(_("文号"), max_length=120, blank=True, help_text=_("列入改造计划的文件的文号"))

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("老旧小区改造")
        verbose_name_plural = _("老旧小区改造")
        ordering = ["compound", "-year"]
        constraints = [
            models.UniqueConstraint(
                fields=["compound", "year"],
                name="renewal_once",
                violation_error_message=_("该小区这一年度的改造已登记。"),
            ),
            models.CheckConstraint(
                condition=Q(started_on=None) | Q(finished_on=None) | Q(finished_on__gte=F("started_on")),
                name="renewal_finished_after_started",
                violation_error_message=_("完工日期不能早于开工日期。"),
            ),
            models.CheckConstraint(
                condition=~Q(state="done") | ~Q(finished_on=None),
                name="renewal_done_on",
                violation_error_message=_("已完工的改造须填写完工日期。"),
            ),
            not_negative("renewal_not_negative", "invested"),
        ]

    def __str__(self):
        return f"{self.compound} {self.year}"


class Dispute(Record):
    """A dispute about the management of an estate, from the day it was brought to how it ended."""

    code_path = "compound__community__code"
    compound = of_estate("disputes")
    raised_on = models.DateField(_("受理日期"), help_text=_("受理调处的日期"))
    kind = models.CharField(_("纠纷类别"), max_length=10, choices=DisputeKind)
    title = models.CharField(_("事由摘要"), max_length=120, help_text=_("一句话写清争议,不写居民姓名、电话"))
    state = models.CharField(
        _("调处状态"),
        max_length=10,
        choices=DisputeState,
        default=DisputeState.OPEN,
        help_text=_("还在处理的选调处中;起诉到法院的选诉讼"),
    )
    mediator = models.CharField(_("调处机构"), max_length=80, blank=True, help_text=_("如“街道人民调解委员会”"))
    settled_on = models.DateField(
        _("办结日期"), null=True, blank=True, help_text=_("调解成功、调解不成或起诉的日期;调处中的留空")
    )
    result = models.CharField(
        _("处理结果"), max_length=200, blank=True, help_text=_("达成的协议或判决的要点,不写个人信息")
    )

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("物业纠纷")
        verbose_name_plural = _("物业纠纷")
        ordering = ["-raised_on", "compound"]
        constraints = [
            models.CheckConstraint(
                condition=Q(settled_on=None) | Q(settled_on__gte=F("raised_on")),
                name="dispute_settled_after_raised",
                violation_error_message=_("办结日期不能早于受理日期。"),
            ),
            models.CheckConstraint(
                condition=Q(state="open", settled_on=None) | ~Q(state="open") & ~Q(settled_on=None),
                name="dispute_settled_when_closed",
                violation_error_message=_("调处中的纠纷不填办结日期;其他状态须填写办结日期。"),
            ),
        ]

    def __str__(self):
        return f"{self.compound} {self.title}"
