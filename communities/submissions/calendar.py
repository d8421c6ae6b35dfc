"""The months, quarters, half-years and years that figures are reported for."""

import datetime

from django.utils.translation import gettext as _

from communities.submissions.choices import Rhythm

MONTHS = {Rhythm.MONTH: 1, Rhythm.QUARTER: 3, Rhythm.HALF: 6, Rhythm.YEAR: 12}
DAYS_TO_REPORT = 10
"""How long after its last day a period is due unless somebody sets another date."""
QUARTERS = "一二三四"


def first_day(rhythm, day):
    """The first day of the period that contains the day."""
    months = MONTHS[rhythm]
    return day.replace(month=(day.month - 1) // months * months + 1, day=1)


def day_after(rhythm, first):
    """The first day no longer in the period that begins on `first`."""
    index = first.year * 12 + first.month - 1 + MONTHS[rhythm]
    return datetime.date(index // 12, index % 12 + 1, 1)


def first_day_before(rhythm, first):
    """The first day of the period before the one that begins on `first`."""
    return first_day(rhythm, first - datetime.timedelta(days=1))


def due_day(rhythm, first):
    return day_after(rhythm, first) + datetime.timedelta(days=DAYS_TO_REPORT - 1)


def title(rhythm, first):
    """2026年第三季度, as an office calls it."""
    names = {
        Rhythm.MONTH: _("%(year)s年%(month)s月"),
        Rhythm.QUARTER: _("%(year)s年第%(quarter)s季度"),
        Rhythm.HALF: _("%(year)s年上半年") if first.month == 1 else _("%(year)s年下半年"),
        Rhythm.YEAR: _("%(year)s年"),
    }
    values = {"year": first.year, "month": first.month, "quarter": QUARTERS[(first.month - 1) // 3]}
    return names[rhythm] % values
