"""Communities, for residents and for the office, and the jobs of the workbench."""

from django.urls import path

from communities import converters  # noqa: F401 - the codes in the addresses
from communities.views import office, public

app_name = "communities"
urlpatterns = [
    path("community/<community:code>/", public.CommunityView.as_view(), name="public"),
    path("office/community/", office.CommunityListView.as_view(), name="community_list"),
    path("office/community/<int:pk>/", office.CommunityDetailView.as_view(), name="community_detail"),
    path("office/job/<int:pk>/", office.JobDetailView.as_view(), name="job_detail"),
]
