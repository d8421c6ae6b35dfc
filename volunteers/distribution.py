"""Teams, volunteers and open needs follow a change of communities: there until the day, in the successor from it on."""

from operator import attrgetter

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from communities.distribution import Kind, register
from records.successors import set_exactly, successor
from volunteers.choices import NeedState
from volunteers.models import Need, Team, TeamMatch, Volunteer, VolunteerMatch


def lasting(model):
    """Rows in the community that go on beyond the day."""

    def rows(community, on):
        return model.objects.filter(Q(ended_on=None) | Q(ended_on__gt=on), community=community)

    return rows


def _go_on(row, move, **values):
    """The row is closed on the day and goes on as another one; one begun since is moved as it is."""
    if row.started_on and row.started_on >= move.on:
        following = row
        following.community = move.after
        for name, value in values.items():
            setattr(following, name, value)
    else:
        following = successor(row, community=move.after, started_on=move.on, **values)
        row.save(update_fields=set_exactly(row, ended_on=move.on))
    following.full_clean()
    following.save()
    return following


def _take_over(match_model, row, following):
    """What was decided about the row holds for the one that follows it."""
    if row.pk == following.pk:
        return
    type(row).objects.filter(same_as=row, ended_on=None).update(same_as=following)
    for match in match_model.objects.filter(Q(one=row) | Q(other=row)).select_related("one", "other"):
        partner = match.other if match.one_id == row.pk else match.one
        one, other = sorted([following, partner], key=lambda side: side.pk)
        values = {"verdict": match.verdict, "likeness": match.likeness, "source": match.source}
        match_model.objects.get_or_create(one=one, other=other, defaults=values)


def follow_team(team, move):
    following = _go_on(team, move, name=_name_there(team, move))
    Volunteer.objects.filter(team=team, ended_on=None).update(team=following)
    _take_over(TeamMatch, team, following)


def _name_there(team, move):
    """Two communities that become one may both have a 党员志愿服务队."""
    if not Team.objects.filter(community=move.after, name=team.name, platform=team.platform).exists():
        return team.name
    ending = f"({move.before})"
    return team.name[: Team._meta.get_field("name").max_length - len(ending)] + ending


def follow_volunteer(volunteer, move):
    following = _go_on(volunteer, move)
    _take_over(VolunteerMatch, volunteer, following)


def open_needs(community, _on):
    return Need.objects.unsettled().filter(community=community)


def follow_need(need, move):
    """The old community's register says that it is no longer wanted there; the successor's, that it is wanted here."""
    following = successor(need, community=move.after, wanted_on=max(need.wanted_on, move.on))
    settled_on = max(need.wanted_on, move.on)
    need.save(update_fields=set_exactly(need, state=NeedState.CANCELLED, settled_on=settled_on))
    following.full_clean()
    following.save()


register(Kind(slug="teams", title=_("志愿服务队"), rows=lasting(Team), move=follow_team))
register(
    Kind(
        slug="volunteers",
        title=_("志愿者"),
        rows=lasting(Volunteer),
        move=follow_volunteer,
        detail=attrgetter("platform_no"),
    )
)
register(Kind(slug="needs", title=_("居民需求"), rows=open_needs, move=follow_need))
