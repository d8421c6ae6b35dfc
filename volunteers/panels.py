"""Who serves in a community as a volunteer, and when the next activities are."""

import datetime

from django.db.models import DateTimeField, Value
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _

from communities.panels import panel
from volunteers.choices import TeamKind
from volunteers.models import Activity, Team
from volunteers.querysets import counted_once, local_day

AHEAD, BACK = datetime.timedelta(days=60), datetime.timedelta(days=90)
MOST = 5


@panel("volunteers", title=_("志愿服务"), template="volunteers/panel.html", order=60)
def volunteers(visit):
    """Teams by name and kind, activities by time and place; nobody's name or number. One query for both."""
    never = Cast(Value(None), DateTimeField())
    teams = Team.objects.filter(counted_once(visit.on), community=visit.community).order_by()
    window = {"starts_at__gte": local_day(visit.on - BACK), "starts_at__lt": local_day(visit.on + AHEAD)}
    held = Activity.objects.filter(community=visit.community, **window).order_by("-starts_at", "pk")
    rows = teams.values_list("name", "kind", never, Value("")).union(
        held.values_list("title", "team__name", "starts_at", "place")[:MOST], all=True
    )
    found = list(rows)
    kinds = dict(TeamKind.choices)
    served = [(title, team, at, place) for title, team, at, place in found if at]
    return {
        "teams": sorted((name, str(kinds.get(kind, ""))) for name, kind, at, _place in found if not at),
        "activities": sorted(served, key=lambda row: row[2], reverse=True),
    }
