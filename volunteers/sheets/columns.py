"""Columns that the sheets of volunteers share: a moment, a platform, a team, the place of a volunteer."""

import datetime
import re

from django.utils import timezone
from django.utils.translation import gettext as _

from communities.sheets.lookup import CommunityColumn, CommunityName, StreetName
from records.text import normalise
from sheets import cells
from sheets.batch import ROWS
from sheets.columns import Column, Reference, Text
from sheets.errors import CellError

CLOCK = re.compile(r"[ T]?(\d{1,2})(?::|时|点)(\d{1,2})?(?:[:分](\d{1,2}))?[分秒]?(?:\.0+)?$")
MINUTES = 24 * 60


class Moment(Column):
    """A day and the time of day, in Shanghai."""

    wrong = "invalid_date"
    width = 18

    def __init__(self, *args, needs_clock=True, **kwargs):
        self.needs_clock = needs_clock
        super().__init__(*args, **kwargs)

    def parse(self, cell, factor):
        day, clock = self._parts(cell)
        if clock is None and self.needs_clock:
            written = cells.as_text(cell).strip()[:40]
            raise CellError("invalid_date", _("“%s”没有写明几点,请写成 2024-03-15 09:00。") % written)
        return timezone.make_aware(datetime.datetime.combine(day, clock or datetime.time()))

    def _parts(self, cell):
        value = cells.plain(cell)
        if isinstance(value, float) and not value.is_integer():
            whole = int(value)
            day = cells.date(whole if value is cell else {**cell, "number": whole})[0]
            minutes = min(round((value - whole) * MINUTES), MINUTES - 1)
            return day, datetime.time(minutes // 60, minutes % 60)
        if isinstance(value, dict):
            clock = value.get("time")
            return cells.date(value)[0], clock and datetime.time.fromisoformat(clock)
        return self._from_text(normalise(cells.as_text(value)))

    def _from_text(self, shown):
        found = CLOCK.search(shown)
        clock = None
        if found and not shown.isdigit():
            try:
                clock = datetime.time(*(int(part or 0) for part in found.groups()))
            except ValueError as error:
                raise CellError("invalid_date", _("没有“%s”这个时间,请核对。") % shown[:40]) from error
            shown = shown[: found.start()]
        return cells.date(shown)[0], clock

    def show(self, value, months=()):
        if value is None:
            return ""
        local = timezone.localtime(value)
        return local.strftime("%Y-%m-%d %H:%M:%S" if local.second else "%Y-%m-%d %H:%M")


class KeyText(Text):
    """Text by which rows are found, in columns that may be blank."""

    def parse(self, cell, factor):
        return cells.key_text(cell)


def platform(**options):
    return KeyText("platform", aliases=("平台", "注册平台", "数据来源平台"), required=False, **options)


class Home(CommunityColumn):
    """所属社区 of a volunteer: may change, so no row is found by it."""

    instead = ("community_name",)

    def __init__(self):
        super().__init__(key=False)


def home_columns():
    return Home(), CommunityName(), StreetName()


class TeamName(Reference):
    """志愿服务队, by its name in the community that `place` (SQL over a staged row) names."""

    width = 20

    def __init__(self, *, part=None):
        super().__init__("team", part=part, aliases=("队伍", "队伍名称", "所属队伍", "志愿队伍", "服务队"))

    def parse(self, cell, factor):
        return cells.key_text(cell)

    @property
    def paths(self):
        return [f"{self.part.path}team__name"]

    def find(self, batch, *, place, stored="NULL", join=""):
        """Call it when the place is known. Of teams of one name the stored one is kept, then the row's platform."""
        platform = "coalesce(r.platform, '')" if batch.sheet.has_platform else "''"
        batch.execute(
            f"""UPDATE {ROWS} r SET team__id = found.id FROM (
                SELECT DISTINCT ON (r.sheet_row) r.sheet_row, t.id FROM {ROWS} r {join}
                JOIN volunteers_team t ON t.name = r.team AND t.community_id = {place}
                ORDER BY r.sheet_row, (t.id = {stored}) DESC NULLS LAST, (t.platform = {platform}) DESC,
                         (t.same_as_id IS NULL) DESC, t.id) found WHERE found.sheet_row = r.sheet_row"""
        )
        batch.find_all(
            f"SELECT r.sheet_row, r.team FROM {ROWS} r {join} "
            f"WHERE r.team > '' AND r.team__id IS NULL AND {place} IS NOT NULL",
            self,
            "unknown_code",
            _("本社区没有名为“%s”的志愿服务队,请先导入队伍表或核对名称。"),
        )
