"""Limits as people write them in a standard, read into bands.

18                                        a number
1000-3000                                 a range
up to 2000: 4; up to 3000: 5; above: 6    bands by the size of the base; "up to" includes its number
below 5000: 9                             "below" excludes it; larger places have no limit
up to 3000: 5-7; above: 7-9               bands of ranges; more than the range is shown, not failed
1 per 300; min 6; max 12                  in proportion to the base, rounded up
"""

import math
import re
from dataclasses import dataclass
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from compliance.choices import Operator
from records.text import normalise

NUMBER = r"\d+(?:\.\d+)?"
RANGE = re.compile(rf"({NUMBER})(?: ?[-–—~至] ?({NUMBER}))?")
BAND = re.compile(rf"(?:(up to|below) ({NUMBER})|(above)) ?: ?(.+)")
RATIO = re.compile(rf"({NUMBER}) per ({NUMBER})")
BOUND = re.compile(rf"(min|max) ({NUMBER})")
FORMS = _("标准值“%(text)s”无法识别,可写作 18、1000-3000、up to 2000: 4; above: 6 或 1 per 300; min 6。")


@dataclass(frozen=True)
class Band:
    """What is due where the base lies in [start, stop); None is open. `each` of `per` means in proportion to the base,
    rounded up, within `least` and `most`."""

    low: Decimal | None = None
    high: Decimal | None = None
    start: int | None = None
    stop: int | None = None
    each: Decimal | None = None
    per: Decimal | None = None
    least: Decimal | None = None
    most: Decimal | None = None


@dataclass(frozen=True)
class Limit:
    bands: tuple[Band, ...]
    by_base: bool = False

    def of(self, base):
        """The least and the most that is due where the base has this size; None where no limit is set or known."""
        if self.by_base and base is None:
            return None
        for band in self.bands:
            if (band.start or 0) <= (base or 0) and (band.stop is None or (base or 0) < band.stop):
                return (band.low, band.high) if band.each is None else (_proportion(band, base), None)
        return None


def _proportion(band, base):
    due = Decimal(math.ceil(base * band.each / band.per))
    due = due if band.least is None else max(due, band.least)
    return due if band.most is None else min(due, band.most)


def _refuse(text, message=FORMS):
    raise ValidationError({"limit": ValidationError(message, code="invalid_limit", params={"text": text})})


def parse(text, operator):
    """Read a limit; ValidationError on the field `limit` says what may be written."""
    parts = [part.strip() for part in normalise(text).lower().split(";") if part.strip()]
    if not parts:
        _refuse(text)
    if RATIO.fullmatch(parts[0]):
        limit = Limit((_ratio(parts, text),), by_base=True)
    elif BAND.fullmatch(parts[0]):
        limit = Limit(tuple(_bands(parts, text)), by_base=True)
    elif SPAN.fullmatch(parts[0]):
        _refuse(text, SPANS)
    elif len(parts) == 1:
        limit = Limit((Band(*_range(parts[0], text)),))
    else:
        _refuse(text)
    _suit(limit, operator, text)
    return limit


SPAN = re.compile(rf"({NUMBER}) ?[-–—~至] ?({NUMBER}) ?: ?.+")
SPANS = _(
    "标准值“%(text)s”的分档请写作 up to 2000: 4; up to 3000: 5; above: 6:每档只写上限,"
    "前一档的上限就是后一档的起点,这样分档之间既不重叠,也没有空档。"
)


def _range(part, text):
    match = RANGE.fullmatch(part) or _refuse(text)
    low, high = Decimal(match[1]), match[2] and Decimal(match[2])
    if high is not None and high < low:
        _refuse(text, _("标准值“%(text)s”中区间的上限小于下限。"))
    return low, high


def _ratio(parts, text):
    each, per = RATIO.fullmatch(parts[0]).groups()
    if not Decimal(per):
        _refuse(text)
    bounds = [BOUND.fullmatch(part) or _refuse(text) for part in parts[1:]]
    given = {match[1]: Decimal(match[2]) for match in bounds}
    if len(given) < len(bounds):
        _refuse(text)
    least, most = given.get("min"), given.get("max")
    if least is not None and most is not None and most < least:
        _refuse(text, _("标准值“%(text)s”中区间的上限小于下限。"))
    return Band(each=Decimal(each), per=Decimal(per), least=least, most=most)


def _bands(parts, text):
    start, open_ended = 0, False
    for part in parts:
        match = BAND.fullmatch(part) or _refuse(text)
        word, bound, above, due = match.groups()
        # Bases are whole numbers: up to 2000 ends before 2001, below 5000 before 5000.
        stop = None if above else math.floor(Decimal(bound)) + 1 if word == "up to" else math.ceil(Decimal(bound))
        if open_ended or (stop is not None and stop <= start):
            _refuse(text, _("标准值“%(text)s”的分档应从小到大排列,above 放在最后。"))
        yield Band(*_range(due, text), start=start, stop=stop)
        start, open_ended = stop, stop is None


def _suit(limit, operator, text):
    ranges = [band.high is not None for band in limit.bands]
    if operator == Operator.BETWEEN and not all(ranges):
        _refuse(text, _("区间标准须写明上下限,如 1000-3000,而不是“%(text)s”。"))
    if operator == Operator.AT_MOST and any(ranges):
        _refuse(text, _("“不高于”的标准值应为一个数,而不是“%(text)s”。"))
