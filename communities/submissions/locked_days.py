"""Which days a row of this app's registers speaks about: see `communities.submissions.locked`."""

from communities.submissions.locked import Locked, register

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

# In or after the newest period it does not matter until when a count is good, and finding out is most of the cost.
_HEADCOUNT = f"""
    SELECT r.id, r.community_id, 'population' AS grp, daterange(r."on", CASE
        WHEN num_nonnulls({", ".join(f"r.{name}" for name in HEADCOUNT_FIELDS)}) = 0 THEN r."on"
        WHEN r."on" >= (SELECT max(started_on) FROM communities_reportingperiod) THEN 'infinity'
        ELSE (SELECT greatest({_UNTIL}) FROM communities_headcount h
              WHERE h.community_id = r.community_id AND h."on" > r."on") END) AS days
    FROM {{rows}} r"""  # noqa: S608

_WORK_FUND = """
    SELECT r.id, r.community_id, 'funds' AS grp,
        daterange(make_date(r.year, 12, 31), make_date(r.year + 1, 1, 1)) AS days
    FROM {rows} r"""

_NIL = "SELECT r.id, r.community_id, r.register AS grp, daterange(r.started_on, NULL) AS days FROM {rows} r"

HEADCOUNT = register(
    "communities.Headcount",
    Locked(groups=("population",), days=_HEADCOUNT, content=("community", "on", *HEADCOUNT_FIELDS)),
)
"""A count is taken from its day on, until all it says has been counted again."""

WORK_FUND = register(
    "communities.WorkFund",
    Locked(
        groups=("funds",),
        days=_WORK_FUND,
        content=("community", "year", "payer", "purpose", "budgeted", "received", "spent"),
    ),
)
"""The money of a year is settled by the period that holds the year's last day."""

NIL = register(
    "communities.Nil",
    Locked(
        groups=("staffing", "facilities", "funds", "teams", "compounds"), days=_NIL, content=("community", "register")
    ),
)
""""None of this here" makes a zero of an unknown from its day on."""
