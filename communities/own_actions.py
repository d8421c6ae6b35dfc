"""Acts on the registers of this app."""

from functools import partial

from django.utils.translation import gettext_lazy as _

from communities.actions import Action, register
from communities.boundaries import BoundaryForm, set_boundary
from communities.boundary_files import BoundariesForm, set_boundaries
from communities.distribution import KINDS, distribute, kinds, places, rows_left
from communities.distribution_form import DistributionForm
from communities.models import Area, Community, CommunityChange


def has_rows_left(change):
    """Whether a merger, split or abolition with a decree leaves anything to be distributed."""
    if change.kind not in KINDS or not change.decree:
        return False
    before, after = places(change)
    return bool(after) and any(rows_left(change, kind, one).exists() for one in before for kind in kinds())


register(
    Action(
        slug="distribute",
        title=_("分配人员、设施和经费"),
        model=CommunityChange,
        form=DistributionForm,
        service=distribute,
        permission="communities.add_distribution",
        row="change",
        when=has_rows_left,
    )
)


def boundary_of(model, *, when):
    return Action(
        slug="boundary",
        title=_("登记边界"),
        model=model,
        form=BoundaryForm,
        service=set_boundary,
        permission=f"communities.change_{model._meta.model_name}",
        row="place",
        when=when,
    )


def boundaries_of(model):
    """The same for many places at once, from the list."""
    return Action(
        slug="boundaries",
        title=_("批量登记边界"),
        model=model,
        form=BoundariesForm,
        service=partial(set_boundaries, model),
        permission=f"communities.change_{model._meta.model_name}",
    )


register(
    boundaries_of(Community),
    boundaries_of(Area),
    boundary_of(Community, when=lambda community: community.abolished_on is None),
    boundary_of(Area, when=lambda area: area.ended_on is None),
)
