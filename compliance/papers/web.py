"""A chart of a paper as a drawing on a page."""

from dataclasses import dataclass
from itertools import zip_longest

from compliance.figures import number

WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 760, 320, 56, 8, 26, 210
LINES, WIDEST = 4, 60


@dataclass(frozen=True)
class Bar:
    label: str
    told: str
    x: float
    y: float
    width: float
    height: float
    limit_y: float | None = None

    @property
    def middle(self):
        return self.x + self.width / 2

    @property
    def ends(self):
        """Of the dash that stands for a limit of its own."""
        return self.x - 3, self.x + self.width + 3


@dataclass(frozen=True)
class Drawing:
    """Columns, lines to read them by, the limit."""

    chart: object
    bars: list
    lines: list
    limit_y: float | None  # where one limit holds for all; else it is the columns'
    base: float


def drawing(chart):
    """Where everything stands; columns may go below zero."""
    top = max([*chart.values, *(limit or 0 for limit in chart.limits), 0]) or 1
    low = min([*chart.values, 0])
    scale = (BOTTOM - TOP) / float(top - low)

    def at(value):
        return BOTTOM - float(value - low) * scale

    step = (WIDTH - LEFT - RIGHT) / len(chart.values)
    width = min(step * 0.7, WIDEST)
    bars = [
        Bar(
            label,
            f"{label} {number(value, chart.unit)} {chart.unit}",
            LEFT + index * step + (step - width) / 2,
            min(at(value), at(0)),
            width,
            abs(at(value) - at(0)),
            None if limit is None or chart.limit is not None else at(limit),
        )
        for index, (label, value, limit) in enumerate(zip_longest(chart.labels, chart.values, chart.limits))
    ]
    lines = [
        (at(low + (top - low) * part / LINES), number(low + (top - low) * part / LINES)) for part in range(LINES + 1)
    ]
    return Drawing(chart, bars, lines, None if chart.limit is None else at(chart.limit), at(0))
