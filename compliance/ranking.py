"""The places directly inside an area beside each other: by value, with what each was counted on and how many
answered. Only where at least nine of ten answered does a place get a number; the others stand below, with a word."""

from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from django.utils.translation import gettext as _

from communities.choices import Level
from communities.places import NO_CITIES
from compliance.choices import Operator
from compliance.figures import FAIR, figures, number
from compliance.models import Result, Row
from compliance.registry import GAPS
from compliance.scopes import Scopes
from compliance.subjects import DOWNWARDS


@dataclass
class Member:
    """One place of the ranking."""

    row: Row
    figure: object | None
    in_scope: int
    place: int | None = None
    added: Decimal | None = None

    @property
    def name(self):
        return self.figure.name if self.figure else self.row.name

    @property
    def value(self):
        return self.figure.result.value if self.figure else None

    @property
    def known(self):
        if self.row.level == Level.COMMUNITY:
            return int(self.value is not None)
        return (self.figure.result.known or 0) if self.figure else 0

    @property
    def share(self):
        return Decimal(self.known) / self.in_scope if self.in_scope else None

    @property
    def share_words(self):
        return f"{number(100 * self.share, '%')}%" if self.in_scope else "–"

    @property
    def is_fair(self):
        return self.share is not None and self.share >= FAIR

    @property
    def caveat(self):
        """What to bear in mind about the value; nothing where all is well."""
        if not self.in_scope:
            return _("不适用")
        if self.value is None:
            return _("无数据,不排名")
        return "" if self.is_fair else _("应答不足90%,不排名")

    @property
    def suggested(self):
        """What there is and what should be added; only where something is spread."""
        if self.added is None:
            return None
        return number(self.figure.result.numerator + self.added)

    @property
    def added_words(self):
        return number(self.added) if self.added else None


def first_below(report, area, levels):
    """The first of the levels that people compare; in a municipality only names of the code book (市辖区, 县) stand
    between it and its counties. None where there is no level."""
    if levels[:1] == [Level.CITY]:
        cities = Row.objects.of(report, level=Level.CITY, area=area).values_list("name", flat=True)
        levels = levels[1:] if set(cities) <= NO_CITIES else levels
    return next(iter(levels), None)


def level_inside(report, row):
    """The next level below a row that the report lists; None below a community."""
    below = DOWNWARDS[DOWNWARDS.index(row.level) + 1 :]
    if not below:
        return None
    inside = Row.objects.of(report, area=row.code).filter(level__in=below[:-1]).order_by()
    present = {*inside.values_list("level", flat=True).distinct(), Level.COMMUNITY}
    return first_below(report, row.code, [level for level in below if level in present])


def members(report, area, level, slug):
    """The places of one level inside an area with their figures."""
    rows = list(Row.objects.of(report, level=level, area=area).order_by("code"))
    found = Result.objects.filter(report=report, row__in=rows, indicator=slug).select_related("row")
    by_row = {figure.result.row_id: figure for figure in figures(found)}
    scopes = Scopes(report, area, level)
    made = []
    for row in rows:
        figure = by_row.get(row.pk)
        if level == Level.COMMUNITY:
            count = int(bool(figure) and not figure.is_out_of_scope)
        else:
            count = scopes.of(row.code, figure and scopes.tell(figure, row.code).indicator)
        made.append(Member(row, figure, count))
    return made


class Ranking:
    """The places inside an area by one indicator."""

    def __init__(self, figure, found):
        self.figure, self.found = figure, found
        if self.missing:
            spread_gap(figure, [member for member in found if member.figure])

    @cached_property
    def operator(self):
        """By which side of a limit the places are looked at; empty where none judges them."""
        stated = [self.figure, *(member.figure for member in self.found if member.figure)]
        return next((figure.result.operator for figure in stated if figure.result.operator), "")

    @property
    def order_words(self):
        return _("数值从低到高") if self.operator == Operator.AT_MOST else _("数值从高到低")

    @property
    def missing(self):
        """What the area itself lacks, spread over its members."""
        gap = self.figure.indicator.gap
        return self.figure.result.shortfall if gap and self.figure.result.shortfall else None

    @cached_property
    def members(self):
        sign = 1 if self.operator == Operator.AT_MOST else -1
        ranked = sorted((one for one in self.found if one.value is not None), key=lambda one: sign * one.value)
        fair = [one for one in ranked if one.is_fair]
        for index, one in enumerate(fair):
            tied = index and fair[index - 1].value == one.value
            one.place = fair[index - 1].place if tied else index + 1
        return [*fair, *(one for one in ranked if not one.is_fair), *(one for one in self.found if one.value is None)]

    @property
    def unfair(self):
        """How many places cannot fairly be compared."""
        return sum(bool(one.caveat) for one in self.found)


def spread_gap(figure, found):
    """Share what an area lacks among its members by what each lacks itself, in whole people or cents; the parts add up.

    Members are held to the area's own limit; where it is not judged itself, each to its own.
    """
    known = [one for one in found if one.figure.result.numerator is not None and one.figure.result.denominator]
    weights = [_lacking(figure, one.figure.result) for one in known]
    if not any(weights):
        weights = [one.figure.result.denominator for one in known]
    whole = sum(weights)
    if not whole:
        return
    parts = GAPS[figure.indicator.gap]
    units = int(figure.result.shortfall * parts)
    shares = [units * weight / whole for weight in weights]
    given = [int(share) for share in shares]
    rest = units - sum(given)
    order = sorted(range(len(known)), key=lambda index: (given[index] - shares[index], known[index].row.code))
    for index in order[:rest]:
        given[index] += 1
    for one, units_given in zip(known, given, strict=True):
        one.added = Decimal(units_given) / parts


def _lacking(figure, result):
    if figure.result.limit is None:
        return result.shortfall or Decimal(0)
    due = figure.result.limit * result.denominator / figure.indicator.per
    return max(due - result.numerator, Decimal(0))
