"""Communities by name, reading, and what lies in them: estates, roads and house numbers as `extent` lists them."""

from django.contrib.postgres.search import TrigramWordSimilarity
from django.db.models import Case, IntegerField, Value, When
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from communities.finding import Hit, finder
from communities.models import Area, Community
from communities.places import around, names

CLOSE = 0.3
"""Two words this similar are taken for the same word, mistyped."""
SHOWN = 60


@finder("communities", title=_("社区"), order=10)
def find_communities(words, limit):
    """By name first, then by reading, then by the estates, roads and addresses; mistyped names where nothing fits."""
    present = Community.objects.existing(on=timezone.localdate())
    rank = Case(
        When(name=words.text, then=Value(0)),
        When(short_name=words.text, then=Value(0)),
        When(name__istartswith=words.text, then=Value(1)),
        When(**{f"name__{words.contains}": words.text}, then=Value(2)),
        When(initials=words.latin or None, then=Value(2)),
        default=Value(3),
        output_field=IntegerField(),
    )
    fitting = words.within("name", "short_name", "extent", "address", pinyin="pinyin", initials="initials")
    found = list(present.filter(fitting).annotate(rank=rank).order_by("rank", "code")[:limit])
    if not found:
        similar = present.annotate(likeness=TrigramWordSimilarity(words.latin or words.text, _reading(words)))
        found = list(similar.filter(likeness__gte=CLOSE).order_by("-likeness", "code")[:limit])
    places = names({code for community in found for code in around(community.code)})
    return [_hit(community, places, words) for community in found]


def _reading(words):
    return "pinyin" if words.latin else "name"


def _hit(community, places, words):
    place = " · ".join(places[code] for code in around(community.code)[2:])
    at = community.extent.find(words.text) if words.text else -1
    detail = community.extent[max(0, at - 10) : at + SHOWN] if at >= 0 else community.address
    url = reverse("communities:public", args=[community.code])
    return Hit(title=community.name, url=url, place=place, detail=detail)


@finder("areas", title=_("区县和街道乡镇"), order=20)
def find_areas(words, limit):
    """Counties, streets and towns, to look around in."""
    open_now = Area.objects.open(on=timezone.localdate()).exclude(level="province")
    fitting = words.within("name")
    if words.latin:
        fitting |= words.within(pinyin="pinyin", initials="pinyin")
    found = list(open_now.filter(fitting).order_by("code")[:limit])
    places = names({code for area in found for code in around(area.code)})
    return [
        Hit(
            title=area.name,
            url=reverse("compliance:area", args=[area.code]),
            place=" · ".join(places[code] for code in around(area.code)[1:]),
        )
        for area in found
    ]
