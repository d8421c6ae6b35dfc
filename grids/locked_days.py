"""Which days a row of this app's registers speaks about: see `communities.submissions.locked`.

Estates and buildings have no dates and are not locked; what a report made of them is frozen with the report.
"""

from communities.submissions.locked import Locked, register

_OWN_PERIOD = """
    SELECT r.id, r.community_id, 'grids' AS grp, daterange(r.started_on, r.ended_on) AS days FROM {rows} r"""

_IN_ITS_GRID = """
    SELECT r.id, g.community_id, 'grids' AS grp, {days} AS days FROM {{rows}} r JOIN grids_grid g ON g.id = r.grid_id"""

_TWELVE_MONTHS = "daterange(r.{day}, (r.{day} + interval '1 year')::date)"

GRID = register(
    "grids.Grid",
    Locked(groups=("grids",), days=_OWN_PERIOD, content=("community", "parent", "kind", "households")),
)

GRID_DUTY = register(
    "grids.GridDuty",
    Locked(
        groups=("grids",),
        days=_IN_ITS_GRID.format(days="daterange(r.started_on, r.ended_on)"),
        content=("grid", "role", "worker"),
    ),
)

EVENT_COUNT = register(
    "grids.EventCount",
    Locked(
        groups=("grids",),
        days=f"""
    SELECT r.id, r.community_id, 'grids' AS grp, {_TWELVE_MONTHS.format(day="month")} AS days FROM {{rows}} r""",
        content=("community", "month", "flow", "reported"),
    ),
)
"""An event counts in the figures of the twelve months from its own on."""

GRID_EVENT = register(
    "grids.GridEvent",
    Locked(
        groups=("grids",),
        days=_IN_ITS_GRID.format(days=_TWELVE_MONTHS.format(day="reported_on")),
        content=("grid", "reported_on", "flow"),
    ),
)
