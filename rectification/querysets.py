"""Which findings: in the words of the office."""

import datetime

from communities.access import ScopedQuerySet
from rectification.choices import State


class FindingQuerySet(ScopedQuerySet):
    def standing(self):
        """Not closed yet."""
        return self.exclude(state=State.CLOSED)

    def overdue(self, *, on):
        """Still being put right after the day it was due."""
        return self.filter(state=State.OPEN, due_on__lt=on)

    def waiting(self, *, on):
        """Reported done by the day, and nobody has closed it."""
        return self.filter(state=State.DONE, done_on__lte=on)

    def repeated(self, *, on):
        """Found again after an earlier one had been closed, or reopened."""
        return self.filter(found_on__lte=on).exclude(repeats=None, reopened=0)

    def silent(self, *, on):
        """Open from before the half-year of the day, without a word of progress in it."""
        from rectification.models import Progress

        year, half = half_of(on)
        told = Progress.objects.filter(year=year, half=half).values("finding")
        return self.filter(state=State.OPEN, found_on__lt=first_day(year, half)).exclude(pk__in=told)


def half_of(day):
    return day.year, 1 if day.month <= 6 else 2


def first_day(year, half):
    return datetime.date(year, 1 if half == 1 else 7, 1)
