from functools import partial

from django.core.paginator import Paginator
from django.db.models import F
from django.utils.functional import cached_property
from django_tables2 import RequestConfig

from accounts.doing import doing
from communities.access import reaches
from communities.choices import Level
from communities.places import around
from communities.views.base import ScopedDetailView
from compliance import registry
from compliance.charts import distribution
from compliance.figures import figures
from compliance.filters import ResultFilter, RowFilter
from compliance.models import Report, Result, Row, Standard
from compliance.overview import Overview
from compliance.ranking import first_below
from compliance.report_buttons import offered
from compliance.review import unreviewed
from compliance.scopes import Scopes
from compliance.subjects import subject
from compliance.tables import FIGURES, MatrixTable, ResultTable

ROWS = 50
MATRIX = "all"
SHOWN = ["row_id", "indicator", "value", "limit", "verdict", "advisory", "standard_id", "known"]
"""What of a result stands in the matrix."""


class CountedPaginator(Paginator):
    """Knows how many there are where that is cheaper to find out than to count: a row each has every indicator."""

    def __init__(self, *args, count=None, **kwargs):
        super().__init__(*args, **kwargs)
        if count is not None:
            self.count = count


class ReportDetailView(ScopedDetailView):
    """A report: what it says of an area within reach, then one table a level, for one indicator or for all."""

    model = Report
    template_name = "office/report_detail.html"

    def get_queryset(self):
        return super().get_queryset().select_related("built_by", "published_by")

    @cached_property
    def subject(self):
        return subject(self.object, self.request.user, self.request.GET.get("area", ""))

    @cached_property
    def overview(self):
        return Overview(self.subject, self.request.GET.get("indicator", ""))

    @cached_property
    def level(self):
        """The level asked for, else the one below the area."""
        asked = self.request.GET.get("level", "")
        if asked in self.levels:
            return Level(asked)
        return first_below(self.object, self.subject.code, self.levels[1:]) or self.levels[0]

    @cached_property
    def levels(self):
        inside = Row.objects.of(self.object, area=self.subject.code).order_by()
        present = set(inside.values_list("level", flat=True).distinct())
        return [level for level in self.subject.levels if level in present]

    @cached_property
    def indicator(self):
        """The indicator asked for, all of them (None), else the one where most is missing."""
        asked = self.request.GET.get("indicator", "")
        if asked == MATRIX:
            return None
        known = {each.slug: each for each in registry.indicators()}
        return known.get(asked) or self.overview.chosen.indicator

    @cached_property
    def areas(self):
        """The areas directly inside the subject, to choose from where the level shown lies deeper."""
        below = [level for level in self.levels[1:] if level not in (Level.COMMUNITY, self.level)]
        nearest = first_below(self.object, self.subject.code, below)
        if nearest is None or self.levels.index(nearest) > self.levels.index(self.level):
            return []
        inside = Row.objects.of(self.object, level=nearest, area=self.subject.code)
        return list(inside.order_by("code").values_list("code", "name"))

    def get_context_data(self, **kwargs):
        table, rows_filter = self.get_table()
        report = self.object
        streets, unlocked = unreviewed(report, self.subject.code)
        return super().get_context_data(
            subject=self.subject, overview=self.overview, level=self.level, levels=self.levels, MATRIX=MATRIX,
            indicator=self.indicator, indicators=registry.indicators(), table=table, filter=rows_filter,
            standards=self.standards_shown(table), may_decide=self.may_publish(),
            streets=streets, unlocked=unlocked,
            crumbs=[(f"?area={row.code}", row.name) for row in self.subject.above] + [(None, self.subject.row.name)],
            chart=self.distribution[0], buttons=self.buttons, **kwargs,
        )  # fmt: skip

    def may_publish(self):
        with doing(self.request.user, "compliance.publish_report"):
            return reaches(self.request.user, self.object.area_code)

    @property
    def buttons(self):
        """What the apps above offer to do with the rows."""
        return offered(self.object, self.indicator, self.subject.code, self.request.user)

    def standards_shown(self, table):
        """The standards that judged anything on this page. All results of a large report are too many to ask."""
        results = [*(figure.result for figure in self.overview.figures), *table.results]
        ids = {result.standard_id for result in results} - {None}
        spread = self.distribution[1]
        ids |= set(spread.standards) if spread else set()
        return Standard.objects.filter(pk__in=ids).order_by("indicator", F("area").desc())

    @cached_property
    def distribution(self):
        """Chart and spread of the indicator chosen, where the table lists communities."""
        if self.indicator is None or self.level != Level.COMMUNITY or self.subject.row.level == Level.COMMUNITY:
            return None, None
        figure = next((figure for figure in self.overview.figures if figure.slug == self.indicator.slug), None)
        return distribution(self.object, self.subject.code, figure) if figure else (None, None)

    @property
    def rows(self):
        return Row.objects.of(self.object, level=self.level, area=self.subject.code)

    def results(self):
        """With their rows. Sorted by a figure, all have to be read; by name or code, only those shown."""
        if self.request.GET.get("sort", "").removeprefix("-") in FIGURES:
            found = Result.objects.filter(report=self.object).of_rows(self.rows).prefetch_related("row")
        else:
            found = Result.objects.at(self.object, level=self.level, area=self.subject.code).select_related("row")
        return found.filter(indicator=self.indicator.slug)

    def get_table(self):
        data = {"data": self.request.GET or None, "request": self.request, "areas": self.areas}
        hidden = [] if self.areas else ["parent"]
        if self.indicator:
            found = ResultFilter(queryset=self.results(), **data)
            table = ResultTable(found.qs, report=self.object, indicator=self.indicator, exclude=hidden)
        else:
            found = RowFilter(queryset=self.rows, **data)
            table = MatrixTable(found.qs, report=self.object, exclude=hidden)
        paginator = partial(CountedPaginator, count=None if found.is_narrowed else self.rows.count())
        pages = {"per_page": ROWS, "silent": True, "paginator_class": paginator}
        RequestConfig(self.request, paginate=pages).configure(table)
        self.fill(table)
        return table, found

    def fill(self, table):
        """What the page of the table needs beside its rows."""
        records = [row.record for row in table.page.object_list]
        rows = [record if isinstance(record, Row) else record.row for record in records]
        table.scopes = Scopes(self.object, self.subject.code, self.level)
        if self.areas:
            table.parents = parents(self.object, rows)
        if isinstance(table, MatrixTable):
            found = Result.objects.filter(report=self.object, row__in=[row.pk for row in rows])
            records = found.values_list(*SHOWN, named=True)
            codes = {row.pk: row.code for row in rows}
            found = [table.scopes.tell(figure, codes[figure.result.row_id]) for figure in figures(records)]
            table.figures = {(figure.result.row_id, figure.slug): figure for figure in found}
        table.results = [figure.result for figure in table.figures.values()] if table.figures else records


def parents(report, rows):
    """{row: name of the nearest area of the report around it}"""
    codes = {area for row in rows for area in around(row.code)}
    called = dict(Row.objects.filter(report=report, code__in=codes).values_list("code", "name"))
    nearest = {row.pk: next((area for area in reversed(around(row.code)) if area in called), "") for row in rows}
    return {pk: called.get(area, "–") for pk, area in nearest.items()}
