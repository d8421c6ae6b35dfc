"""导入, below `office/import/`."""

from django.urls import path

from communities.views.uploads import checking, sending, steps

paths = [
    path("office/import/", sending.UploadListView.as_view(), name="import_list"),
    path("office/import/new/", sending.UploadAddView.as_view(), name="import_add"),
    path("office/import/new/<slug:sheet>/", sending.UploadAddView.as_view(), name="import_start"),
    path("office/import/template/<slug:sheet>/", sending.TemplateView.as_view(), name="import_template"),
    path("office/import/<int:pk>/", steps.UploadDetailView.as_view(), name="import_detail"),
    path("office/import/<int:pk>/match/", steps.MatchView.as_view(), name="import_match"),
    path("office/import/<int:pk>/check/", checking.CheckView.as_view(), name="import_check"),
    path("office/import/<int:pk>/rows/", checking.ErrorFileView.as_view(), name="import_rows"),
    path("office/import/<int:pk>/apply/", steps.ApplyView.as_view(), name="import_apply"),
    path("office/import/<int:pk>/discard/", steps.DiscardView.as_view(), name="import_discard"),
    path("office/import/<int:pk>/undo/", steps.UndoView.as_view(), name="import_undo"),
    path("office/import/<int:pk>/movements/", checking.MovementFileView.as_view(), name="import_movements"),
]
