"""Two places, or one place on two days, side by side: every figure of both, and the difference in its unit."""

from collections import Counter
from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext as _

from compliance import registry
from compliance.changes import Change, change
from compliance.choices import Verdict
from compliance.figures import Figure


@dataclass(frozen=True)
class Pair:
    """One indicator of both; a side is None where its report has no such figure."""

    indicator: registry.Indicator
    left: Figure | None
    right: Figure | None

    @property
    def sides(self):
        return (self.left, self.right)

    @property
    def change(self) -> Change | None:
        if self.left is None or self.right is None:
            return None
        return change(self.left.result.value, self.right.result.value, str(self.indicator.unit))

    @property
    def turned(self):
        """From which verdict to which, where both were judged."""
        sides = [side.verdict if side and side.is_judged else None for side in self.sides]
        return None if None in sides else tuple(sides)


class Comparison:
    """Two overviews, the second seen from the first."""

    def __init__(self, left, right):
        self.left, self.right = left, right

    @property
    def sides(self):
        return (self.left, self.right)

    @cached_property
    def pairs(self):
        sides = [{figure.slug: figure for figure in side.figures} for side in self.sides]
        rows = [Pair(each, *(side.get(each.slug) for side in sides)) for each in registry.indicators()]
        return [row for row in rows if row.left or row.right]

    @property
    def is_same_place(self):
        left, right = self.left.row, self.right.row
        return left.code == right.code or (left.community_id is not None and left.community_id == right.community_id)

    @property
    def is_same_report(self):
        return self.is_same_place and self.left.report == self.right.report

    @property
    def names(self):
        """What the columns are called: by day for one place, by place for two, by both where both differ."""
        if self.is_same_place:
            return [f"{side.report.as_of:%Y-%m-%d}" for side in self.sides]
        if self.left.report.as_of == self.right.report.as_of:
            return [side.row.name for side in self.sides]
        return [f"{side.row.name} {side.report.as_of:%Y-%m-%d}" for side in self.sides]

    @property
    def finding(self):
        """The page's title: which verdicts differ."""
        first, second = self.names
        words = {"name": self.left.row.name, "first": first, "second": second}
        if self.is_same_report:
            return _("%(name)s %(first)s:两边是同一份报告,请换一个日期或区划") % words
        turns = Counter(filter(None, (pair.turned for pair in self.pairs)))
        words |= {"better": turns[Verdict.FAIL, Verdict.PASS], "worse": turns[Verdict.PASS, Verdict.FAIL]}
        if self.is_same_place:
            if not words["better"] and not words["worse"]:
                return _("%(name)s:%(second)s 与 %(first)s 相比,各项判定没有变化") % words
            text = _("%(name)s:%(second)s 与 %(first)s 相比,%(better)s 项转为达标,%(worse)s 项转为未达标")
            return text % words
        if not words["better"] and not words["worse"]:
            return _("%(second)s 与 %(first)s 相比,各项判定相同") % words
        return _("%(second)s 与 %(first)s 相比:%(better)s 项只有前者达标,%(worse)s 项只有后者达标") % words
