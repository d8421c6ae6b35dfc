"""The sheets of standards and of drafts. Blank means: area, the whole country; scope, all; level, the community.

Rows of the sheet `standard` judge at once. The pages of the office take the same columns in as drafts (ADR 12).
"""

from django.core.exceptions import ValidationError
from django.db import connection
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _

from communities.choices import Level
from communities.sheets.areas import AreaCode
from compliance import limits, registry, wording
from compliance.mending import announce
from compliance.models import Standard, StandardDraft
from sheets.batch import ROWS
from sheets.columns import Bool, Choice, Choices, Date
from sheets.merging import STAMPS
from sheets.registry import register
from sheets.sheet import Sheet

SAME_DAY = _("两条标准同样具体,在同一时期只能有一条:本行 %(mine)s;另有 %(other)s。请写明其中较早一条的废止日期。")

RIVALS = """
WITH every AS (
    SELECT id, sheet_row, sheet_changed, indicator, area, scope, levels, started_on, ended_on FROM {after}
    UNION ALL
    SELECT id, 0, false, indicator, area, scope, levels, started_on, ended_on FROM compliance_standard m
    WHERE NOT EXISTS (SELECT FROM {after} x WHERE x.id = m.id)
), dated AS (
    SELECT every.*, daterange(started_on, ended_on) AS days FROM every WHERE ended_on IS NULL OR ended_on >= started_on
)
SELECT DISTINCT ON (mine.sheet_row) mine.sheet_row, mine.id, other.id
FROM dated mine JOIN dated other USING (indicator, area, scope)
WHERE mine.sheet_changed AND mine.id <> other.id AND mine.levels && other.levels AND mine.days && other.days
  AND (other.sheet_row < mine.sheet_row OR NOT other.sheet_changed)
ORDER BY mine.sheet_row, other.sheet_row DESC, other.id
"""


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

    own_constraints = tuple(f"standard_one_a_day_{level}" for level in Level)

    def check(self, batch):
        self.check_limits(batch)
        self.check_rivals(batch)

    def check_rivals(self, batch):
        """Two that would judge the same rows on the same day are told with both named."""
        for row, *ids in batch.select(RIVALS.format(after=self.main.after)):
            known = {one.pk: one for one in self.as_models(batch, ids)}
            told = {"mine": wording.describe(known[ids[0]]), "other": wording.describe(known[ids[1]])}
            batch.find(row, "started_on", "overlap", SAME_DAY % told)

    def as_models(self, batch, ids):
        """Rows of the file as they will be, and stored ones."""
        told = [field for field in Standard._meta.concrete_fields if field.column not in STAMPS]
        fields = ", ".join(connection.ops.quote_name(field.column) for field in told)
        after = f"SELECT {fields} FROM {self.main.after} WHERE id = ANY(%s)"
        stored = f"SELECT {fields} FROM compliance_standard m WHERE id = ANY(%s)"
        missing = f"NOT EXISTS (SELECT FROM {self.main.after} x WHERE x.id = m.id)"
        yield from Standard.objects.raw(f"{after} UNION ALL {stored} AND {missing}", [ids, ids])

    def before_writing(self, batch):
        """What the system itself enters it may correct; what persons published is ended and followed, not rewritten."""
        if batch.user is None:
            announce(is_mending=True)

    def applied(self, batch):
        announce(is_mending=False)

    def check_limits(self, batch):
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


@register
class DraftSheet(StandardSheet):
    name = "standarddraft"
    title = _("标准草案")
    model = StandardDraft
    own_constraints = ()

    def make_columns(self):
        return [*super().make_columns(), "ends_former"]

    def check_rivals(self, batch):
        """Drafts may stand beside each other and beside what is in force; publishing one is when it is asked."""

    def before_writing(self, batch):
        """A draft is nobody's to announce."""

    def applied(self, batch):
        """Nothing follows from a draft."""
