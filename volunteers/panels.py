"""Who serves in a community as a volunteer, and when the next activities are."""

import datetime

from django.utils.translation import gettext_lazy as _

from communities.panels import panel
from volunteers.models import Activity, Team
from volunteers.querysets import counted_once, local_day

AHEAD, BACK = datetime.timedelta(days=60), datetime.timedelta(days=90)
MOST = 5


@panel("volunteers", title=_("志愿服务"), template="volunteers/panel.html", order=60)
def volunteers(visit):
    """Teams by name and kind, activities by time and place; nobody's name or number."""
    teams = Team.objects.filter(counted_once(visit.on), community=visit.community).order_by("name")
    window = {"starts_at__gte": local_day(visit.on - BACK), "starts_at__lt": local_day(visit.on + AHEAD)}
    activities = Activity.objects.filter(community=visit.community, **window).select_related("team")
    return {
        "teams": list(teams.only("name", "kind")),
        "activities": list(activities.order_by("-starts_at", "pk")[:MOST]),
    }
