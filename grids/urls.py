"""Grids in the workbench."""

from django.urls import path

from communities.registers.paths import paths_of
from grids import views

app_name = "grids"
urlpatterns = [
    path("office/coverage/", views.CoverageView.as_view(), name="coverage"),
    path("office/coverage/settle/", views.SettleView.as_view(), name="coverage_settle"),
    *paths_of(app_name),
]
