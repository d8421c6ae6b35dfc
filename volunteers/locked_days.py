"""Which days a row of this app's registers speaks about: see `communities.submissions.locked`.

That two rows are one person or one team may be found out at any time and is not locked; what a report made of them is
frozen with the report.
"""

from communities.submissions.locked import Locked, register

_WHILE_REGISTERED = """
    SELECT r.id, r.community_id, 'teams' AS grp, daterange(r.started_on, r.ended_on) AS days FROM {rows} r"""

_FOR_A_YEAR = """
    SELECT r.id, r.community_id, 'teams' AS grp,
        daterange(r.wanted_on, (r.wanted_on + interval '1 year')::date) AS days FROM {rows} r"""

TEAM = register("volunteers.Team", Locked(groups=("teams",), days=_WHILE_REGISTERED, content=("community",)))

VOLUNTEER = register(
    "volunteers.Volunteer", Locked(groups=("teams",), days=_WHILE_REGISTERED, content=("community",), is_named=False)
)

NEED = register("volunteers.Need", Locked(groups=("teams",), days=_FOR_A_YEAR, content=("community", "wanted_on")))
"""What became of a need is known later than the need, and is not locked."""
