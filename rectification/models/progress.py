from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from communities.access import ScopedQuerySet
from records.models import Record
from rectification.choices import Half
from rectification.models.findings import Finding

FIRST_YEAR, LAST_YEAR = 2000, 2100


class Progress(Record):
    """What was done about a finding in a half-year, with its evidence: words, a reference, a file."""

    code_path = "finding__place"
    finding = models.ForeignKey(Finding, models.CASCADE, related_name="progress", verbose_name=_("整改问题"))
    year = models.PositiveSmallIntegerField(
        _("年度"), validators=[MinValueValidator(FIRST_YEAR), MaxValueValidator(LAST_YEAR)]
    )
    half = models.PositiveSmallIntegerField(_("半年"), choices=Half)
    words = models.TextField(_("进展"), max_length=2000)
    evidence = models.CharField(_("佐证"), max_length=300, blank=True, help_text=_("文件名称、文号、网址或存放处"))
    file_name = models.CharField(_("佐证文件"), max_length=120, blank=True, editable=False)
    stored_as = models.CharField(max_length=40, blank=True, editable=False)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("整改进展")
        verbose_name_plural = _("整改进展")
        ordering = ["-year", "-half"]
        constraints = [
            models.UniqueConstraint(
                fields=["finding", "year", "half"],
                name="progress_once_a_half_year",
                violation_error_message=_("这个半年的进展已经填报。"),
            )
        ]

    def __str__(self):
        return f"{self.year} {self.get_half_display()}"
