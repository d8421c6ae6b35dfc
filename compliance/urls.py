"""Figures: for residents at the root, for the office below `office/`."""

from django.urls import path

from communities import converters  # noqa: F401 - the codes in the addresses
from communities.registers.paths import paths_of
from compliance.papers.urls import paths as paper_paths
from compliance.views import (
    comparing,
    counts,
    indicators,
    openings,
    overview,
    public,
    report_page,
    reports,
    standards,
    traces,
    unusual,
)

app_name = "compliance"
urlpatterns = [
    path("", public.HomeView.as_view(), name="home"),
    path("area/<area:code>/", public.AreaView.as_view(), name="area"),
    path("standards/", public.StandardsView.as_view(), name="standards"),
    path("office/overview/", overview.OverviewView.as_view(), name="overview"),
    path("office/overview/compare/", comparing.CompareView.as_view(), name="overview_compare"),
    path("office/overview/compare/csv/", comparing.CompareFileView.as_view(), name="overview_compare_file"),
    path("office/overview/<slug:what>/csv/", overview.OverviewFileView.as_view(), name="overview_file"),
    path("office/unusual/", unusual.UnusualView.as_view(), name="unusual"),
    path("office/unusual/csv/", unusual.UnusualFileView.as_view(), name="unusual_file"),
    path("office/report/", reports.ReportListView.as_view(), name="report_list"),
    path("office/report/add/", reports.ReportAddView.as_view(), name="report_add"),
    path("office/report/<int:pk>/", report_page.ReportDetailView.as_view(), name="report_detail"),
    path("office/report/<int:pk>/trace/<int:row>/<slug:indicator>/", traces.TraceView.as_view(), name="report_trace"),
    path("office/report/<int:pk>/publish/", reports.PublishView.as_view(), name="report_publish"),
    path("office/report/<int:pk>/withdraw/", reports.WithdrawView.as_view(), name="report_withdraw"),
    path("office/report/<int:pk>/export/<slug:form>/<slug:level>/", reports.ExportView.as_view(), name="report_export"),
    path("office/indicator/", indicators.IndicatorListView.as_view(), name="indicator_list"),
    path("office/indicator/<slug:indicator>/", indicators.IndicatorDetailView.as_view(), name="indicator_detail"),
    path("office/indicator/<slug:indicator>/csv/", indicators.IndicatorFileView.as_view(), name="indicator_file"),
    *paper_paths,
    path("office/count/", counts.CountView.as_view(), name="count_list"),
    path("office/count/<slug:line>/rows/", counts.CountRowsView.as_view(), name="count_rows"),
    path("office/standard/", standards.StandardListView.as_view(), name="standard_list"),
    path("office/standard/<int:pk>/", standards.StandardDetailView.as_view(), name="standard_detail"),
    path("office/standard/<int:pk>/end/", standards.StandardEndView.as_view(), name="standard_end"),
    path("office/draft/<int:pk>/whatif/", standards.WhatIfView.as_view(), name="standarddraft_whatif"),
    path("office/draft/<int:pk>/publish/", standards.DraftPublishView.as_view(), name="standarddraft_publish"),
    path("office/opening/", openings.OpeningListView.as_view(), name="opening_list"),
    path("office/opening/edit/", openings.OpeningEditView.as_view(), name="opening_edit"),
    path("office/opening/<int:pk>/", openings.OpeningDetailView.as_view(), name="opening_detail"),
    path("office/opening/<int:pk>/preview/", openings.OpeningPreviewView.as_view(), name="opening_preview"),
    path("office/opening/<int:pk>/release/", openings.OpeningReleaseView.as_view(), name="opening_release"),
    path("office/opening/<int:pk>/drop/", openings.OpeningDropView.as_view(), name="opening_drop"),
    *paths_of(app_name),
]
