"""Columns that name a grid and the community it lies in: always within the reach of whoever imports."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from communities.sheets.lookup import CommunityColumn, CommunityName, StreetName, within_reach
from sheets.batch import ROWS
from sheets.cells import key_text
from sheets.columns import Reference

NUMBER = r"^\d{15}(\d{2})?$"
LISTED = 6  # candidates named in a message


class OfGrid:
    """Mixin: the community is not the row's own but that of its grid; it helps to find it, and is compared."""

    @property
    def paths(self):
        return [f"grid__{path}" for path in super().paths]


class GridCommunity(OfGrid, CommunityColumn):
    stored = False

    def __init__(self):
        super().__init__(None, key=False)

    def make_targets(self):
        return []

    def staged(self):
        return [(self.name, "text"), (f"{self.name}__id", "bigint")]


class GridCommunityName(OfGrid, CommunityName):
    pass


class GridStreetName(OfGrid, StreetName):
    pass


def place_columns():
    """社区编码, 社区名称, 街道(乡镇) of the grid that a row names; all may be left out."""
    return GridCommunity(), GridCommunityName(), GridStreetName()


class GridColumn(Reference):
    """网格编码; or the grid's name, where only one in reach (or in the community of the row) is called so."""

    width = 20

    def __init__(self, *, key=False, **options):
        header = gettext_lazy("网格编码")
        super().__init__("grid", name="grid_code", header=header, key=key, aliases=("网格", "所属网格"), **options)
        self.note = gettext_lazy("15位,微网格17位;也可填网格名称")

    def parse(self, cell, factor):
        return key_text(cell)

    @property
    def paths(self):
        return ["grid__code"]

    def resolve(self, batch):
        inside, params = within_reach(batch.user, "c.code")
        reached = f"grids_grid g JOIN communities_community c ON c.id = g.community_id AND {inside}"
        batch.execute(
            f"UPDATE {ROWS} r SET grid_code__id = g.id FROM {reached} WHERE g.code = r.grid_code",
            params,
        )
        self._by_name(batch, reached, params)
        self._refuse(batch)

    def _by_name(self, batch, reached, params):
        batch.execute("DROP TABLE IF EXISTS named_grids")
        batch.execute(
            f"""CREATE TEMPORARY TABLE named_grids ON COMMIT DROP AS
                SELECT r.sheet_row, g.id, g.code FROM {ROWS} r JOIN ({reached}) ON g.name = r.grid_code
                AND g.ended_on IS NULL AND (r.community_code__id IS NULL OR r.community_code__id = g.community_id)
                WHERE r.grid_code !~ '{NUMBER}'""",
            params,
        )
        batch.execute(
            f"""UPDATE {ROWS} r SET grid_code__id = found.id FROM (
                SELECT sheet_row, min(id) AS id FROM named_grids GROUP BY sheet_row HAVING count(*) = 1) found
                WHERE found.sheet_row = r.sheet_row"""
        )
        batch.find_all(
            f"""SELECT r.sheet_row, r.grid_code, string_agg(code, '、' ORDER BY code) FROM {ROWS} r
                JOIN (SELECT *, row_number() OVER (PARTITION BY sheet_row ORDER BY code) AS place FROM named_grids) n
                USING (sheet_row) WHERE place <= {LISTED} GROUP BY r.sheet_row, r.grid_code HAVING count(*) > 1""",
            self,
            "ambiguous_name",
            _("有几个网格叫“%s”:%s。请填写网格编码,或填写社区。"),
        )

    def _refuse(self, batch):
        unknown = f"""SELECT sheet_row, grid_code FROM {ROWS} r WHERE grid_code > '' AND grid_code__id IS NULL
                      AND NOT EXISTS (SELECT FROM named_grids n WHERE n.sheet_row = r.sheet_row) AND """
        inside, params = within_reach(batch.user, "grid_code")
        batch.find_all(
            f"{unknown} grid_code ~ '{NUMBER}' AND NOT ({inside})",
            self,
            "foreign_territory",
            _("网格编码“%s”不在您的辖区内,请核对。"),
            params,
        )
        batch.find_all(
            f"{unknown} (grid_code !~ '{NUMBER}' OR ({inside}))",
            self,
            "unknown_code",
            _("您的辖区内没有网格“%s”,请核对编码或名称,或先登记网格。"),
            params,
        )


def refuse_grid_elsewhere(batch, after):
    """What changes in the file may not put an estate or building into a grid of another community."""
    batch.find_all(
        f"""SELECT a.sheet_row, g.code, c.name FROM {after} a JOIN grids_grid g ON g.id = a.grid_id
            JOIN communities_community c ON c.id = g.community_id
            JOIN property_mgmt_compound e ON e.id = a.compound_id
            WHERE a.sheet_changed AND e.community_id <> g.community_id""",
        "grid_code",
        "conflict",
        _("网格%s属于%s,与小区不在同一社区,请填写本社区的网格。"),
    )
