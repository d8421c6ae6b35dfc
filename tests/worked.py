"""Worked examples of indicators: what every module of them needs."""

import datetime

from compliance.engine import measure

D = datetime.date(2023, 6, 30)
WORKED = set()


def day(text):
    return datetime.date.fromisoformat(text)


def worked(*slugs):
    """The test below is the worked example of these indicators."""
    WORKED.update(slugs)
    return lambda test: test


def figure(slug, place, on=D):
    """The indicator of a community or of the area with this code."""
    return measure(slug, on=on)[getattr(place, "code", place)]


def ratio(slug, place, on=D):
    found = figure(slug, place, on)
    return found.numerator, found.denominator, found.value
