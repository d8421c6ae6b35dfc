"""One indicator on its own: what tests and traces ask for."""

from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction

from compliance import registry
from compliance.engine.figures import compute
from compliance.engine.tables import fetch

COLUMNS = """row.code, round(figure.n, 4), round(figure.d, 4), figure.value, figure.verdict, figure.low, figure.high,
figure.advisory, figure.note"""
COUNTS = "figure.known, figure.passed, figure.failed, figure.unknown, figure.exempt, figure.flagged, figure.unflagged"


@dataclass(frozen=True)
class Measured:
    """An indicator of one community or area, judged."""

    code: str
    numerator: Decimal | None
    denominator: Decimal | None
    value: Decimal | None
    verdict: str
    limit: Decimal | None
    limit_max: Decimal | None
    advisory: bool
    note: str
    standard_id: int | None
    shortfall: Decimal | None
    known: int | None = None
    passed: int | None = None
    failed: int | None = None
    unknown: int | None = None
    exempt: int | None = None
    flagged: int | None = None
    unflagged: int | None = None


@transaction.atomic
def measure(slug, *, on, area=""):
    """An indicator as of a day: {code: Measured} of every community and area inside `area`."""
    compute([registry.get(slug)], area=area, on=on)
    communities = fetch(
        f"SELECT {COLUMNS}, figure.standard_id, figure.shortfall"
        " FROM report_figure figure JOIN report_row row ON row.id = figure.row_id"
    )
    areas = fetch(
        f"SELECT {COLUMNS}, figure.standard_id, figure.due, {COUNTS}"
        " FROM report_area_figure figure JOIN report_row row ON row.id = figure.row_id"
    )
    return {each[0]: Measured(*each) for each in [*communities, *areas]}
