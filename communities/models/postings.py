from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from communities.choices import Role
from communities.querysets import ScopedPeriodQuerySet
from records.models import Record
from records.periods import Period, ends_after_start


class Posting(Record, Period):
    """Where an account works, in which role, from when to when."""

    code_path = "area_code"
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        related_name="postings",
        verbose_name=_("账号"),
    )
    role = models.CharField(_("角色"), max_length=16, choices=Role)
    area_code = models.CharField(
        _("辖区编码"),
        max_length=12,
        validators=[
            RegexValidator(
                r"^(\d{2}|\d{4}|\d{6}|\d{9}|\d{12})$",
                _("辖区编码应为2、4、6、9或12位数字。"),
            )
        ],
    )
    started_on = models.DateField(_("起始日期"), default=timezone.localdate)

    objects = ScopedPeriodQuerySet.as_manager()

    class Meta:
        verbose_name = _("任用")
        verbose_name_plural = _("任用")
        ordering = ["user", "area_code"]
        constraints = [ends_after_start("posting_ends_after_start")]

    def __str__(self):
        return f"{self.user} {self.get_role_display()} {self.area_code}"
