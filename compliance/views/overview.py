from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import TemplateView, View

from communities import workbench
from communities.views.base import ScopedMixin
from compliance.asof import Asked, shown
from compliance.dashboard import Dashboard
from compliance.downloads import csv_answer
from compliance.models import Report


class DashboardMixin(ScopedMixin):
    """The report that answers for the place and the day asked for, and what it says of the place."""

    model = Report

    @cached_property
    def asked(self):
        get = self.request.GET.get
        return Asked(self.request.user, get("area", ""), get("on", ""), get("report", ""))

    @cached_property
    def dashboard(self):
        """None where there is no report, or the report does not know the place."""
        found = shown(self.asked) if self.asked.report else None
        return found and Dashboard(found, self.request.user, self.request.GET.get("indicator", ""))


class OverviewView(DashboardMixin, TemplateView):
    """Where a place stands on a day: what the report says, where it falls short, how it came there, where to look."""

    template_name = "office/overview.html"

    def handle_no_permission(self):
        """Accounts without business data start where their own work is."""
        entries = workbench.entries(self.request.user)
        return redirect(entries[0].url_name) if entries else super().handle_no_permission()

    def get_context_data(self, **kwargs):
        asked, dashboard = self.asked, self.dashboard
        if dashboard is None:
            if self.asked.area and not asked.is_known:
                raise Http404
            return super().get_context_data(asked=asked, overview=None, **kwargs)
        url, report = reverse("compliance:overview"), dashboard.report
        crumbs = [(f"{url}?report={report.pk}&area={row.code}", row.name) for row in dashboard.subject.above]
        crumbs.append((None, dashboard.row.name))
        return super().get_context_data(asked=asked, report=report, overview=dashboard, crumbs=crumbs, **kwargs)


class OverviewFileView(DashboardMixin, View):
    """The table behind a chart of the dashboard as a file."""

    def get(self, request, *args, **kwargs):
        build = getattr(self, f"{kwargs['what']}_table", None)
        if build is None or self.dashboard is None or self.dashboard.chosen is None:
            raise Http404
        report, row = self.dashboard.report, self.dashboard.row
        name = f"linli-{row.code}-{report.as_of:%Y%m%d}-{kwargs['what']}"
        return csv_answer(name, *build(self.dashboard))

    def figures_table(self, dashboard):
        header = [
            _("指标"), _("代码"), _("数值"), _("单位"), _("标准"), _("判定"), _("缺口"), _("变化"), _("变化起算日"),
            _("有数据的社区"), _("计算范围内的社区"),
        ]  # fmt: skip
        return header, [self._figure(figure) for figure in dashboard.figures]

    def _figure(self, figure):
        change = figure.change
        return [
            figure.title, figure.slug, figure.value, figure.unit, figure.limit, figure.word, figure.shortfall,
            change and change.text, change and change.since, figure.result.known, figure.in_scope,
        ]  # fmt: skip

    def spread_table(self, dashboard):
        columns = dashboard.chart.columns if dashboard.chart else []
        return [f"{dashboard.chosen.title} ({dashboard.chosen.unit})", _("社区 (个)")], [
            [column.label, column.count] for column in columns
        ]

    def trend_table(self, dashboard):
        header = [_("截至"), _("报告"), _("数值"), _("单位"), _("较上期"), _("标准"), _("判定")]
        return header, [self._point(point, dashboard.trend.unit) for point in dashboard.trend.points]

    def _point(self, point, unit):
        change, figure = point.change, point.figure
        judged = [figure.limit, figure.word] if figure else [None, None]
        return [point.day, point.period.report.area_name, point.value, unit, change and change.text, *judged]

    def ranking_table(self, dashboard):
        if dashboard.ranking is None:
            raise Http404
        header = [
            _("名次"), _("区划编码"), _("名称"), _("社区 (个)"), _("数值"), _("单位"), _("分子"), _("分母"),
            _("有数据的社区"), _("计算范围内的社区"), _("提示"), _("判定"), _("缺口"), _("建议增配"), _("建议配备数"),
        ]  # fmt: skip
        return header, [self._member(member) for member in dashboard.ranking.members]

    def _member(self, member):
        figure = member.figure
        known = [figure.value, figure.unit, figure.numerator, figure.denominator] if figure else [None] * 4
        judged = [figure.word, figure.shortfall] if figure else [None] * 2
        return [
            member.place, member.row.code, member.row.name, member.row.communities, *known, member.known,
            member.in_scope, member.caveat, *judged, member.added_words, member.suggested,
        ]  # fmt: skip
