"""What a report says of one area: the finding, the figures, where it falls short."""

from functools import cached_property

from django.utils.translation import gettext as _

from communities.choices import Level
from compliance.charts import distribution
from compliance.choices import Verdict
from compliance.figures import figures, gap
from compliance.models import Result
from compliance.registry import GAP_UNITS
from compliance.scopes import in_scope
from compliance.spreads import spread

HEADLINES = 3


class Overview:
    """The figures of one row of a report, and of what lies inside it for one indicator."""

    def __init__(self, subject, asked=""):
        self.subject, self.report, self.row = subject, subject.report, subject.row
        self.asked = asked

    @cached_property
    def figures(self):
        own = Result.objects.filter(report=self.report, row=self.row)
        return figures(own, in_scope(self.report, self.row.code))

    @cached_property
    def lacking(self):
        """Figures where something is missing, the most widespread first; binding standards before advisory ones."""
        found = [figure for figure in self.figures if figure.failing or figure.verdict == Verdict.FAIL]
        return sorted(
            found, key=lambda figure: (figure.result.advisory or bool(figure.result.flagged), -figure.failing)
        )

    @cached_property
    def headlines(self):
        """The figures that are judged here, those that fall short first."""
        judged = [figure for figure in self.figures if figure.is_judged and figure not in self.lacking]
        return [*self.lacking, *judged, *self.figures][:HEADLINES]

    @cached_property
    def chosen(self):
        """The indicator looked at closely: the one asked for, else where most is missing."""
        asked = [figure for figure in self.figures if figure.slug == self.asked]
        return next(iter([*asked, *self.lacking, *self.figures]), None)

    @cached_property
    def _distribution(self):
        if self.chosen is None or self.row.level == Level.COMMUNITY:
            return None, None
        return distribution(self.report, self.row.code, self.chosen)

    @property
    def chart(self):
        return self._distribution[0]

    @cached_property
    def largest(self):
        """The communities that lack most in the chosen indicator."""
        if self.chosen is None or not self.chosen.failing:
            return []
        ids = spread(self.report, self.row.code, self.chosen.slug).largest
        rows = Result.objects.filter(report=self.report, row__in=ids, indicator=self.chosen.slug).select_related("row")
        return figures(sorted(rows, key=lambda result: ids.index(result.row_id)), keep_order=True)

    @property
    def gap_unit(self):
        return GAP_UNITS.get(self.chosen.indicator.gap, "")

    @property
    def finding(self):
        """The page's title: what the figures say, in one sentence."""
        words = {"name": self.row.name, "communities": f"{self.row.communities:,}"}
        if not self.lacking:
            if any(figure.is_judged or figure.counts for figure in self.figures):
                return _("%(name)s:已判定的指标均达标") % words
            return _("%(name)s:各项指标都还没有可以判定的数据") % words
        return f"{self.row.name} " + _(";").join(map(self._lack, self.lacking[:2]))

    @cached_property
    def telling(self):
        """Figures with a verdict, of their own or of the communities inside."""
        return [figure for figure in self.figures if figure.is_telling]

    @cached_property
    def others(self):
        return [figure for figure in self.figures if not figure.is_telling]

    def _lack(self, figure):
        words = {"title": figure.title, "value": figure.value, "unit": figure.unit, "limit": figure.limit_words}
        counted = {"known": f"{figure.result.known or 0:,}", "asked": f"{figure.in_scope or 0:,}"}
        few = _("(只有 %(known)s/%(asked)s 个社区有数据,仅供参考)") % counted if figure.is_thin else ""
        if figure.failing:
            total = self._distribution[1].shortfall if figure is self.chosen and self._distribution[1] else None
            missing = _(",共缺 %(gap)s") % {"gap": gap(total, figure)} if total else ""
            counts = {"failing": f"{figure.failing:,}", "communities": f"{self.row.communities:,}"}
            return _("%(communities)s 个社区中 %(failing)s 个%(title)s未达标") % {**words, **counts} + missing + few
        return _("%(title)s %(value)s %(unit)s,标准%(limit)s") % words + few
