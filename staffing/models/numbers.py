from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

LARGEST = 999_999


class NumberSeries(models.Model):
    """The last 人员编号 a county has given out. A number is never given twice, not even after its holder is deleted."""

    county = models.CharField(
        _("区县代码"), max_length=6, unique=True, validators=[RegexValidator(r"^\d{6}$", _("区县代码应为6位数字。"))]
    )
    last = models.PositiveIntegerField(_("已用到的序号"))

    class Meta:
        verbose_name = _("人员编号序列")
        verbose_name_plural = _("人员编号序列")
        constraints = [
            models.CheckConstraint(
                condition=Q(last__lte=LARGEST),
                name="numberseries_six_digits",
                violation_error_message=_("该区县的6位序号已用完。"),
            )
        ]

    def __str__(self):
        return f"{self.county} {self.last:06}"
