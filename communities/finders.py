"""Communities by name, reading, and what lies in them: estates, roads and house numbers as `extent` lists them."""

from django.contrib.postgres.search import TrigramWordSimilarity
from django.db import connection, transaction
from django.db.models import Case, IntegerField, Value, When
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from communities.finding import Hit, finder
from communities.models import Area, Community
from communities.models.places import FINDABLE
from communities.places import around, names
from records.text import in_capitals

CLOSE = 0.3
"""Two words this similar are taken for the same word, mistyped."""
SHOWN = 60


@finder("communities", title=_("社区"), order=10)
def find_communities(words, limit):
    """By name first, then by reading, then by the estates, roads and addresses; mistyped names where nothing fits."""
    present = Community.objects.existing(on=timezone.localdate()).only("code", *FINDABLE)
    rank = Case(
        When(name=words.text, then=Value(0)),
        When(short_name=words.text, then=Value(0)),
        When(name__istartswith=words.text, then=Value(1)),
        When(name__icontains=words.text, then=Value(2)),
        When(initials=words.latin or None, then=Value(2)),
        default=Value(3),
        output_field=IntegerField(),
    )
    fitting = words.within(*FINDABLE, whole="whole", pinyin="pinyin", initials="initials")
    whole = present.alias(whole=in_capitals(*FINDABLE))
    found = list(whole.filter(fitting).annotate(rank=rank).order_by("rank", "code")[:limit])
    found = found or _similar(present, words.latin or words.text, "pinyin" if words.latin else "name", limit)
    places = names({code for community in found for code in around(community.code)})
    return [_hit(community, places, words) for community in found]


def _similar(communities, typed, column, limit):
    """Those whose name or reading has something in it that is like the words; the index finds them."""
    rows = communities.annotate(likeness=TrigramWordSimilarity(typed, column))
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('pg_trgm.word_similarity_threshold', %s, true)", [str(CLOSE)])
        return list(rows.filter(**{f"{column}__trigram_word_similar": typed}).order_by("-likeness", "code")[:limit])


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
