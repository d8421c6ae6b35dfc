"""Premises follow a change of communities: in use there until the day, in use by the successor from it on."""

from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from communities.distribution import Kind, register
from facilities.models import BuildProject, Facility, IdleAsset
from records.successors import set_exactly, successor


def lasting(community, on):
    return Facility.objects.filter(Q(closed_on=None) | Q(closed_on__gt=on), community=community)


def premises(community, on):
    """Facilities with their rooms; a room on its own only where what it belongs to is closed or elsewhere."""
    return lasting(community, on).filter(
        Q(within=None) | Q(within__closed_on__lte=on) | ~Q(within__community=F("community"))
    )


def follow(facility, move, within=None):
    """The row is closed on the day and goes on as another one in the successor; one opened since is moved as it is."""
    rooms = list(lasting(move.before, move.on).filter(within=facility))
    name = _name_there(facility, move)
    if facility.opened_on and facility.opened_on >= move.on:
        following = facility
        following.community, following.name, following.within = move.after, name, within or facility.within
    else:
        opened_on = move.on if facility.opened_on else None
        following = successor(facility, community=move.after, name=name, within=within, opened_on=opened_on)
        facility.save(update_fields=set_exactly(facility, closed_on=move.on))
    following.full_clean()
    following.save()
    for room in rooms:
        follow(room, move, within=following)


def _name_there(facility, move):
    """Two communities that become one may both have a 党群服务中心."""
    if not Facility.objects.filter(community=move.after, name=facility.name).exists():
        return facility.name
    ending = f"({move.before})"
    return facility.name[: Facility._meta.get_field("name").max_length - len(ending)] + ending


def take_over(row, move):
    """What is not kept by day goes as it is."""
    row.community = move.after
    row.full_clean()
    row.save(update_fields=["community"])


def running_projects(community, on):
    """Projects not finished by the day; finished ones stay with the community that had them."""
    return BuildProject.objects.filter(Q(finished_on=None) | Q(finished_on__gt=on), community=community)


def idle_assets(community, _on):
    return IdleAsset.objects.filter(community=community)


register(Kind(slug="facilities", title=_("服务设施"), rows=premises, move=follow))
register(Kind(slug="projects", title=_("建设项目"), rows=running_projects, move=take_over))
register(Kind(slug="idle", title=_("闲置资产"), rows=idle_assets, move=take_over))
