"""What is looked at before a submission goes on. The apps declare their checks; each is one function over all
communities asked about, never a query per community.

A check gets the communities (a queryset) and the period, and yields findings. Its sentence names both sides and the
difference, as a person would write it down.
"""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from communities.submissions import groups
from communities.submissions.choices import Severity


@dataclass(frozen=True, kw_only=True)
class Finding:
    """What a check found in one community: at a row of a register, or (no table) in the community as a whole."""

    community_id: int
    sentence: str
    check: str = ""
    severity: str = Severity.WARNING
    table: str = ""
    row_id: int | None = None

    @property
    def key(self):
        """Says for which finding a reason is given, as long as the same thing is found."""
        return f"{self.check}:{self.table}:{self.row_id or ''}:{self.sentence}"

    @property
    def stops(self):
        return self.severity == Severity.ERROR


@dataclass(frozen=True, kw_only=True)
class Check:
    slug: str
    group: str
    title: str
    severity: str
    find: Callable


_checks: dict[str, Check] = {}


def check(slug, *, group, title, severity):
    """Declare the function below as a check of this group. It yields `found(…)`."""

    def register(function):
        if slug in _checks:
            raise ValueError(f"two checks called {slug!r}")
        _checks[slug] = Check(slug=slug, group=group, title=title, severity=severity, find=function)
        return function

    return register


def checks_of(group):
    return [one for one in _checks.values() if one.group == group]


def found(community_id, sentence, *, row=None, table=""):
    """What a check yields; the rest is known from its declaration. `row` is a stored row, or an id beside `table`."""
    if row is not None and not isinstance(row, int):
        table, row = row._meta.db_table, row.pk
    return {"community_id": community_id, "sentence": sentence, "table": table, "row_id": row}


def run_checks(*, communities, group, period):
    """All findings of a group's checks, errors first."""
    groups.get(group)
    findings = [
        Finding(check=one.slug, severity=one.severity, **values)
        for one in checks_of(group)
        for values in one.find(communities, period)
    ]
    return sorted(
        findings, key=lambda finding: (not finding.stops, finding.community_id, finding.check, finding.sentence)
    )


def figure(value):
    """A number as people write it: 300, 12.5."""
    text = f"{value:f}" if isinstance(value, Decimal) else str(value)
    return text.rstrip("0").rstrip(".") if "." in text else text


def percent(now, before):
    """By how many per cent of `before` the number changed, as a Decimal with one place."""
    return (Decimal(100) * (Decimal(now) - Decimal(before)) / Decimal(before)).quantize(Decimal("0.1"))
