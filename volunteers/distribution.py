"""Teams, volunteers and open needs follow a change of communities: there until the day, in the successor from it on."""

from operator import attrgetter

from django.db.models import Func, Q, Value
from django.utils.translation import gettext_lazy as _

from communities.distribution import Kind, register
from records.successors import set_exactly, successor
from volunteers.choices import NeedState
from volunteers.models import Need, Team, TeamMatch, Volunteer, VolunteerMatch

BATCH = 500
MOVED = ["community", "ended_on", "month_only"]


def lasting(model):
    """Rows in the community that go on beyond the day."""

    def rows(community, on):
        return model.objects.filter(Q(ended_on=None) | Q(ended_on__gt=on), community=community)

    return rows


def _go_on(rows, move):
    """{row: the one it goes on as}, nothing stored yet. A row is closed on the day; one begun since goes as it is."""
    following = {}
    for row in rows:
        if row.started_on and row.started_on >= move.on:
            following[row], row.community = row, move.after
        else:
            following[row] = successor(row, community=move.after, started_on=move.on)
            set_exactly(row, ended_on=move.on)
    return following


def _take_over(match_model, following):
    """What was decided about the rows holds for those that follow them."""
    model = match_model._meta.get_field("one").related_model
    new = {row.pk: after.pk for row, after in following.items() if after is not row}
    doubles = list(model.objects.filter(same_as__in=new, ended_on=None))
    for double in doubles:
        double.same_as_id = new[double.same_as_id]
    model.objects.bulk_update(doubles, ["same_as"], batch_size=BATCH)
    matches = match_model.objects.filter(Q(one__in=new) | Q(other__in=new))
    found = []
    for match in matches:
        one, other = sorted(new.get(key, key) for key in (match.one_id, match.other_id))
        values = {"verdict": match.verdict, "likeness": match.likeness, "source": match.source}
        found.append(match_model(one_id=one, other_id=other, **values))
    match_model.objects.bulk_create(found, batch_size=BATCH, ignore_conflicts=True)


def follow_team(team, move):
    name = _name_there(team, move)
    following = _go_on([team], move)
    after = following[team]
    after.name = name
    team.save(update_fields=MOVED)
    after.full_clean()
    after.save()
    Volunteer.objects.filter(team=team, ended_on=None).update(team=after)
    _take_over(TeamMatch, following)


def _name_there(team, move):
    """Two communities that become one may both have a 党员志愿服务队."""
    if not Team.objects.filter(community=move.after, name=team.name, platform=team.platform).exists():
        return team.name
    ending = f"({move.before})"
    return team.name[: Team._meta.get_field("name").max_length - len(ending)] + ending


def follow_volunteers(volunteers, move):
    """A community has thousands; a copy that only begins later breaks no rule the row has kept."""
    following = _go_on(volunteers, move)
    gone = Volunteer.objects.filter(pk__in=[row.pk for row, new in following.items() if new is not row])
    known_to_the_day = Func("month_only", Value("ended_on"), function="array_remove")
    gone.update(ended_on=move.on, month_only=known_to_the_day)
    Volunteer.objects.filter(pk__in=[row.pk for row, new in following.items() if new is row]).update(
        community=move.after
    )
    Volunteer.objects.bulk_create([new for row, new in following.items() if new is not row], batch_size=BATCH)
    _take_over(VolunteerMatch, following)


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
        move_all=follow_volunteers,
        detail=attrgetter("platform_no"),
    )
)
register(Kind(slug="needs", title=_("居民需求"), rows=open_needs, move=follow_need))
