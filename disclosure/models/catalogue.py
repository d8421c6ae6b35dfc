from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from disclosure.choices import Access, Rhythm, Theme
from disclosure.querysets import CatalogueQuerySet
from records.models import Record
from records.periods import Period, ends_after_start

MOST_DAYS = 120


class CatalogueEntry(Record, Period):
    """One line of the catalogue of an area: what every community inside it must publish, how often and how soon."""

    code_path = "area"
    area = models.CharField(_("适用区划"), max_length=9)
    number = models.PositiveSmallIntegerField(_("序号"), default=1)
    theme = models.CharField(_("类别"), max_length=10, choices=Theme)
    subject = models.CharField(_("一级事项"), max_length=60)
    title = models.CharField(_("二级事项"), max_length=80)
    content = models.TextField(_("公开内容(要素)"), blank=True)
    basis = models.CharField(_("公开依据"), max_length=200, blank=True)
    rhythm = models.CharField(_("公开频次"), max_length=8, choices=Rhythm)
    days = models.PositiveSmallIntegerField(
        _("公开时限(工作日)"),
        validators=[MaxValueValidator(MOST_DAYS)],
        help_text=_("期末或事项发生后多少个工作日内"),
    )
    publisher = models.CharField(_("公开主体"), max_length=60, blank=True)
    channels = models.CharField(_("渠道和载体"), max_length=120, blank=True, help_text=_("如:公开栏、网站、居民群"))
    audience = models.CharField(_("公开对象"), max_length=60, blank=True)
    access = models.CharField(_("公开方式"), max_length=8, choices=Access, default=Access.ACTIVE)
    level = models.CharField(_("公开层级"), max_length=40, blank=True)
    started_on = models.DateField(_("施行日期"), null=True, blank=True)

    objects = CatalogueQuerySet.as_manager()

    class Meta:
        verbose_name = _("公开目录")
        verbose_name_plural = _("公开目录")
        ordering = ["area", "number", "pk"]
        constraints = [
            ends_after_start("catalogueentry_ends_after_start"),
            models.UniqueConstraint(
                fields=["area", "title"],
                name="catalogueentry_once",
                violation_error_message=_("该区划的目录已有这一二级事项。"),
            ),
            models.CheckConstraint(
                condition=models.Q(days__lte=MOST_DAYS),
                name="catalogueentry_days",
                violation_error_message=_("公开时限不超过120个工作日。"),
            ),
        ]

    def __str__(self):
        return self.title
