"""The sheet of standards. Blank means: area, the whole country; scope, all communities; level, the community."""

from django.core.exceptions import ValidationError
from django.db import connection
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _

from communities.sheets.areas import AreaCode
from compliance import limits, registry
from compliance.models import Standard
from sheets.batch import ROWS
from sheets.columns import Bool, Choice, Choices, Date
from sheets.registry import register
from sheets.sheet import Sheet


class MayBeBlank:
    """Part of the key, and yet a blank cell means something."""

    needed_in_row = False
    blank = ""

    def missing_from(self, layout):
        return False

    def resolve(self, batch):
        kind = self.targets()[0].field.db_type(connection)
        batch.execute(f"UPDATE {ROWS} SET {self.name} = %s::{kind} WHERE {self.name} IS NULL", [self.blank])
        super().resolve(batch)


class Place(MayBeBlank, AreaCode):
    """适用区划: blank is the whole country, which only the system reaches."""


class ScopeChoice(MayBeBlank, Choice):
    blank = "all"


class LevelChoices(MayBeBlank, Choices):
    blank = "{community}"


class IndicatorChoice(Choice):
    """A declared indicator, by slug or title."""

    def options_of(self, field):
        autodiscover_modules("indicators")
        return [(slug, str(title)) for slug, title in registry.choices()]


@register
class StandardSheet(Sheet):
    name = "standard"
    title = _("标准")
    model = Standard

    def make_columns(self):
        return [
            IndicatorChoice("indicator", key=True),
            Place("area", key=True, required=False),
            ScopeChoice("scope", key=True, required=False),
            LevelChoices("levels", name="level", key=True, required=False),
            Date("started_on", key=True),
            "ended_on",
            "operator",
            Bool("is_advisory", aliases=("advisory",)),
            "base",
            "limit",
            "issuer",
            "document",
            "clause",
            "url",
            "note",
        ]

    def check(self, batch):
        """Each limit must be readable, and suit the way it is compared."""
        rows = (
            f'SELECT sheet_row, "limit", operator, base FROM {self.main.after} WHERE sheet_changed AND "limit" > \'\''
        )
        for row, limit, operator, base in batch.select(rows):
            try:
                parsed = limits.parse(limit, operator)
            except ValidationError as error:
                batch.find(row, "limit", "invalid_number", error.messages[0])
                continue
            if parsed.by_base and not base:
                batch.note(_("第%s行未填写“计数基数”,该标准的判定将为“数据不全”。") % row)
