"""What the register of communities itself says on a community's page."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from communities.models import CommunityChange, Headcount
from communities.panels import panel

COUNTED = ("households", "residents")


@panel("about", title=_("基本情况"), template="communities/about.html", order=10, is_wide=True)
def about(visit):
    """What it is, where it is found, how many people live there."""
    counts = Headcount.objects.filter(community=visit.community, on__lte=visit.on).order_by("-on")[:12]
    newest = {name: next((each for each in counts if getattr(each, name) is not None), None) for name in COUNTED}
    counted = {name: (getattr(each, name), each.on) for name, each in newest.items() if each}
    return {"community": visit.community, **counted}


@panel("changes", title=_("沿革"), template="communities/changes.html", order=90)
def changes(visit):
    """Establishment, merger, renaming: decisions with a decree; nothing where there were none."""
    code = visit.community.code
    concerning = CommunityChange.objects.filter(Q(before__contains=code) | Q(after__contains=code)).exclude(decree="")
    found = list(concerning.filter(on__lte=visit.on)[:20])
    return {"changes": found} if found else None
