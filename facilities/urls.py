"""Premises and services in the workbench."""

from communities.registers.paths import paths_of

app_name = "facilities"
urlpatterns = paths_of(app_name)
