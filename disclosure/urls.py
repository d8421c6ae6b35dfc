"""What must be published: its registers in the workbench, its pages for residents."""

from django.urls import path

from communities.registers.paths import paths_of
from disclosure import photo_views, views

app_name = "disclosure"
urlpatterns = [
    path("disclosures/", views.ItemListView.as_view(), name="items"),
    path("disclosures/<int:pk>/", views.ItemView.as_view(), name="item"),
    path("disclosures/<int:pk>/sheet/", views.SheetView.as_view(), name="sheet"),
    path("disclosures/photos/<int:pk>.jpg", photo_views.PhotoView.as_view(), name="photo"),
    path("office/disclosures/<int:pk>/photos/", photo_views.PhotoAddView.as_view(), name="photos"),
    path("disclosures/<int:pk>/object/", views.ObjectView.as_view(), name="object"),
    path("notices/", views.NoticeListView.as_view(), name="notices"),
    path("notices/<int:pk>/", views.NoticeView.as_view(), name="notice"),
    path("notices/<int:pk>/screen/", views.ScreenView.as_view(), name="screen"),
    path("office/disclosures/overdue/", views.OverdueView.as_view(), name="overdue"),
    *paths_of(app_name),
]
