"""Sheets of the places themselves: divisions, communities, and the decisions that change them."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from communities.choices import WIDTHS
from communities.models import Area, Community, CommunityChange
from communities.names import short_name
from communities.services import act_on_change, split_codes
from communities.sheets.areas import AreaCode, refuse_foreign
from communities.sheets.lookup import known_codes, within_reach
from sheets import merging
from sheets.batch import ROWS
from sheets.cells import key_text
from sheets.columns import Choice, Date, Digits, Text
from sheets.errors import from_validation
from sheets.registry import register
from sheets.sheet import Sheet

LEVEL_WIDTH = " ".join(f"WHEN '{level}' THEN {width}" for level, width in WIDTHS.items())


@register
class AreaSheet(Sheet):
    name = "area"
    title = gettext_lazy("区划")
    model = Area

    def make_columns(self):
        return [
            AreaCode("code", key=True, aliases=("区划代码", "行政区划代码")),
            "name",
            Choice("level", required=False, note=gettext_lazy("留空则按编码位数确定")),
            "authority",
            "started_on",
            "ended_on",
        ]

    def prepare(self, batch):
        """A level tells how many of the zeros belong to the code (东莞 4419 and 441900), and the other way round."""
        batch.execute(
            f"UPDATE {ROWS} SET code = rpad(left(code, width), width, '0') FROM (SELECT sheet_row AS row, "
            f"CASE level {LEVEL_WIDTH} END AS width FROM {ROWS}) w WHERE row = sheet_row AND width <> length(code) "
            "AND rtrim(left(code, width), '0') = rtrim(code, '0')"
        )
        batch.find_all(
            f"SELECT sheet_row, code, width FROM (SELECT sheet_row, code, CASE level {LEVEL_WIDTH} END AS width "
            f"FROM {ROWS}) w WHERE width <> length(code)",
            "level",
            "mismatch",
            _("编码“%s”的位数与级别不符,该级别的编码应为%s位。"),
        )
        lengths = " ".join(f"WHEN {width} THEN '{level}'" for level, width in WIDTHS.items())
        batch.execute(f"UPDATE {ROWS} SET level = CASE length(code) {lengths} END WHERE level IS NULL")


@register
class CommunitySheet(Sheet):
    """Matches the current or a former code and never changes a code: that is what sheet `change` is for."""

    name = "community"
    title = gettext_lazy("社区")
    model = Community
    constraint_codes = {"community_abolished_after_established": ("order", "abolished_on")}

    def make_columns(self):
        code = Digits("code", name="community_code", key=True, aliases=("统计用区划代码", "社区代码"))
        names = """short_name kind setting urban_rural is_farm_related established_on abolished_on address phone hours
                   extent uscc certificate_until term_no term_until groups"""
        return [code, Text("name", aliases=("社区",)), *names.split()]

    def prepare(self, batch):
        refuse_foreign(batch, self.column("community_code"))
        batch.find_all(
            f"SELECT sheet_row, left(community_code, 9) FROM {ROWS} WHERE length(community_code) = 12 AND NOT EXISTS "
            "(SELECT FROM communities_area WHERE code = left(community_code, 9))",
            "community_code",
            "unknown_code",
            _("编码前9位“%s”不是区划表中的街道(乡镇),请核对,或先登记该街道(乡镇)。"),
        )

    def match(self, batch, part):
        inside, params = within_reach(batch.user, "c.code")
        batch.execute(
            f"UPDATE {ROWS} r SET {part.id} = known.id FROM ({known_codes(inside)}) known "
            "WHERE known.code = r.community_code",
            params * 2,
        )
        batch.execute(
            f"UPDATE {ROWS} r SET community_code = c.code FROM communities_community c WHERE c.id = r.{part.id}"
        )

    def before(self, batch, part):
        """Short names that the file leaves blank follow from the names."""
        rows = batch.select(
            f"SELECT sheet_row, name, kind FROM {ROWS} WHERE short_name IS NULL AND name > '' AND kind > ''"
        )
        known = "SELECT FROM communities_community c WHERE c.code = r.community_code AND c.short_name > ''"
        batch.execute(
            f"UPDATE {ROWS} r SET short_name = derived.name FROM unnest(%s::int[], %s::text[]) derived (row, name) "
            f"WHERE row = sheet_row AND NOT EXISTS ({known})",
            [[row for row, _name, _kind in rows], [short_name(name, kind) for _row, name, kind in rows]],
        )

    def check(self, batch):
        batch.find_all(
            "SELECT a.sheet_row, a.code FROM after_community a WHERE a.sheet_new AND EXISTS "
            "(SELECT FROM communities_communitycode k WHERE k.code = a.code)",
            "community_code",
            "conflict",
            _("编码“%s”曾经使用、现已停用,不能再登记新的社区。"),
        )

    def applied(self, batch):
        """The history of codes begins with the community, and its current line says what the register says."""
        batch.execute(FIRST_CODES)
        batch.execute(CURRENT_CODES)

    def known_on(self, rows, day):
        return rows.existing(on=day)


FIRST_CODES = """
INSERT INTO communities_communitycode
    (community_id, code, name, kind, setting, started_on, ended_on, source, month_only)
SELECT id, code, name, kind, setting, established_on, abolished_on, source, '{}'
FROM after_community WHERE sheet_new ORDER BY sheet_row
"""
CURRENT_CODES = """
WITH lines AS (
    SELECT k.id, row_number() OVER latest AS place, count(*) OVER (PARTITION BY community_id) AS total,
           c.name, c.kind, c.setting, k.started_on, c.established_on, c.abolished_on
    FROM communities_communitycode k JOIN after_community c ON c.id = k.community_id
    WHERE c.sheet_changed AND NOT c.sheet_new
    WINDOW latest AS (PARTITION BY community_id ORDER BY k.started_on DESC NULLS LAST)
), current AS (
    SELECT id, name, kind, setting, CASE WHEN total = 1 THEN established_on ELSE started_on END AS started_on,
           abolished_on AS ended_on FROM lines WHERE place = 1
)
UPDATE communities_communitycode k
SET name = c.name, kind = c.kind, setting = c.setting, started_on = c.started_on, ended_on = c.ended_on
FROM current c
WHERE k.id = c.id AND (k.name, k.kind, k.setting, k.started_on, k.ended_on)
      IS DISTINCT FROM (c.name, c.kind, c.setting, c.started_on, c.ended_on)
"""


class Codes(Text):
    """Community codes, several separated by `;`, in ascending order."""

    cached = True
    width = 30

    def parse(self, cell, factor):
        return ";".join(sorted(split_codes(key_text(cell))))

    @property
    def needed_in_row(self):
        return False


@register
class ChangeSheet(Sheet):
    """Decisions on communities. Each acts once, through the service of its kind; without a decree it waits."""

    name = "change"
    title = gettext_lazy("设立撤并沿革")
    model = CommunityChange

    def make_columns(self):
        return [
            Choice("kind", key=True),
            Date("on", key=True, aliases=("批准日期", "生效日期")),
            Text("decree", note=gettext_lazy("没有文号的只是草稿,不生效")),
            "proposed_by",
            "approved_by",
            Codes("before", key=True, required=False),
            Codes("after", key=True, required=False),
            "new_name",
        ]

    def prepare(self, batch):
        batch.execute(f"UPDATE {ROWS} SET before = coalesce(before, ''), after = coalesce(after, '')")
        for name in ("before", "after"):
            inside, params = within_reach(batch.user, "code")
            batch.find_all(
                f"SELECT sheet_row, code FROM {ROWS}, unnest(string_to_array({name}, ';')) code WHERE NOT ({inside})",
                name,
                "foreign_territory",
                _("社区编码“%s”不在您的辖区内,请核对。"),
                params,
            )

    def check(self, batch):
        """What the services would refuse, found by carrying everything out and taking it back."""
        if batch.findings:
            return
        point = transaction.savepoint()
        merging.write(batch, self.main)
        for row, change in self._waiting(batch):
            try:
                with transaction.atomic():
                    act_on_change(change)
            except ValidationError as error:
                for field, errors in error.error_dict.items():
                    refusal = from_validation(ValidationError(errors))
                    batch.find(row, field, refusal.code, refusal.message)
        transaction.savepoint_rollback(point)

    def applied(self, batch):
        for _row, change in self._waiting(batch):
            act_on_change(change)

    def _waiting(self, batch):
        """The decisions of this file that have not acted yet, in the order of their days."""
        rows = dict(batch.select("SELECT id, sheet_row FROM after_communitychange WHERE id > 0"))
        waiting = CommunityChange.objects.filter(pk__in=rows, acted_at=None).exclude(decree="")
        return [(rows[change.pk], change) for change in sorted(waiting, key=lambda one: (one.on, rows[one.pk]))]

    def inside(self, rows, area):
        return rows.filter(Q(before__contains=area) | Q(after__contains=area))
