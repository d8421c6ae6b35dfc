"""What a figure was from report to report: a line from zero, the limit drawn, a table beside it."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from compliance.changes import change
from compliance.figures import Figure, number
from compliance.spreads import STEPS

WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 560, 220, 60, 516, 30, 180
SPARK_WIDTH, SPARK_HEIGHT = 80, 20
LABELS, LISTED = 6, 12
DAY = "%Y-%m-%d"


@dataclass(frozen=True)
class Point:
    """A figure of one report, and where it stands in the drawing (nowhere where it is unknown)."""

    period: object
    figure: Figure | None
    x: float
    y: float | None
    change: object
    is_labelled: bool = False

    @property
    def day(self):
        return self.period.day

    @property
    def value(self):
        return self.figure.value if self.figure else None


@dataclass(frozen=True)
class Trend:
    title: str
    unit: str
    points: list
    lines: list
    limit_y: float | None
    limit_label: str
    marks: list

    @property
    def is_drawn(self):
        return sum(point.y is not None for point in self.points) > 1

    @property
    def alt(self):
        told = [point for point in self.points if point.is_labelled]
        words = _("、").join(f"{point.day:{DAY}} {point.value or _('无数据')}" for point in told)
        return " ".join(filter(None, [self.title, words, self.limit_label]))

    @property
    def shown(self):
        """The newest first, for the table beside the drawing; all of them are in the file."""
        return self.points[: -LISTED - 1 : -1]

    @property
    def is_shortened(self):
        return len(self.points) > LISTED


def trend(periods, results, slug):
    """The trend of one indicator over periods, oldest first."""
    figures = [_figure(results, period, slug) for period in periods]
    values = [figure.result.value if figure else None for figure in figures]
    newest = next((figure for figure in reversed(figures) if figure), None)
    if newest is None:
        return None
    limit = newest.result.limit
    low, top = _scale([*values, limit])

    def height(value):
        return None if value is None else BOTTOM - float((value - low) / (top - low)) * (BOTTOM - TOP)

    places = _places(periods, LEFT, RIGHT)
    labelled = _labelled(places)
    points, before = [], None
    for period, figure, value, x in zip(periods, figures, values, places, strict=True):
        told = change(before, value, newest.unit)
        points.append(Point(period, figure, x, height(value), told, x in labelled))
        before = value
    marks = [(height(mark), number(mark)) for mark in sorted({low, top, *([0] if low < 0 else [])})]
    words = _("标准 %(limit)s %(unit)s") % {"limit": number(limit), "unit": newest.unit} if limit is not None else ""
    return Trend(_title(points, newest), newest.unit, points, lines(points), height(limit), words, marks)


def _figure(results, period, slug):
    result = results.get((period.row.pk, slug))
    return None if result is None else Figure(result)


def _scale(values):
    """From zero (or below, where anything lies below) to a round number above everything."""
    known = [value for value in values if value is not None] or [1]
    top, low = max(0, *known), min(0, *known)
    if top == low:
        return low, low + 1
    return (_round(-low) * -1 if low else low), (_round(top) if top else top)


def _round(value):
    unit = STEPS[0] * 10 ** value.adjusted()
    return next((unit * step for step in STEPS if unit * step >= value), unit * 10)


def _places(periods, left, right):
    """Where each day stands: as far apart as the days are."""
    first, last = periods[0].day, periods[-1].day
    days = (last - first).days or 1
    return [left + (right - left) * (period.day - first).days / days for period in periods]


def _labelled(places):
    """Days that are written: the last one, and of those before as many as do not touch."""
    room, kept = (RIGHT - LEFT) / LABELS, places[-1:]
    for place in reversed(places[:-1]):
        if kept[-1] - place >= room:
            kept.append(place)
    return set(kept)


def lines(points):
    """The line between known values; what is unknown breaks it."""
    parts, part = [], []
    for point in points:
        if point.y is not None:
            part.append(f"{point.x:.1f},{point.y:.1f}")
        elif part:
            parts, part = [*parts, part], []
    return [" ".join(part) for part in [*parts, part] if len(part) > 1]


def _title(points, newest):
    """The finding: from when to when it went from what to what."""
    known = [point for point in points if point.y is not None]
    words = {"title": newest.title, "unit": newest.unit}
    if not known:
        return _("%(title)s:各期都没有数据") % words
    first, last = known[0], known[-1]
    if first is last:
        return _("%(title)s:只有一期有数据,还看不出变化") % words
    words |= {"from": f"{first.day:{DAY}}", "to": f"{last.day:{DAY}}", "was": first.value, "is": last.value}
    told = change(first.figure.result.value, last.figure.result.value, newest.unit)
    if not told.unit:
        return _("%(title)s:%(from)s 至 %(to)s 持平,%(is)s %(unit)s") % words
    return _("%(title)s:%(from)s 的 %(was)s 到 %(to)s 的 %(is)s %(unit)s(%(change)s)") % {**words, "change": told.text}


@dataclass(frozen=True)
class Spark:
    """A line small enough to stand in a table."""

    line: str
    label: str


def spark(periods, results, slug):
    """The small trend of one indicator; None where fewer than two values are known."""
    found = [(period, results.get((period.row.pk, slug))) for period in periods]
    known = [(period, result.value) for period, result in found if result is not None and result.value is not None]
    if len(known) < 2:
        return None
    values = [value for _, value in known]
    low, top = min(0, *values), max(0, *values)
    span = float(top - low) or 1.0
    places = _places([period for period, _ in known], 2, SPARK_WIDTH - 2)
    heights = [SPARK_HEIGHT - 2 - float(value - low) / span * (SPARK_HEIGHT - 4) for value in values]
    line = " ".join(f"{x:.1f},{y:.1f}" for x, y in zip(places, heights, strict=True))
    ends = [f"{period.day:{DAY}} {number(value)}" for period, value in (known[0], known[-1])]
    return Spark(line, " → ".join(ends))
