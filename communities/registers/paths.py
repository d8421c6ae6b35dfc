"""The addresses of a register, each a plain path named `<model>_<action>`."""

from django.urls import path

from communities.views.registers import acting, bulk, editing, exporting, listing, rows

VIEWS = [
    ("", "list", listing.RegisterListView),
    ("add/", "add", editing.RegisterAddView),
    ("bulk/", "bulk", bulk.BulkView),
    ("export/", "export", exporting.ExportView),
    ("view/", "view", listing.SavedViewView),
    ("nil/", "nil", acting.NilView),
    ("do/<slug:act>/", "start", acting.StartView),
    ("<int:pk>/", "detail", rows.RegisterDetailView),
    ("<int:pk>/edit/", "edit", editing.RegisterEditView),
    ("<int:pk>/end/", "end", acting.EndView),
    ("<int:pk>/delete/", "delete", editing.RegisterDeleteView),
    ("<int:pk>/do/<slug:act>/", "act", acting.ActView),
]


def paths(register):
    """The `urlpatterns` of one register."""
    return [
        path(
            f"office/{register.slug}/{route}",
            view.as_view(register=register, model=register.model),
            name=f"{register.name}_{name}",
        )
        for route, name, view in VIEWS
    ]


def paths_of(app_label):
    """The `urlpatterns` of all registers of an app."""
    from communities.registers.declaring import registers

    return [one for register in registers() if register.namespace == app_label for one in paths(register)]
