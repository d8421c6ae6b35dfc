"""Months, quarters and years that are over; a period is known by its last day."""

import datetime
from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy


class By(models.TextChoices):
    MONTH = "month", gettext_lazy("月")
    QUARTER = "quarter", gettext_lazy("季")
    YEAR = "year", gettext_lazy("年")


MONTHS = {By.MONTH: 1, By.QUARTER: 3, By.YEAR: 12}


@dataclass(frozen=True)
class Span:
    """The `number`th month or quarter of a year, or the year."""

    by: str
    year: int
    number: int = 1

    @property
    def end(self):
        """The last day."""
        month = MONTHS[By(self.by)] * self.number
        following = datetime.date(self.year + month // 12, month % 12 + 1, 1)
        return following - datetime.timedelta(days=1)

    @property
    def before(self):
        """The one that ended when this began."""
        if self.number > 1:
            return Span(self.by, self.year, self.number - 1)
        return Span(self.by, self.year - 1, 12 // MONTHS[By(self.by)])

    def __str__(self):
        words = {"year": self.year, "number": self.number}
        if self.by == By.YEAR:
            return _("%(year)d年") % words
        return (_("%(year)d年%(number)d月") if self.by == By.MONTH else _("%(year)d年第%(number)d季度")) % words


def last_over(by, today):
    """The newest one that has ended."""
    number = (today.month - 1) // MONTHS[By(by)] + 1
    return Span(by, today.year, number).before
