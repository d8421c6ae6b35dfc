"""What a community has for its residents."""

from django.utils.translation import gettext_lazy as _

from communities.panels import panel
from compliance.querysets import prefixes
from facilities.models import Facility, PublicService

NAMED = 8
"""So many services are named on the page; the directory has them all."""


@panel("facilities", title=_("设施"), template="facilities/panel.html", order=30)
def facilities(visit):
    """Premises in use; those not meant for the public are left out of its page."""
    found = Facility.objects.in_use(on=visit.on).filter(community=visit.community).order_by("within_id", "kind", "name")
    return {
        "facilities": list(found.filter(is_public=True) if visit.is_public else found),
        "is_public": visit.is_public,
    }


@panel("services", title=_("办事服务"), template="facilities/services_panel.html", order=40)
def services(visit):
    """What can be settled here, by theme; nothing where no services have been entered."""
    code = visit.community.code
    offered = PublicService.objects.filter(area__in=prefixes(code)).order_by("theme", "name")
    found = list(offered[: NAMED + 1])
    return {"services": found[:NAMED], "has_more": len(found) > NAMED, "code": code} if found else None
