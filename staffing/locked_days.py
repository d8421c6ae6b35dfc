"""Which days a row of this app's registers speaks about: see `communities.submissions.locked`.

A person's own columns (education, political status, phone …) have no date and are not locked; what a report made of
them is frozen with the report. Pay is no part of a group.
"""

from communities.submissions.locked import Locked, register

_OWN_PERIOD = """
    SELECT r.id, r.community_id, 'staffing' AS grp, daterange(r.started_on, r.ended_on) AS days FROM {rows} r"""

_WHERE_THE_PERSON_WORKED = """
    SELECT r.id, s.community_id, 'staffing' AS grp, daterange(s.started_on, s.ended_on) * {counts} AS days
    FROM {{rows}} r JOIN staffing_spell s ON s.worker_id = r.worker_id"""

_FROM_ITS_ISSUE = "CASE WHEN r.issued_on IS NULL THEN 'empty' ELSE daterange(r.issued_on, NULL) END"
_THIS_YEAR_AND_NEXT = 'daterange(r."on", make_date(extract(year FROM r."on")::int + 2, 1, 1))'

SPELL = register(
    "staffing.Spell",
    Locked(
        groups=("staffing",),
        days=_OWN_PERIOD,
        content=(
            "worker", "community", "staff_kind", "party_post", "committee_post", "oversight_post", "other_posts",
            "approved", "is_primary", "counts", "duty",
        ),
    ),
)  # fmt: skip

APPROVED_POSTS = register(
    "staffing.ApprovedPosts",
    Locked(groups=("staffing",), days=_OWN_PERIOD, content=("community", "posts")),
)

LICENCE = register(
    "staffing.Licence",
    Locked(
        groups=("staffing",),
        days=_WHERE_THE_PERSON_WORKED.format(counts=_FROM_ITS_ISSUE),
        content=("worker", "grade"),
        is_named=False,
    ),
)
"""A certificate counts wherever its holder worked from its date on; without a date it counts nowhere yet."""

TRAINING = register(
    "staffing.Training",
    Locked(
        groups=("staffing",),
        days=_WHERE_THE_PERSON_WORKED.format(counts=_THIS_YEAR_AND_NEXT),
        content=("worker",),
        is_named=False,
    ),
)
"""A training counts for the duty of its calendar year and of the next one."""
