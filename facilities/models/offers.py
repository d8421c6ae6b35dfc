from django.db import models
from django.utils.translation import gettext_lazy as _

from communities.access import ScopedQuerySet
from facilities.choices import Theme
from records.models import Record


class PublicService(Record):
    """A matter residents can have settled everywhere inside an area."""

    code_path = "area"
    area = models.CharField(_("区划编码"), max_length=12)
    name = models.CharField(_("事项名称"), max_length=120)
    theme = models.CharField(_("类别"), max_length=12, choices=Theme)
    audience = models.TextField(_("办理对象与条件"), blank=True)
    amount = models.CharField(_("补助标准"), max_length=200, blank=True)
    fee = models.CharField(_("收费"), max_length=120, blank=True)
    materials = models.TextField(_("所需材料"), blank=True)
    steps = models.TextField(_("办理流程"), blank=True)
    place = models.CharField(_("办理地点"), max_length=200, blank=True)
    hours = models.CharField(_("办理时间"), max_length=120, blank=True)
    phone = models.CharField(_("咨询电话"), max_length=40, blank=True)
    contact = models.CharField(_("首问负责人(岗位)"), max_length=80, blank=True)
    agent = models.BooleanField(_("是否代办"), null=True, blank=True)
    online = models.URLField(_("网办入口"), blank=True)
    not_here = models.CharField(_("不在社区办理时去哪里"), max_length=200, blank=True)
    basis = models.CharField(_("依据"), max_length=200, blank=True)
    days = models.PositiveSmallIntegerField(_("承诺时限(工作日)"), null=True, blank=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("服务事项")
        verbose_name_plural = _("服务事项")
        ordering = ["area", "theme", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["area", "name"],
                name="publicservice_once",
                violation_error_message=_("该区划已有同名服务事项。"),
            )
        ]

    def __str__(self):
        return self.name
