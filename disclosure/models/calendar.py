from django.db import models
from django.utils.translation import gettext_lazy as _

from disclosure.querysets import AroundQuerySet
from records.models import Record


class CalendarDay(Record):
    """A day that is not what its weekday says: off as a holiday, or worked in exchange. With an area it holds there
    only (a region's own festival); a year without any such day is counted by weekdays."""

    code_path = "area"
    area = models.CharField(_("区划编码"), max_length=9, blank=True, help_text=_("全国的留空;民族地区等地方节日填区划"))
    on = models.DateField(_("日期"))
    is_off = models.BooleanField(_("放假"), default=True, help_text=_("不勾选:调休上班"))
    name = models.CharField(_("节日"), max_length=20)

    objects = AroundQuerySet.as_manager()

    class Meta:
        verbose_name = _("节假日")
        verbose_name_plural = _("节假日")
        ordering = ["on"]
        constraints = [
            models.UniqueConstraint(
                fields=["area", "on"],
                name="calendarday_once",
                violation_error_message=_("这一天已登记。"),
            )
        ]

    def __str__(self):
        return f"{self.on} {self.name}"
