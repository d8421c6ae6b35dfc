"""Premises and services in the workbench; the directory of services for residents."""

from django.urls import path

from communities.registers.paths import paths_of
from facilities import views

app_name = "facilities"
urlpatterns = [
    path("services/", views.ServiceListView.as_view(), name="services"),
    path("nearby/", views.NearbyView.as_view(), name="nearby"),
    path("services/<int:pk>/", views.ServiceView.as_view(), name="service"),
    *paths_of(app_name),
]
