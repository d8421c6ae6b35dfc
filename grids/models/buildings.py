"""What lies in a grid: estates as a whole, and single buildings of them."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from communities.access import ScopedQuerySet
from grids.models.nets import Grid
from property_mgmt.models import Compound
from records.models import Record


def refuse_elsewhere(grid, compound):
    """A grid takes in nothing of another community."""
    if grid.community_id != compound.community_id:
        text = _("网格与小区不在同一社区,请填写本社区的网格。")
        raise ValidationError({"grid": ValidationError(text, code="conflict")})


class Building(Record):
    """A building of an estate. Its grid is stated here, or follows from the estate's where that lies in one whole."""

    code_path = "compound__community__code"
    compound = models.ForeignKey(Compound, models.PROTECT, related_name="grid_buildings", verbose_name=_("小区"))
    name = models.CharField(_("楼栋号"), max_length=40, help_text=_("与楼栋门牌一致,如“3栋”"))
    units = models.PositiveSmallIntegerField(
        _("单元数"), null=True, blank=True, help_text=_("单元(门洞)数;没有单元的填1")
    )
    households = models.PositiveIntegerField(
        _("户数"), null=True, blank=True, help_text=_("本楼栋的户数;没有统计的留空,不填0")
    )
    grid = models.ForeignKey(
        Grid,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="buildings",
        verbose_name=_("网格"),
        help_text=_("所在网格或微网格的编码;整个小区已划入一个网格的可留空"),
    )

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("楼栋")
        verbose_name_plural = _("楼栋")
        ordering = ["compound", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["compound", "name"],
                name="building_once",
                violation_error_message=_("本小区已有同名楼栋。"),
            )
        ]

    def __str__(self):
        return f"{self.compound} {self.name}"

    def clean(self):
        super().clean()
        if self.grid_id and self.compound_id:
            refuse_elsewhere(self.grid, self.compound)


class Covering(Record):
    """An estate that lies in a grid as a whole, with all its buildings."""

    code_path = "compound__community__code"
    compound = models.ForeignKey(Compound, models.CASCADE, related_name="coverings", verbose_name=_("小区"))
    grid = models.ForeignKey(Grid, models.PROTECT, related_name="coverings", verbose_name=_("网格"))

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("小区划入")
        verbose_name_plural = _("小区划入")
        ordering = ["compound", "grid"]
        constraints = [
            models.UniqueConstraint(
                fields=["compound", "grid"],
                name="covering_once",
                violation_error_message=_("该小区已划入这个网格。"),
            )
        ]

    def __str__(self):
        return f"{self.compound} → {self.grid}"

    def clean(self):
        super().clean()
        if self.grid_id and self.compound_id:
            refuse_elsewhere(self.grid, self.compound)
