"""Which days a row of this app's registers speaks about: see `communities.submissions.operations`."""

HEADCOUNT_FIELDS = [
    "residents",
    "urban_residents",
    "registered",
    "floating",
    "households",
    "occupied_households",
    "registered_households",
    "planned_households",
]
_UNTIL = ", ".join(
    f"CASE WHEN r.{name} IS NOT NULL THEN coalesce(min(h.\"on\") FILTER (WHERE h.{name} IS NOT NULL), 'infinity') END"
    for name in HEADCOUNT_FIELDS
)

# A count is taken from its day on, until all it says has been counted again.
HEADCOUNT = f"""
    SELECT r.id, r.community_id, 'population' AS grp, daterange(r."on", coalesce((
        SELECT greatest({_UNTIL}) FROM communities_headcount h
        WHERE h.community_id = r.community_id AND h."on" > r."on"), r."on")) AS days
    FROM {{rows}} r"""  # noqa: S608

# The money of a year is settled by the period that holds the year's last day.
WORK_FUND = """
    SELECT r.id, r.community_id, 'funds' AS grp,
        daterange(make_date(r.year, 12, 31), make_date(r.year + 1, 1, 1)) AS days
    FROM {rows} r"""

# "None of this here" makes a zero of an unknown from its day on.
NIL = "SELECT r.id, r.community_id, r.register AS grp, daterange(r.started_on, NULL) AS days FROM {rows} r"
