"""Which days a row of this app's registers speaks about: see `communities.submissions.operations`."""

# The days on which it is in use (dictionary: 在用), so that closing one today or planning one touches nothing earlier.
FACILITY = """
    SELECT r.id, r.community_id, 'facilities' AS grp,
        CASE WHEN r.opened_on IS NOT NULL AND (r.status IN ('in_use', 'temporary')
                  OR (r.status IN ('idle', 'demolished') AND r.closed_on IS NOT NULL))
             THEN daterange(r.opened_on, r.closed_on) ELSE 'empty' END AS days
    FROM {rows} r"""
FACILITY_CONTENT = [
    "community", "kind", "area", "office_area", "activity_area", "counts", "shared_with", "counted_area", "within",
    "floor", "has_lift",
]  # fmt: skip
