"""When which standard held where: a bar each on an axis of years, today marked."""

import datetime
from dataclasses import dataclass

WIDTH, LEFT, TOP, ROW = 560, 8, 26, 40
YEARS = 12
"""A year is written on the axis as often as so many fit."""


@dataclass(frozen=True)
class Bar:
    standard: object
    y: int
    x: float
    width: float
    is_open: bool

    @property
    def text_y(self):
        return self.y - 6


@dataclass(frozen=True)
class Timeline:
    bars: list
    years: list
    today: float
    height: int
    title: str


def timeline(standards, today, title):
    """The drawing for standards in the order given; None where there are none."""
    standards = list(standards)
    if not standards:
        return None
    first = min(standard.started_on.year for standard in standards)
    last = max([today.year, *(standard.ended_on.year for standard in standards if standard.ended_on)]) + 1
    start, end = datetime.date(first, 1, 1), datetime.date(min(last, datetime.MAXYEAR), 12, 31)
    days = max((end - start).days, 1)

    def place(day):
        return LEFT + (WIDTH - 2 * LEFT) * min(max((day - start).days, 0), days) / days

    bars = [_bar(standard, number, place, end) for number, standard in enumerate(standards)]
    step = max(1, -(-(last - first) // YEARS))
    years = [(year, place(datetime.date(year, 1, 1))) for year in range(first, last + 1, step)]
    return Timeline(bars, years, place(today), TOP + ROW * len(bars) + 8, title)


def _bar(standard, number, place, end):
    x, y = place(standard.started_on), TOP + ROW * number + 22
    width = max(place(standard.ended_on or end) - x, 2)
    return Bar(standard, y, x, width, standard.ended_on is None)
