"""When something is due: so many working days after the end of a period, or after what happened.

Working days follow the calendar of holidays; a year without any row in it is counted by weekdays, and said to be.
"""

import datetime
from dataclasses import dataclass

from django.utils.translation import gettext as _

from disclosure.choices import Rhythm

DAY = datetime.timedelta(days=1)
SATURDAY = 5
MONTHS = {Rhythm.MONTH: 1, Rhythm.QUARTER: 3, Rhythm.YEAR: 12}


def first_day(rhythm, day):
    """The first day of the period in which the day lies."""
    length = MONTHS[rhythm]
    return day.replace(month=(day.month - 1) // length * length + 1, day=1)


def day_after(rhythm, start):
    """The first day after the period that begins then."""
    months = start.year * 12 + start.month - 1 + MONTHS[rhythm]
    return datetime.date(months // 12, months % 12 + 1, 1)


def period_name(rhythm, start):
    """2026年第三季度, as people call it."""
    if rhythm == Rhythm.YEAR:
        return _("%(year)s年") % {"year": start.year}
    if rhythm == Rhythm.QUARTER:
        quarter = (start.month - 1) // 3
        names = [_("%(year)s年第一季度"), _("%(year)s年第二季度"), _("%(year)s年第三季度"), _("%(year)s年第四季度")]
        return names[quarter] % {"year": start.year}
    return _("%(year)s年%(month)s月") % {"year": start.year, "month": start.month}


@dataclass(frozen=True)
class Calendar:
    """The days that are not what their weekday says, and the years known at all."""

    days: dict
    years: frozenset

    @classmethod
    def of(cls, code=""):
        """As it holds in a place: its own days go before those of the divisions around it."""
        from disclosure.models import CalendarDay

        rows = CalendarDay.objects.holding_in(code).order_by("area").values_list("on", "is_off")
        days = dict(rows)
        return cls(days, frozenset(day.year for day in days))

    def is_working(self, day):
        off = self.days.get(day)
        return day.weekday() < SATURDAY if off is None else not off

    def after(self, day, count):
        """The so-manieth working day after the day."""
        while count:
            day += DAY
            count -= self.is_working(day)
        return day

    def guessed(self, *days):
        """The years among these days of which the calendar says nothing."""
        return sorted({day.year for day in days if day} - self.years)


def due_on(entry, *, period_start=None, happened_on=None, calendar=None):
    """The last day to publish; None while it is not said what it is about."""
    begins = happened_on
    if entry.rhythm != Rhythm.EVENT:
        begins = day_after(entry.rhythm, period_start) - DAY if period_start else None
    return (calendar or Calendar.of(entry.area)).after(begins, entry.days) if begins else None


def last_due(entry, *, on, calendar):
    """(first day, due day) of the latest period of a regular entry whose due day has passed by the day; else None."""
    start = first_day(entry.rhythm, on)
    for _back in range(MONTHS[Rhythm.YEAR] + 1):
        start = first_day(entry.rhythm, start - DAY)
        due = due_on(entry, period_start=start, calendar=calendar)
        if due < on:
            return None if entry.started_on and start < entry.started_on else (start, due)
    return None
