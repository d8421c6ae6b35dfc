"""Estates and committees in the workbench."""

from communities.registers.paths import paths_of

app_name = "property_mgmt"
urlpatterns = paths_of(app_name)
