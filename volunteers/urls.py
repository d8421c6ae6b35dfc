"""Teams, volunteers and their hours in the workbench."""

from django.urls import path

from communities.registers import get
from communities.registers.paths import paths_of
from volunteers.models import Team, Volunteer
from volunteers.views import AlikeView

app_name = "volunteers"
urlpatterns = [
    *(
        path(
            f"office/{model._meta.model_name}/alike/",
            AlikeView.as_view(register=get(model), model=model),
            name=f"{model._meta.model_name}_alike",
        )
        for model in (Team, Volunteer)
    ),
    *paths_of(app_name),
]
