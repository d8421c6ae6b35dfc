"""Findings in the workbench."""

from django.urls import path

from communities.registers.paths import paths_of
from rectification import views

app_name = "rectification"
urlpatterns = [
    path("office/finding/<int:pk>/progress/", views.ProgressView.as_view(), name="progress_add"),
    path("office/finding/<int:pk>/notice/", views.NoticeView.as_view(), name="finding_notice"),
    path("office/progress/<int:pk>/file/", views.EvidenceView.as_view(), name="progress_file"),
    path("office/report/<int:pk>/findings/<slug:indicator>/", views.FromReportView.as_view(), name="finding_report"),
    *paths_of(app_name),
]
