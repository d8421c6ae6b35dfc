"""What waits at the desk about volunteers: likely duplicates, hours to be verified, teams that sleep, open needs."""

from django.urls import reverse
from django.utils.translation import gettext as _

from communities.own_todos import GAPS
from communities.registers import get
from communities.todos import Todo, todo
from volunteers.likeness import count_pairs
from volunteers.models import Need, Participation, Team, Volunteer


@todo("volunteers-alike", group=GAPS, order=26, permission="volunteers.change_volunteer")
def volunteers_alike(user, _today):
    count = count_pairs(Volunteer, user)
    url = reverse("volunteers:volunteer_alike")
    return Todo(title=_("%s 对志愿者疑似同一人,待核对") % count, count=count, url=url, is_urgent=False)


@todo("teams-alike", group=GAPS, order=27, permission="volunteers.change_team")
def teams_alike(user, _today):
    count = count_pairs(Team, user)
    url = reverse("volunteers:team_alike")
    return Todo(title=_("%s 对志愿服务队疑似同一支,待核对") % count, count=count, url=url, is_urgent=False)


@todo("hours-unverified", group=GAPS, order=28, permission="volunteers.decide_participation")
def hours_unverified(user, _today):
    count = Participation.objects.visible_to(user).unverified().count()
    url = f"{get(Participation).url('list')}?unverified=on"
    return Todo(title=_("%s 条服务时长待第二人核实") % count, count=count, url=url, is_urgent=False)


@todo("teams-dormant", group=GAPS, order=29, permission="volunteers.change_team")
def teams_dormant(user, today):
    count = Team.objects.visible_to(user).dormant(on=today).filter(same_as=None).count()
    url = f"{get(Team).url('list')}?dormant=on"
    return Todo(title=_("%s 支志愿服务队 12 个月没有服务时长") % count, count=count, url=url, is_urgent=False)


@todo("needs-open", group=GAPS, order=30, permission="volunteers.change_need")
def needs_open(user, today):
    count = Need.objects.visible_to(user).unsettled().filter(wanted_on__lte=today).count()
    url = f"{get(Need).url('list')}?state=open"
    return Todo(title=_("%s 项居民需求待办结") % count, count=count, url=url, is_urgent=False)
