"""Communities, for residents and for the office, and the jobs of the workbench."""

from django.urls import path

from communities import converters  # noqa: F401 - the codes in the addresses
from communities.models import Community
from communities.registers import get
from communities.registers.paths import paths_of
from communities.submissions.urls import paths as submission_paths
from communities.uploads.urls import paths as upload_paths
from communities.views import alerts, desk, finding, maps, office, open_data, public, site
from communities.views.registers.rows import DossierView

app_name = "communities"
urlpatterns = [
    path("community/<community:code>/", public.CommunityView.as_view(), name="public"),
    path("community/<community:code>/map/<slug:picture>.jpg", maps.MapView.as_view(), name="map"),
    path("find/", finding.FindView.as_view(), name="find"),
    path("elder/", site.ElderView.as_view(), name="elder"),
    path("about/<slug:page>/", site.AboutView.as_view(), name="about"),
    path("open-data/", open_data.CatalogueView.as_view(), name="open_data"),
    path("open-data/<slug:slug>.<slug:form>", open_data.DatasetView.as_view(), name="open_dataset"),
    path("office/", desk.TodoView.as_view(), name="todo"),
    path("office/todo/count/", desk.TodoCountView.as_view(), name="todo_count"),
    path("office/welcome/", desk.WelcomeView.as_view(), name="welcome"),
    path("office/guide/", desk.GuideView.as_view(), name="guide"),
    path("office/alerts/", alerts.AlertListView.as_view(), name="alert_list"),
    path("office/search/", desk.SearchView.as_view(), name="search"),
    path("office/log/", desk.LogView.as_view(), name="log"),
    path("office/suggest/<slug:what>/", desk.SuggestView.as_view(), name="suggest"),
    path(
        "office/community/<int:pk>/dossier/",
        DossierView.as_view(register=get(Community), model=Community),
        name="community_dossier",
    ),
    path("office/community/<int:pk>/map/", maps.MapEditView.as_view(), name="map_edit"),
    *paths_of(app_name),
    *upload_paths,
    *submission_paths,
    path("office/job/<int:pk>/", office.JobDetailView.as_view(), name="job_detail"),
    path("office/job/<int:pk>/retry/", office.JobRetryView.as_view(), name="job_retry"),
]
