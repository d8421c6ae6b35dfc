"""Every address of the portal: plain addresses are Chinese, the same below `/en/` are English."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.contrib.auth.decorators import login_not_required
from django.urls import include, path
from django.views.i18n import set_language

urlpatterns = [
    path("i18n/setlang/", login_not_required(set_language), name="set_language"),
]

urlpatterns += i18n_patterns(
    path("admin/", admin.site.urls),
    # One line for each app that has pages; communities, at the root, stays last.
    path("", include("accounts.urls")),
    path("", include("compliance.urls")),
    path("", include("rectification.urls")),
    path("", include("staffing.urls")),
    path("", include("facilities.urls")),
    path("", include("disclosure.urls")),
    path("", include("volunteers.urls")),
    path("", include("property_mgmt.urls")),
    path("", include("grids.urls")),
    path("office/tables/", include("communities.official.urls")),
    path("office/tables/", include("staffing.official.urls")),
    path("", include("communities.urls")),
    prefix_default_language=False,
)
