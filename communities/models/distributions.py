from decimal import Decimal

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from communities.access import ScopedQuerySet
from communities.models.places import Community, CommunityChange
from records.models import Record


class Distribution(Record):
    """One line of the table that says who and what of a merged, split or abolished community went where.

    `kind` and `row` name what was there before; a sum of money may be shared among several successors.
    """

    code_path = ("before__code", "after__code")
    change = models.ForeignKey(
        CommunityChange, models.PROTECT, related_name="distributions", verbose_name=_("设立撤并沿革")
    )
    kind = models.CharField(_("类别"), max_length=12)
    row = models.BigIntegerField(_("原记录"))
    label = models.CharField(_("名称"), max_length=120)
    before = models.ForeignKey(Community, models.PROTECT, related_name="+", verbose_name=_("原社区"))
    after = models.ForeignKey(Community, models.PROTECT, related_name="+", verbose_name=_("现社区"))
    share = models.DecimalField(
        _("份额"),
        max_digits=5,
        decimal_places=4,
        default=Decimal(1),
        validators=[MinValueValidator(Decimal("0.0001")), MaxValueValidator(Decimal(1))],
    )

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("撤并分配")
        verbose_name_plural = _("撤并分配")
        ordering = ["change", "kind", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["change", "kind", "row", "before", "after"],
                name="distribution_once",
                violation_error_message=_("这条记录已分配到该社区。"),
            ),
            models.CheckConstraint(
                condition=~Q(before=F("after")),
                name="distribution_elsewhere",
                violation_error_message=_("现社区与原社区相同,无需分配。"),
            ),
            models.CheckConstraint(
                condition=Q(share__gt=0, share__lte=1),
                name="distribution_share_of_one",
                violation_error_message=_("份额应大于0、不超过1。"),
            ),
        ]

    def __str__(self):
        return f"{self.label} {self.before} → {self.after}"
