"""Which days a row of this app's registers speaks about: see `communities.submissions.locked`."""

from communities.submissions.locked import Locked, register

_REPRESENTED = """
    SELECT r.id, c.community_id, 'compounds' AS grp, daterange(r.started_on, r.ended_on) AS days
    FROM {rows} r JOIN property_mgmt_compound c ON c.id = r.compound_id"""

_FEES = """
    SELECT r.id, c.community_id, 'compounds' AS grp,
        daterange(make_date(r.year, 12, 31), make_date(r.year + 1, 1, 1)) AS days
    FROM {rows} r JOIN property_mgmt_compound c ON c.id = r.compound_id"""

COMMITTEE_ESTATE = register(
    "property_mgmt.CommitteeEstate",
    Locked(groups=("compounds",), days=_REPRESENTED, content=("committee", "compound")),
)
"""The days on which a committee stands for an estate: ending one today touches nothing earlier."""

FEE_YEAR = register(
    "property_mgmt.FeeYear",
    Locked(groups=("compounds",), days=_FEES, content=("compound", "year", "due", "received", "arrears")),
)
"""The fees of a year are settled by the period that holds the year's last day."""
