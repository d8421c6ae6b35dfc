"""出表, below `office/tables/`."""

from django.urls import path

from communities.views.official import filling, ready

app_name = "official"
urlpatterns = [
    path("", ready.IndexView.as_view(), name="table_list"),
    path("ready/<slug:slug>/", ready.ReadyTableView.as_view(), name="table_ready"),
    path("file/<int:pk>/", ready.ProducedFileView.as_view(), name="table_file"),
    path("fill/", filling.UploadView.as_view(), name="table_upload"),
    path("fill/<int:pk>/", filling.MappingView.as_view(), name="table_mapping"),
    path("fill/<int:pk>/file/", filling.FilledFileView.as_view(), name="table_filled"),
]
