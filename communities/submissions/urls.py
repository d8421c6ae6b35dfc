"""报送与审核, below `office/submissions/`."""

from django.urls import path

from communities.submissions.choices import Action
from communities.views.submissions import around, listing
from communities.views.submissions.steps import STEPS, PassManyView, StreetStepView, SubmissionStepView

ROOT = "office/submissions/"
STREET = {Action.SEND: "send", Action.APPROVE: "approve", Action.RETURN_STREET: "sendback"}

paths = [
    path(ROOT, listing.SubmissionListView.as_view(), name="submission_list"),
    path(f"{ROOT}notices/", around.NoticesView.as_view(), name="submission_notices"),
    path(f"{ROOT}period/", around.PeriodView.as_view(), name="submission_period"),
    path(f"{ROOT}levels/", around.LevelsView.as_view(), name="submission_levels"),
    path(f"{ROOT}exception/<int:pk>/end/", around.RelockView.as_view(), name="submission_relock"),
    path(f"{ROOT}street/<int:pk>/", listing.BoardView.as_view(), name="submission_board"),
    path(f"{ROOT}street/<int:pk>/pass/", PassManyView.as_view(), name="submission_pass_many"),
    path(f"{ROOT}street/<int:pk>/remind/", around.RemindView.as_view(), name="submission_remind"),
    path(f"{ROOT}<int:pk>/", listing.SubmissionDetailView.as_view(), name="submission_detail"),
    path(f"{ROOT}<int:pk>/unlock/", around.UnlockView.as_view(), name="submission_unlock"),
    *(
        path(f"{ROOT}street/<int:pk>/{slug}/", StreetStepView.as_view(action=action), name=f"submission_{slug}")
        for action, slug in STREET.items()
    ),
    *(
        path(
            f"{ROOT}<int:pk>/{action.value}/",
            SubmissionStepView.as_view(action=action),
            name=f"submission_{action.value}",
        )
        for action in STEPS
    ),
]
