from django.db import models
from django.utils.translation import gettext_lazy as _

from communities.access import ScopedQuerySet
from communities.models.figures import money, not_negative
from communities.models.places import AREA_CODE
from records.models import Record
from staffing.choices import PostClass
from staffing.models.people import Worker


class Pay(Record):
    """What one person was paid for one month, in yuan. `month` is its first day."""

    code_path = "worker__community__code"
    worker = models.ForeignKey(Worker, models.CASCADE, related_name="pays", verbose_name=_("人员"))
    month = models.DateField(_("月份"))
    base = money(_("基本工资"))
    performance = money(_("绩效工资"))
    allowance = money(_("补贴"))
    licence_allowance = money(_("证书补贴"))
    employer_insurance = money(_("单位缴纳五险一金"))

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("薪酬")
        verbose_name_plural = _("薪酬")
        ordering = ["-month", "worker"]
        constraints = [
            models.UniqueConstraint(
                fields=["worker", "month"],
                name="pay_once_a_month",
                violation_error_message=_("该人员这个月的薪酬已登记。"),
            ),
            models.CheckConstraint(
                condition=models.Q(month__day=1),
                name="pay_month_is_first_day",
                violation_error_message=_("月份应为当月1日。"),
            ),
            not_negative(
                "pay_not_negative",
                "base",
                "performance",
                "allowance",
                "licence_allowance",
                "employer_insurance",
            ),
        ]

    def __str__(self):
        return f"{self.worker} {self.month:%Y-%m}"


class PayScale(Record):
    """The monthly amount an area's rules set for a class of post and grade, from a day on."""

    code_path = "area"
    area = models.CharField(_("区划编码"), max_length=9, validators=[AREA_CODE])
    post_class = models.CharField(_("岗位类别"), max_length=10, choices=PostClass)
    grade = models.CharField(_("等级"), max_length=20)
    started_on = models.DateField(_("起始日期"))
    amount = money(_("金额(元/月)"))
    decree = models.CharField(_("文号"), max_length=120, blank=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("薪酬标准")
        verbose_name_plural = _("薪酬标准")
        ordering = ["area", "post_class", "grade", "-started_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["area", "post_class", "grade", "started_on"],
                name="payscale_once",
                violation_error_message=_("该区划这一岗位类别、等级、起始日期的标准已登记。"),
            ),
            not_negative("payscale_not_negative", "amount"),
        ]

    def __str__(self):
        return f"{self.area} {self.get_post_class_display()} {self.grade}"
