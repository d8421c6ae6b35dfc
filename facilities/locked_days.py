"""Which days a row of this app's registers speaks about: see `communities.submissions.locked`."""

from communities.submissions.locked import Locked, register

_WHILE_IN_USE = """
    SELECT r.id, r.community_id, 'facilities' AS grp,
        CASE WHEN r.opened_on IS NOT NULL AND (r.status IN ('in_use', 'temporary')
                  OR (r.status IN ('idle', 'demolished') AND r.closed_on IS NOT NULL))
             THEN daterange(r.opened_on, r.closed_on) ELSE 'empty' END AS days
    FROM {rows} r"""

FACILITY = register(
    "facilities.Facility",
    Locked(
        groups=("facilities",),
        days=_WHILE_IN_USE,
        content=(
            "community", "kind", "area", "office_area", "activity_area", "counts", "counted_area", "within",
            "floor", "has_lift",
        ),
    ),
)  # fmt: skip
"""Who shares it is no figure (`counted_area` is) and follows changes of communities at any time.

The days on which it is in use (dictionary: 在用): closing one today or planning one touches nothing earlier."""
