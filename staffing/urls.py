"""People and posts in the workbench."""

from django.urls import path

from communities.registers import get
from communities.registers.paths import paths_of
from communities.views.registers.rows import DossierView
from staffing.disclosing_view import DiscloseView
from staffing.models import Worker

app_name = "staffing"
urlpatterns = [
    path(
        "office/worker/<int:pk>/dossier/",
        DossierView.as_view(register=get(Worker), model=Worker),
        name="worker_dossier",
    ),
    *(
        path(
            f"office/worker/<int:pk>/{route}/",
            DiscloseView.as_view(register=get(Worker), model=Worker, field=field),
            name=f"worker_{field}",
        )
        for route, field in (("id-number", "id_number"), ("phone", "phone"))
    ),
    *paths_of(app_name),
]
