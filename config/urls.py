"""Every address of the portal: plain addresses are Chinese, the same below `/en/` are English."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path
from django.utils.translation import gettext_lazy as _

admin.site.site_header = admin.site.site_title = _("邻里 · 后台管理")

urlpatterns = i18n_patterns(
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
