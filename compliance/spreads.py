"""How indicators are spread over the communities of an area: three grouped questions, for one indicator or for all."""

from dataclasses import asdict, dataclass, field
from decimal import Decimal

from django.contrib.postgres.aggregates import ArrayAgg
from django.contrib.postgres.fields import ArrayField
from django.db.models import (
    Aggregate,
    Case,
    Count,
    DecimalField,
    F,
    Func,
    IntegerField,
    Max,
    Min,
    Q,
    Sum,
    Value,
    When,
    Window,
)  # fmt: skip
from django.db.models.functions import RowNumber

from communities.choices import Level
from compliance.choices import Operator, Verdict
from compliance.following_reports import after_report
from compliance.frozen import frozen
from compliance.models import Digest, Result, Row

STEPS = (Decimal(1), Decimal(2), Decimal("2.5"), Decimal(5))
COLUMNS = 8
LARGEST = 10
LARGE = 1000
"""From so many communities on, a page would wait for an area's results to be read: they are kept as a digest."""
FIGURE = DecimalField(max_digits=20, decimal_places=4)
DECIMALS = ("least", "most", "median", "upper", "limit", "shortfall")


class Quantile(Aggregate):
    """The value that the given share of the rows does not exceed."""

    function = "percentile_disc"
    template = "%(function)s(%(share)s) WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field = FIGURE


@dataclass
class Spread:
    """What the communities of an area have in an indicator: a few numbers, how many stand in each column from zero, and
    the keys of the rows that lack most. A limit only where all have the same."""

    known: int = 0
    least: Decimal | None = None
    most: Decimal | None = None
    median: Decimal | None = None
    upper: Decimal | None = None
    limit: Decimal | None = None
    shortfall: Decimal | None = None
    standards: list = field(default_factory=list)
    counts: dict = field(default_factory=dict)
    largest: list = field(default_factory=list)

    @property
    def step(self):
        """1, 2, 2.5 or 5 times a power of ten, so that at most eight columns hold 19 of 20 communities."""
        need = max(self.upper, self.limit or 0) / COLUMNS
        if need <= 0:
            return Decimal(1)
        unit = Decimal(10) ** need.adjusted()
        return next((unit * step for step in STEPS if unit * step >= need), unit * 10)

    @property
    def edges(self):
        last = int(max(self.upper, self.limit or 0) // self.step) + (self.upper > 0)
        return [self.step * index for index in range(min(last, COLUMNS) + 1)]

    @classmethod
    def read(cls, kept):
        """From a digest, where figures are text and columns are named by text."""
        figures = {name: Decimal(kept[name]) for name in DECIMALS if kept[name] is not None}
        counts = {int(column): count for column, count in kept["counts"].items()}
        return cls(**{**kept, **figures, "counts": counts})


def spread(report, area, slug):
    """The spread of one indicator over the communities of an area, from its digest where there is one."""
    kept, _standards = _digest(report, area)
    if slug in kept:
        return Spread.read(kept[slug])
    results = _inside(report, area).filter(indicator=slug)
    return frozen(report, f"{area}.{slug}.spread", lambda: spreads(results).get(slug) or Spread())


def standards_used(report, area):
    """The keys of the standards that judged anything in the area: itself, its parts, its communities."""
    _spreads, kept = _digest(report, area)
    return set(frozen(report, f"{area}.standards", lambda: _standards_used(report, area)) if kept is None else kept)


def _standards_used(report, area):
    found = Result.objects.filter(report=report, row__in=Row.objects.of(report, area=area)).exclude(standard_id=None)
    return list(found.order_by().values_list("standard_id", flat=True).distinct())


def _digest(report, area):
    """(spreads, standards) as they were kept; nothing and None where they were not."""
    found = Digest.objects.filter(report=report, code=area).values_list("spreads", "standards")
    return frozen(report, f"{area}.digest", lambda: found.first() or ({}, None))


def _inside(report, area):
    return Result.objects.at(report, level=Level.COMMUNITY, area=area)


@after_report
def keep_digests(report):
    """Of every area of the report that has too many communities for its pages to look at them all."""
    large = Row.objects.filter(report=report, communities__gt=LARGE).exclude(level=Level.COMMUNITY)
    kept = [
        Digest(
            report=report,
            code=code,
            spreads={slug: asdict(found) for slug, found in spreads(_inside(report, code)).items()},
            standards=_standards_used(report, code),
        )
        for code in large.order_by("code").values_list("code", flat=True)
    ]
    Digest.objects.bulk_create(kept, ignore_conflicts=True)


def spreads(results):
    """{slug: Spread} of the indicators that occur in these results of communities."""
    found = _numbers(results)
    for slug, bucket, count in _columns(results, found):
        found[slug].counts[bucket] = count
    for slug, row in _lacking_most(results):
        found[slug].largest.append(row)
    return found


def _numbers(results):
    grouped = results.order_by().values("indicator").annotate(
        known=Count("value"), least=Min("value"), most=Max("value"), missing=Sum("shortfall"),
        median=Quantile("value", share="0.5"), upper=Quantile("value", share="0.95"),
        low=Min("limit"), high=Max("limit"),
        standards=ArrayAgg("standard_id", distinct=True, filter=Q(standard_id__isnull=False), default=[]),
    )  # fmt: skip
    found = {}
    for row in grouped:
        slug, low, high, missing = (row.pop(name) for name in ("indicator", "low", "high", "missing"))
        found[slug] = Spread(limit=low if low == high else None, shortfall=missing, **row)
    return found


def _columns(results, found):
    """(indicator, column, communities): column 0 lies below zero, the last one is open."""
    drawn = {slug: one.edges for slug, one in found.items() if one.known > 1}
    if not drawn:
        return []
    column = Case(*(When(indicator=slug, then=_bucket(edges)) for slug, edges in drawn.items()))
    known = results.filter(indicator__in=drawn).exclude(value=None).order_by()
    return known.values_list("indicator").annotate(column=column).annotate(Count("pk"))


def _bucket(edges):
    return Func(F("value"), Value(edges, ArrayField(FIGURE)), function="width_bucket", output_field=IntegerField())


def _lacking_most(results):
    """(indicator, row) of the largest gaps; where gaps are not counted, of the values farthest from the limit."""
    first = Case(
        When(shortfall__isnull=False, then=-F("shortfall")),
        When(operator=Operator.AT_LEAST, then=F("value")),
        default=-F("value"),
        output_field=FIGURE,
    )
    place = Window(RowNumber(), partition_by="indicator", order_by=[first, "row__code"])
    failing = results.filter(verdict=Verdict.FAIL).order_by().annotate(place=place).filter(place__lte=LARGEST)
    return failing.order_by("indicator", "place").values_list("indicator", "row_id")
