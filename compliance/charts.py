"""How an indicator is spread over the communities of an area: columns from zero, the limit drawn, a table beside it."""

from dataclasses import dataclass
from itertools import pairwise

from django.utils.translation import gettext as _

from compliance.choices import Operator
from compliance.figures import number
from compliance.spreads import spread

WIDTH, HEIGHT, LEFT, TOP, BOTTOM = 560, 220, 20, 52, 190


@dataclass(frozen=True)
class Column:
    label: str
    count: int
    x: float
    y: float
    width: float
    height: float

    @property
    def middle(self):
        return self.x + self.width / 2


@dataclass(frozen=True)
class Chart:
    """A drawing and the table beside it."""

    title: str
    unit: str
    columns: list
    limit_at: float | None
    limit_label: str
    own_at: float | None
    own_label: str
    known: int

    @property
    def alt(self):
        counts = _("、").join(f"{column.label} {column.count}" for column in self.columns)
        return " ".join(filter(None, [self.title, counts, self.limit_label, self.own_label]))


def _labels(edges, has_less):
    inner = [f"{number(low)}–{number(high)}" for low, high in pairwise(edges)]
    less = [_("不到 %(edge)s") % {"edge": number(edges[0])}] if has_less else []
    return [*less, *inner, _("%(edge)s 及以上") % {"edge": number(edges[-1])}]


def distribution(report, area, figure):
    """The chart of one indicator over the communities of an area (None where too few have a value), and its spread."""
    found = spread(report, area, figure.slug)
    if found.known < 2:
        return None, found
    edges, has_less = found.edges, found.least < 0
    numbers = [found.counts.get(index, 0) for index in range(0 if has_less else 1, len(edges) + 1)]
    columns = _columns(_labels(edges, has_less), numbers)
    return _chart(figure, found, columns, has_less), found


def _columns(labels, numbers):
    width = (WIDTH - 2 * LEFT) / len(numbers)
    scale = (BOTTOM - TOP) / max(numbers)
    return [
        Column(label, count, LEFT + index * width + 3, BOTTOM - count * scale, width - 6, count * scale)
        for index, (label, count) in enumerate(zip(labels, numbers, strict=True))
    ]


def _chart(figure, found, columns, has_less):
    step = found.step

    def place(value):
        """Where a value stands on the axis; None where the columns do not reach."""
        if value is None or value < 0 or value // step >= len(columns) - has_less:
            return None
        return LEFT + (float(value / step) + has_less) * (WIDTH - 2 * LEFT) / len(columns)

    limit_at, own_at = place(found.limit), place(figure.result.value)
    limit = _("标准 %(limit)s %(unit)s") % {"limit": number(found.limit), "unit": figure.unit}
    own = _("整体 %(value)s %(unit)s") % {"value": figure.value, "unit": figure.unit}
    return Chart(
        _title(figure, found), figure.unit, columns, limit_at, limit if limit_at is not None else "",
        own_at, own if own_at is not None else "", found.known,
    )  # fmt: skip


def _meets(value, found, operator):
    """Whether the area as a whole keeps the limit its communities are held to."""
    if value is None or found.limit is None or operator == Operator.BETWEEN:
        return False
    return value <= found.limit if operator == Operator.AT_MOST else value >= found.limit


def _title(figure, found):
    """The finding in one line."""
    words = {"title": figure.title, "unit": figure.unit, "median": number(found.median, figure.unit)}
    if figure.failing and figure.result.known:
        share = {**words, "failing": f"{figure.failing:,}", "judged": f"{found.known:,}", "value": figure.value}
        if _meets(figure.result.value, found, figure.result.operator):
            text = _("%(title)s:整体 %(value)s %(unit)s 达标,但有数据的 %(judged)s 个社区中 %(failing)s 个未达标准")
            return text % share
        if figure.result.operator == Operator.AT_MOST:
            return _("%(title)s:有数据的 %(judged)s 个社区中 %(failing)s 个超过标准") % share
        return _("%(title)s:有数据的 %(judged)s 个社区中 %(failing)s 个未达标准") % share
    return _("%(title)s:一半社区不超过 %(median)s %(unit)s") % words
