"""What a community has for its residents."""

from django.utils.translation import gettext_lazy as _

from communities.panels import panel
from facilities.models import Facility


@panel("facilities", title=_("设施"), template="facilities/panel.html", order=30)
def facilities(visit):
    """Premises in use; those not meant for the public are left out of its page."""
    found = Facility.objects.in_use(on=visit.on).filter(community=visit.community).order_by("within_id", "kind", "name")
    return {
        "facilities": list(found.filter(is_public=True) if visit.is_public else found),
        "is_public": visit.is_public,
    }
