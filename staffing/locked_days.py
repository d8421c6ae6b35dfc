"""Which days a row of this app's registers speaks about: see `communities.submissions.operations`.

A person's own columns (education, political status, phone …) have no date and are not locked; what a report made of
them is frozen with the report. Pay is no part of a group.
"""

SPELL = """
    SELECT r.id, r.community_id, 'staffing' AS grp, daterange(r.started_on, r.ended_on) AS days FROM {rows} r"""
SPELL_CONTENT = [
    "worker", "community", "staff_kind", "party_post", "committee_post", "oversight_post", "other_posts", "approved",
    "is_primary", "counts", "duty",
]  # fmt: skip

APPROVED_POSTS = """
    SELECT r.id, r.community_id, 'staffing' AS grp, daterange(r.started_on, r.ended_on) AS days FROM {rows} r"""

# What a person has done counts wherever the person worked, on the days it counts at all.
_WHERE_THE_PERSON_WORKED = """
    SELECT r.id, s.community_id, 'staffing' AS grp, daterange(s.started_on, s.ended_on) * {counts} AS days
    FROM {{rows}} r JOIN staffing_spell s ON s.worker_id = r.worker_id"""

# From its date on; one without a date counts nowhere yet.
LICENCE = _WHERE_THE_PERSON_WORKED.format(
    counts="CASE WHEN r.issued_on IS NULL THEN 'empty' ELSE daterange(r.issued_on, NULL) END"
)
# For the duty of its calendar year and of the next one.
TRAINING = _WHERE_THE_PERSON_WORKED.format(
    counts='daterange(r."on", make_date(extract(year FROM r."on")::int + 2, 1, 1))'
)
