"""What a community has for its residents."""

from django.utils.translation import gettext_lazy as _

from communities.panels import panel
from compliance.querysets import prefixes
from facilities.models import Facility, PublicService
from records.asked import question

NAMED = 8
"""So many services are named on the page; the directory has them all."""
SHOWN = ("name", "kind", "floor", "has_lift", "hours", "phone", "area", "is_public")


@question
def _premises(community, on):
    in_use = Facility.objects.in_use(on=on).filter(community=community).only(*SHOWN)
    return in_use.order_by("within_id", "kind", "name")


@question
def _offered(areas):
    return PublicService.objects.filter(area__in=areas).only("name").order_by("theme", "name")[: NAMED + 1]


@panel("facilities", title=_("设施"), template="facilities/panel.html", order=30)
def facilities(visit):
    """Premises in use; those not meant for the public are left out of its page."""
    found = _premises(community=visit.community.pk, on=visit.on)
    shown = [each for each in found if each.is_public or not visit.is_public]
    return {"facilities": shown, "is_public": visit.is_public}


@panel("services", title=_("办事服务"), template="facilities/services_panel.html", order=40)
def services(visit):
    """What can be settled here, by theme; nothing where no services have been entered."""
    code = visit.community.code
    found = _offered(areas=tuple(prefixes(code)))
    return {"services": found[:NAMED], "has_more": len(found) > NAMED, "code": code} if found else None
