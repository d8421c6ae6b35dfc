"""Columns that name a community: by code, or by name within the reach of whoever imports.

Nothing here tells that a row exists outside that reach: a code elsewhere is answered by its digits alone.
"""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from communities.access import reach
from communities.models import Area
from sheets.batch import ROWS
from sheets.cells import digits, key_text
from sheets.columns import Reference, Text
from sheets.merging import quote

NAMED = 6  # candidates listed in a message


def within_reach(user, column):
    """SQL condition and parameters: the code in `column` lies inside the account's reach."""
    codes = reach(user)
    if "" in codes:
        return "true", []
    return f"{column} LIKE ANY (%s)", [[f"{code}%" for code in codes]]


def known_codes(inside):
    """SQL: every code, current or former, and the id of the community within reach that has or last had it."""
    return f"""
        SELECT DISTINCT ON (code) code, id FROM (
            SELECT c.code, c.id, c.abolished_on IS NULL AS current FROM communities_community c WHERE {inside}
            UNION ALL
            SELECT k.code, c.id, k.ended_on IS NULL AND c.abolished_on IS NULL
            FROM communities_communitycode k JOIN communities_community c ON c.id = k.community_id WHERE {inside}
        ) codes ORDER BY code, current DESC, id DESC"""


class StreetName(Text):
    """街道(乡镇): tells communities of one name apart, and is checked against the code where both are given."""

    stored = False
    width = 16

    def __init__(self, prefix=""):
        aliases = ("街道", "乡镇", "所属街道", "街道乡镇", "街道/乡镇")
        super().__init__(name=f"{prefix}street_name", header=gettext_lazy("街道(乡镇)"), aliases=aliases)
        self.note = gettext_lazy("只填社区名称时用来区分重名社区")

    def parse(self, cell, factor):
        return key_text(cell).removesuffix("办事处")

    @property
    def paths(self):
        return [f"{self.part.path}community__code"]

    def show(self, value, months=()):
        return self.names.get((value or "")[:9], "")

    def before_export(self):
        self.names = dict(Area.objects.filter(level="street").values_list("code", "name"))


class CommunityName(Text):
    """社区名称: full, short, or without its suffix where only one fits."""

    stored = False
    width = 24

    def __init__(self, prefix=""):
        aliases = ("社区", "村(社区)", "社区(村)", "村社区", "社区(村)名称")
        super().__init__(name=f"{prefix}community_name", header=gettext_lazy("社区名称"), aliases=aliases)
        self.note = gettext_lazy("没有编码时,在您的辖区内按全称、简称查找")

    def parse(self, cell, factor):
        return key_text(cell).replace(" ", "")

    @property
    def paths(self):
        return [f"{self.part.path}community__name"]


class CommunityColumn(Reference):
    """社区编码: the current or a former code of a community within reach."""

    width = 16

    def __init__(self, field="community", *, part=None, key=True, prefix=""):
        aliases = ("统计用区划代码", "社区代码", "区划代码")
        name, header = f"{prefix}community_code", gettext_lazy("社区编码")
        super().__init__(field, name=name, part=part, header=header, key=key, aliases=aliases)
        self.prefix = prefix
        self.note = gettext_lazy("统计用区划代码12位;没有编码时填社区名称")

    def parse(self, cell, factor):
        return digits(cell)

    @property
    def paths(self):
        return [f"{self.part.path}community__code"]

    @property
    def needed_in_row(self):
        return False

    def missing_from(self, layout):
        names = {column.name for column in layout.columns}
        return self.key and not names & {self.name, f"{self.prefix}community_name"}

    def resolve(self, batch):
        self.code, self.community = quote(self.name), quote(f"{self.name}__id")
        self.called, self.street = quote(f"{self.prefix}community_name"), quote(f"{self.prefix}street_name")
        self._resolve_codes(batch)
        self._compare_names(batch)
        if batch.has(f"{self.prefix}community_name"):
            self._resolve_names(batch)
        if self.key:
            self._refuse_blanks(batch)

    def _resolve_codes(self, batch):
        inside, params = within_reach(batch.user, "c.code")
        batch.execute(
            f"UPDATE {ROWS} r SET {self.community} = known.id FROM ({known_codes(inside)}) known "
            f"WHERE known.code = r.{self.code}",
            params * 2,
        )
        foreign = _("社区编码“%s”不在您的辖区内,请核对。")
        unknown = _("社区登记册中没有编码“%s”,请核对12位统计用区划代码。")
        rows = f"SELECT sheet_row, {self.code} FROM {ROWS} WHERE {self.code} > '' AND {self.community} IS NULL AND "
        inside, params = within_reach(batch.user, self.code)
        batch.find_all(f"{rows} NOT ({inside})", self, "foreign_territory", foreign, params)
        batch.find_all(f"{rows} ({inside})", self, "unknown_code", unknown, params)

    def _compare_names(self, batch):
        """Code and name, or code and street, that do not belong together."""
        fits = _fits(f"r.{self.called}", "names.name", "names.short_name")
        batch.find_all(
            f"""SELECT sheet_row, {self.called}, c.code, c.name FROM {ROWS} r
                JOIN communities_community c ON c.id = r.{self.community}
                WHERE {self.code} > '' AND {self.called} > '' AND NOT EXISTS (
                    SELECT FROM (SELECT c.name, {_called("c")} AS short_name UNION ALL
                                 SELECT k.name, {_short("k.name")} FROM communities_communitycode k
                                 WHERE k.community_id = c.id) names
                    WHERE {fits} > 0)""",
            f"{self.prefix}community_name",
            "mismatch",
            _("名称“%s”与编码“%s”不符,该编码是“%s”,请核对。"),
        )
        batch.find_all(
            f"""SELECT sheet_row, {self.street}, c.code, s.name FROM {ROWS} r
                JOIN communities_community c ON c.id = r.{self.community}
                JOIN communities_area s ON s.code = left(c.code, 9)
                WHERE {self.code} > '' AND {_street("s.name")} <> {_street(f"r.{self.street}")}""",
            f"{self.prefix}street_name",
            "mismatch",
            _("街道(乡镇)“%s”与编码“%s”不符,该社区属于“%s”,请核对。"),
        )

    def _resolve_names(self, batch):
        inside, params = within_reach(batch.user, "c.code")
        batch.execute("DROP TABLE IF EXISTS candidates")
        batch.execute(CANDIDATES.format(code=self.code, called=self.called, street=self.street, inside=inside), params)
        batch.execute("ANALYZE candidates")
        batch.execute(
            f"""UPDATE {ROWS} r SET {self.community} = found.id FROM (
                SELECT sheet_row, min(id) AS id FROM candidates GROUP BY sheet_row HAVING count(*) = 1) found
                WHERE found.sheet_row = r.sheet_row"""
        )
        self._refuse_names(batch, f"{self.prefix}community_name")

    def _refuse_names(self, batch, name):
        """Names that fit several communities, or none."""
        shown = "coalesce(s.name, '') || k.name || '(' || k.code || ')'"
        batch.find_all(
            f"""SELECT r.sheet_row, r.{self.called}, string_agg({shown}, '、' ORDER BY k.code)
                FROM {ROWS} r JOIN candidates k USING (sheet_row)
                LEFT JOIN communities_area s ON s.code = left(k.code, 9)
                WHERE k.place <= {NAMED} GROUP BY r.sheet_row, r.{self.called} HAVING count(*) > 1""",
            name,
            "ambiguous_name",
            _("名称“%s”对应多个社区:%s。请填写社区编码或街道(乡镇)。"),
        )
        batch.find_all(
            f"""SELECT sheet_row, {self.called} FROM {ROWS} r WHERE {self.code} IS NULL AND {self.called} > ''
                AND NOT EXISTS (SELECT FROM candidates k WHERE k.sheet_row = r.sheet_row)""",
            name,
            "unknown_code",
            _("您的辖区内没有名为“%s”的社区,请核对名称和街道(乡镇),或改填社区编码。"),
        )

    def _refuse_blanks(self, batch):
        column = self if batch.has(self.name) else batch.sheet.column(f"{self.prefix}community_name")
        blank = f"SELECT sheet_row FROM {ROWS} WHERE {self.code} IS NULL AND {self.called} IS NULL"
        for (row,) in batch.select(blank):
            if (row, f"{self.prefix}community_name") not in batch.found:
                batch.find(row, column, "required", _("社区编码和社区名称至少填一项。"))


def _short(name):
    """SQL of `communities.names.short_name`."""
    urban = f"regexp_replace({name}, '(社区)?(居民委员会|居委会)$', '社区')"
    return f"regexp_replace({urban}, '村?(村民委员会|村委会)$', '村')"


def _called(row):
    """SQL: the short name of a community, derived where it is blank."""
    return f"coalesce(nullif({row}.short_name, ''), {_short(f'{row}.name')})"


def _fits(called, name, short):
    """SQL: 1 the full name, 2 the short name, 3 the short name without its suffix, NULL another name."""
    bare = f"regexp_replace({short}, '(社区|村)$', '')"
    return (
        f"CASE WHEN {called} = {name} THEN 1 WHEN {_short(called)} = {short} THEN 2 WHEN {called} = {bare} THEN 3 END"
    )


def _street(name):
    return f"regexp_replace({name}, '(街道|地区|镇|乡)$', '')"


# For each row without a code: the communities that its name fits best.
CANDIDATES = f"""
CREATE TEMPORARY TABLE candidates ON COMMIT DROP AS
WITH asked AS MATERIALIZED (
    SELECT sheet_row, {{called}} AS called, {_short("{called}")} AS short, {{street}} AS street
    FROM {ROWS} WHERE {{code}} IS NULL AND {{called}} > ''),
known AS MATERIALIZED (
    SELECT id, code, name, short_name, regexp_replace(short_name, '(社区|村)$', '') AS bare FROM (
        SELECT id, code, name, {_called("c")} AS short_name
        FROM communities_community c WHERE abolished_on IS NULL AND {{inside}}) short),
fits AS (
    SELECT sheet_row, street, id, code, name, 1 AS rank FROM asked JOIN known ON name = called
    UNION ALL SELECT sheet_row, street, id, code, name, 2 FROM asked JOIN known ON short_name = short
    UNION ALL SELECT sheet_row, street, id, code, name, 3 FROM asked JOIN known ON bare = called),
placed AS (
    SELECT f.*, min(rank) OVER (PARTITION BY sheet_row) AS best FROM fits f
    WHERE street IS NULL OR EXISTS (SELECT FROM communities_area s WHERE s.code = left(f.code, 9)
                                    AND {_street("s.name")} = {_street("f.street")}))
SELECT sheet_row, id, code, name, row_number() OVER (PARTITION BY sheet_row ORDER BY code) AS place
FROM (SELECT DISTINCT sheet_row, id, code, name FROM placed WHERE rank = best) best
"""


def community_columns(*, part=None, key=True):
    """社区编码, 社区名称, 街道(乡镇): what every sheet about communities begins with."""
    return CommunityColumn(part=part, key=key), CommunityName(), StreetName()
