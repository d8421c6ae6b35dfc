from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from communities.models import Community
from communities.querysets import ScopedPeriodQuerySet
from records.models import Record
from records.periods import Period, ends_after_start, no_overlap


class TemporaryShortfall(Record, Period):
    """Why a community's premises are below the standard for a while, and until when: shown beside the verdict, which it
    never changes. Source 003: «拆迁导致临时不达标»."""

    code_path = "community__code"
    community = models.ForeignKey(Community, models.CASCADE, related_name="shortfalls", verbose_name=_("社区"))
    started_on = models.DateField(_("起始日期"))
    ended_on = models.DateField(_("预计恢复日期"), help_text=_("从这一天起不再视为临时不达标"))
    cause = models.CharField(_("原因"), max_length=200, help_text=_("如拆迁、改扩建、租期届满"))
    document = models.CharField(_("依据文号"), max_length=120, blank=True)

    objects = ScopedPeriodQuerySet.as_manager()

    class Meta:
        verbose_name = _("临时不达标说明")
        verbose_name_plural = _("临时不达标说明")
        ordering = ["community", "-started_on"]
        constraints = [
            ends_after_start("shortfall_ends_after_start"),
            models.CheckConstraint(
                condition=~Q(cause=""),
                name="shortfall_says_why",
                violation_error_message=_("请写明临时不达标的原因。"),
            ),
            no_overlap(
                "shortfall_one_a_day",
                "community",
                message=_("该社区这一时期已有临时不达标说明,请先结束原有说明或改为延期。"),
            ),
        ]

    def __str__(self):
        return f"{self.community} {self.started_on}–{self.ended_on}"
