"""Papers, below `office/`."""

from django.urls import path

from compliance.views import papers

paths = [
    path("office/report/<int:pk>/paper/", papers.PaperView.as_view(), name="paper_detail"),
    path("office/report/<int:pk>/paper/edit/", papers.PaperEditView.as_view(), name="paper_edit"),
    path("office/report/<int:pk>/paper/make/", papers.PaperMakeView.as_view(), name="paper_make"),
    path("office/paper/file/<int:pk>/", papers.PaperFileView.as_view(), name="paper_file"),
    path("office/paper/", papers.PaperFindView.as_view(), name="paper_find"),
]
