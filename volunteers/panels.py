"""Who serves in a community as a volunteer, and when the next activities are."""

import datetime

from django.db.models import DateTimeField, Value
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _

from communities.panels import panel
from records.asked import question
from volunteers.choices import TeamKind
from volunteers.models import Activity, Team
from volunteers.querysets import counted_once, local_day

AHEAD, BACK = datetime.timedelta(days=60), datetime.timedelta(days=90)
MOST = 5


@question
def _found(community, on, since, before):
    """Teams and activities at once: (name, kind, None, "") and (title, team, time, place)."""
    never = Cast(Value(None), DateTimeField())
    teams = Team.objects.filter(counted_once(on), community=community).order_by()
    held = Activity.objects.filter(community=community, starts_at__gte=since, starts_at__lt=before)
    return teams.values_list("name", "kind", never, Value("")).union(
        held.order_by("-starts_at", "pk").values_list("title", "team__name", "starts_at", "place")[:MOST], all=True
    )


@panel("volunteers", title=_("志愿服务"), template="volunteers/panel.html", order=60)
def volunteers(visit):
    """Teams by name and kind, activities by time and place; nobody's name or number."""
    window = {"since": local_day(visit.on - BACK), "before": local_day(visit.on + AHEAD)}
    found = _found(community=visit.community.pk, on=visit.on, **window)
    kinds = dict(TeamKind.choices)
    served = [(title, team, at, place) for title, team, at, place in found if at]
    return {
        "teams": sorted((name, str(kinds.get(kind, ""))) for name, kind, at, _place in found if not at),
        "activities": sorted(served, key=lambda row: row[2], reverse=True),
    }
