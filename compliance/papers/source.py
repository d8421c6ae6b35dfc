"""What a paper needs of its report, in a handful of queries: the figures of the area and of what lies in it."""

from dataclasses import dataclass
from functools import cached_property

from django.apps import apps
from django.db.models import Count
from django.utils.translation import gettext_lazy as _

from communities.choices import Level
from communities.names import short_name
from compliance import registry
from compliance.choices import Verdict
from compliance.figures import figures
from compliance.frozen import frozen
from compliance.models import Result, Row, Standard
from compliance.ranking import first_below
from compliance.scopes import Scopes, in_scope
from compliance.spreads import standards_used

OWN_NAMES = {"compliance": _("社区规模和工作经费")}
"""What the indicators of an app are about, where the app's own name does not say it."""


@dataclass(frozen=True)
class Rows:
    """How many places a report has inside an area, by level and by kind."""

    levels: dict
    kinds: dict


def topic_of(indicator):
    """社区工作者, 服务设施 …: the app that declares the indicator says what it is about."""
    label = indicator.ratio.__module__.split(".")[0]
    return str(OWN_NAMES.get(label) or apps.get_app_config(label).verbose_name)


class Source:
    """One row of a report, looked at from everywhere a paper looks from."""

    def __init__(self, subject):
        self.report, self.row, self.levels = subject.report, subject.row, subject.levels

    @cached_property
    def figures(self):
        """Of the area itself, those that do not concern it left out."""
        own = Result.objects.filter(report=self.report, row=self.row).select_related("row")
        scope = in_scope(self.report, self.row.code) if self.row.level != Level.COMMUNITY else None
        return [figure for figure in figures(own, scope) if not figure.is_out_of_scope]

    @cached_property
    def topics(self):
        """[(topic, its figures)] in the order of the catalogue."""
        found = {}
        for figure in self.figures:
            found.setdefault(topic_of(figure.indicator), []).append(figure)
        return list(found.items())

    @cached_property
    def lacking(self):
        """Figures where something is missing: binding standards first, then the most widespread."""
        found = [figure for figure in self.figures if figure.failing or figure.verdict == Verdict.FAIL]
        return sorted(found, key=lambda one: (one.result.advisory or bool(one.result.flagged), -one.failing))

    @cached_property
    def telling(self):
        return [figure for figure in self.figures if figure.is_telling]

    @cached_property
    def others(self):
        return [figure for figure in self.figures if not figure.is_telling]

    @cached_property
    def rows(self):
        inside = Row.objects.of(self.report, area=self.row.code).order_by().values_list("level", "kind")
        counted = frozen(self.report, f"{self.row.code}.places", lambda: list(inside.annotate(Count("pk"))))
        levels, kinds = {}, {}
        for level, kind, count in counted:
            levels[level] = levels.get(level, 0) + count
            if level == Level.COMMUNITY:
                kinds[kind] = kinds.get(kind, 0) + count
        return Rows(levels, kinds)

    @cached_property
    def level(self):
        """The level of the tables: the one below the area; None below a community."""
        return first_below(
            self.report, self.row.code, [level for level in self.levels[1:] if level in self.rows.levels]
        )

    @cached_property
    def places(self):
        """The rows of the tables, by code."""
        if self.level is None:
            return []
        return list(Row.objects.of(self.report, level=self.level, area=self.row.code).order_by("code"))

    @cached_property
    def inner(self):
        """{(row, indicator): figure} of the places in the tables."""
        ids = [row.pk for row in self.places]
        found = Result.objects.filter(report=self.report, row__in=ids).told()
        scopes, codes = Scopes(self.report, self.row.code, self.level), {row.pk: row.code for row in self.places}
        told = (scopes.tell(figure, codes[figure.result.row_id]) for figure in figures(found, keep_order=True))
        return {(figure.result.row_id, figure.slug): figure for figure in told}

    def of_places(self, figure):
        """[(place, figure or None)] of one indicator."""
        return [(row, self.inner.get((row.pk, figure.slug))) for row in self.places]

    @cached_property
    def standards(self):
        """What judged anything in the area, its communities included, in the order of the catalogue."""
        found = Standard.objects.filter(pk__in=standards_used(self.report, self.row.code))
        order = {indicator.slug: place for place, indicator in enumerate(registry.indicators())}
        return sorted(found, key=lambda one: (order.get(one.indicator, 0), one.area, one.pk))

    def judging_communities(self, figure):
        """The standards by which the communities of the area are judged in an indicator."""
        concerned = [one for one in self.standards if one.indicator == figure.slug]
        return [one for one in concerned if Level.COMMUNITY in one.levels]


def called(row):
    """A place as people call it."""
    return short_name(row.name, row.kind) if row.level == Level.COMMUNITY else row.name
