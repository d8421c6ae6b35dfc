"""Where a place lies: the areas around it, the areas and communities directly inside it."""

import re
import string

from django.conf import settings
from django.db.models import Max, Min
from django.urls import reverse
from django.utils import timezone

from communities.choices import WIDTHS, AreaLevel, ChangeKind, Level
from communities.models import Area, Community, CommunityChange, CommunityCode
from communities.names import short_name
from communities.services import split_codes
from records.asked import question

WIDTH = sorted(WIDTHS.values())
NO_CITIES = {"市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划"}
"""Names of the code book for what stands between a municipality (a province) and its counties, and is no place."""


def around(code):
    """Codes of the areas that contain the place, outermost first."""
    return [code[:width] for width in WIDTH if width < len(code)]


def street_of(code):
    """The street or town of a community; a street or a wider area is itself meant."""
    return code[: Level.STREET.width]


def lies_in(asked, areas):
    """Whether what was asked for is a code (of digits only), of a place inside one of the areas."""
    return not asked.strip(string.digits) and any(asked.startswith(area) for area in areas)


def unpad(code):
    """500103000000 → 500103; a code that is not padded to 12 digits stays as it is."""
    padded = len(code) == Level.COMMUNITY.width and code.endswith("000")
    return next(area for area in around(code) if not code[len(area) :].strip("0")) if padded else code


def is_known(code):
    """Whether any area or community has the code, or had it, or lies in what has it."""
    inside = (model.objects.filter(code__startswith=code) for model in (Area, Community, CommunityCode))
    return any(found.exists() for found in inside)


@question
def _areas(level, code, on):
    return Area.objects.open(on=on).filter(level=level, code__startswith=code)


@question
def _communities(code, on):
    return Community.objects.existing(on=on).filter(code__startswith=code).order_by("code")


@question
def _named(codes):
    return Area.objects.filter(code__in=codes).values_list("code", "name")


def names(codes):
    """{code: name}; an area the register does not know is called by its code."""
    known = dict(_named(codes=tuple(codes))) if codes else {}
    return {code: known.get(code, code) for code in codes}


def full_names(codes):
    """{code: 渝中区 解放碑街道 较场口社区} of areas and communities: from the county down."""
    above = (WIDTHS[Level.COUNTY], WIDTHS[Level.STREET])
    called = names({code[:width] for code in codes for width in (*above, len(code)) if width <= len(code)})
    communities = Community.objects.filter(code__in=[code for code in codes if len(code) > above[-1]])
    called |= {one.code: str(one) for one in communities.order_by("abolished_on")}
    return {
        code: " ".join(called[part] for part in [*(code[:width] for width in above if width < len(code)), code])
        for code in codes
    }


def listed_names(lists):
    """{"500103001001;500103001002": 较场口社区 500103001001、…} of codes as a decision names them, also former ones."""
    codes = {code for one in lists for code in split_codes(one)}
    former = CommunityCode.objects.filter(code__in=codes).order_by("started_on").values_list("code", "name")
    called = {code: short_name(name, "") for code, name in former}
    called |= {one.code: str(one) for one in Community.objects.filter(code__in=codes)}
    return {one: "、".join(f"{called.get(code, '')} {code}".strip() for code in split_codes(one)) for one in lists}


def site_area():
    """The area the home page is about: as set, else the smallest that holds all communities."""
    if settings.SITE_AREA:
        return settings.SITE_AREA
    first, last = Community.objects.filter(abolished_on=None).aggregate(low=Min("code"), high=Max("code")).values()
    if first is None:
        return ""
    return next((area for area in reversed(around(first)) if last.startswith(area)), "")


def inside(code):
    """The areas of the next level inside an area, over names that only the code book knows; at the bottom, its
    communities."""
    today = timezone.localdate()
    for level in AreaLevel:
        if WIDTHS[Level(level)] > len(code):
            areas = _areas(level=level, code=code, on=today)
            if areas and not {area.name for area in areas} <= NO_CITIES:
                return areas
    return _communities(code=code, on=today)


def trail(code, top="", called=None):
    """[(public address, name)] from the outermost area of the site down to the place, for the breadcrumbs; `called`:
    the names of the areas around it, where they are known already."""
    codes = [area for area in around(code) if len(area) >= len(top)]
    called = names(codes) if called is None else called
    return [(reverse("compliance:area", args=[area]), called.get(area, area)) for area in codes]


def predecessors(community):
    """The communities whose place it took, in whole or in part: what they published stays with them."""
    ended = [ChangeKind.MERGED, ChangeKind.SPLIT, ChangeKind.ABOLISHED]
    changes = CommunityChange.objects.filter(kind__in=ended, after__contains=community.code).exclude(acted_at=None)
    codes = {code for before in changes.values_list("before", flat=True) for code in re.findall(r"\d{12}", before)}
    return list(Community.objects.filter(code__in=codes - {community.code}).order_by("code"))
