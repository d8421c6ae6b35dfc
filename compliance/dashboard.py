"""Where an area stands, why, and what it would take: a report's figures with their past and the places inside."""

from functools import cached_property

from django.utils.translation import gettext as _

from communities.choices import Level
from compliance import periods, trends
from compliance.changes import change
from compliance.outlines import outlines
from compliance.overview import Overview
from compliance.ranking import Member, Ranking, level_inside, members


class Dashboard(Overview):
    """An overview that also knows the reports before it."""

    def __init__(self, subject, user, asked=""):
        super().__init__(subject, asked)
        self.user = user

    @cached_property
    def periods(self):
        return periods.periods(self.report, self.row, self.user)

    @property
    def before(self):
        """The report that changes are counted from; None where this is the first."""
        return self.periods[-2] if len(self.periods) > 1 else None

    @cached_property
    def term(self):
        """The last report of the term of office before this one."""
        return periods.term_before(self.row, self.report.as_of, self.user)

    @cached_property
    def figures(self):
        found = super().figures
        latest = self.periods[-periods.LATEST :]
        past = periods.series(latest)
        by_term = [figure.slug for figure in found if figure.indicator.by_term]
        then = periods.series([self.term], by_term) if by_term and self.term else {}
        for figure in found:
            figure.spark = trends.spark(latest, past, figure.slug)
            period, known = (self.term, then) if figure.indicator.by_term else (self.before, past)
            result = known.get((period.row.pk, figure.slug)) if period else None
            if result is not None:
                figure.change = change(result.value, figure.result.value, figure.unit, period.day)
        return found

    @property
    def term_note(self):
        """Why figures of elected committees stand without a change."""
        if self.term is None and any(figure.indicator.by_term for figure in self.figures):
            return _("两委成员的指标与上一届比;社区登记册没有届满日期,或上一届没有报告时不显示。")
        return ""

    @property
    def missing(self):
        """What is lacking, in people, ㎡ and money: figures whose gap is counted."""
        return [figure for figure in self.figures if figure.shortfall]

    @cached_property
    def trend(self):
        if self.chosen is None:
            return None
        found = periods.series(self.periods, [self.chosen.slug])
        return trends.trend(self.periods, found, self.chosen.slug)

    @cached_property
    def ranking(self):
        """The places of the next level that the report lists, by the chosen indicator."""
        level = level_inside(self.report, self.row) if self.chosen else None
        if level is None:
            return None
        return Ranking(self.chosen, members(self.report, self.row.code, level, self.chosen.slug))

    @cached_property
    def outlines(self):
        """Sketches of the places inside, or of the community itself, where they have outlines."""
        if self.chosen is None:
            return []
        return outlines([Member(self.row, self.chosen, 1)] if self.is_community else self.ranking.found)

    @property
    def query(self):
        """The address of the same report, place and indicator."""
        return f"?report={self.report.pk}&area={self.row.code}&indicator={self.chosen.slug}"

    @property
    def is_community(self):
        return self.row.level == Level.COMMUNITY
