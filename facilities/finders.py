"""Premises and services, by what they are called and by what people call them."""

from difflib import SequenceMatcher

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from communities.finding import Hit, finder
from communities.places import around, names
from facilities.choices import FacilityKind
from facilities.models import Facility, PublicService
from records import pinyin
from records.text import in_capitals

SYNONYMS = {
    "低保": "最低生活保障",
    "五保": "特困人员",
    "特困": "特困人员",
    "老年证": "老年人优待",
    "高龄补贴": "高龄津贴",
    "尊老金": "高龄津贴",
    "食堂": "助餐",
    "残疾证": "残疾人证",
    "残疾补贴": "残疾人两项补贴",
    "医保": "医疗保险",
    "社保": "社会保险",
    "养老金": "养老保险",
    "公租房": "公共租赁住房",
    "准生证": "生育登记",
    "户口": "户籍",
    "失业": "就业",
    "打架": "调解",
    "入党": "党员",
}
"""What people say, and what the matter is officially called."""
CLOSE = 0.55


def official_words(text):
    """The text, and the official word where it has a common one in it: {"低保", "最低生活保障"}."""
    return {text} | {official for common, official in SYNONYMS.items() if common in text}


def services(words, queryset=None):
    """Matters that fit, by name before by audience and materials; mistyped names where nothing fits."""
    every = PublicService.objects.all() if queryset is None else queryset
    said = official_words(words.text)
    every = every.only("name", "theme", "area", "audience")
    columns = ("name", "audience", "materials")
    fitting = Q(*((f"{column}__icontains", word) for column in columns for word in said), _connector=Q.OR)
    found = list(every.filter(fitting))
    named = [each for each in found if any(word.casefold() in each.name.casefold() for word in said)]
    if words.latin:
        named += [each for each in every if _sounds_like(each.name, words.latin) and each not in named]
    found = named + [each for each in found if each not in named]
    return found or [each for each in every if _is_like(each.name, words)]


def _sounds_like(name, latin):
    return latin in pinyin.reading(name) or latin in pinyin.initials(name)


def _is_like(name, words):
    """Whether the words are a part of the name with a letter or two wrong. Single Latin letters stand in any name."""
    typed, whole, least = (words.latin, pinyin.reading(name), 3) if words.latin else (words.text, name, 1)
    match = SequenceMatcher(None, typed, whole, autojunk=False)
    alike = sum(block.size for block in match.get_matching_blocks() if block.size >= least)
    return alike / max(len(typed), 2) > CLOSE


@finder("services", title=_("办事服务"), order=5)
def find_services(words, limit):
    """One of each name: the page of the service says where it holds."""
    found = {each.name: each for each in reversed(services(words))}
    places = names({each.area for each in found.values()})
    return [
        Hit(
            title=each.name,
            url=reverse("facilities:service", args=[each.pk]),
            place=places.get(each.area, ""),
            detail=each.audience[:60],
        )
        for each in list(reversed(found.values()))[:limit]
    ]


SHOWN = ("name", "address", "hours", "phone", "community__code", "community__name")


@finder("facilities", title=_("设施"), order=30)
def find_facilities(words, limit):
    """Premises in use that are open to everybody, also by kind: 食堂, 活动室."""
    kinds = [kind for kind in FacilityKind if len(words.text) > 1 and words.text in str(kind.label)]
    fitting = words.within("name", "address", whole="" if kinds else "whole") | Q(kind__in=kinds)
    open_now = Facility.objects.in_use(on=timezone.localdate()).filter(is_public=True)
    fitting_now = open_now.alias(whole=in_capitals("name", "address")).filter(fitting).only(*SHOWN)
    found = list(fitting_now.select_related("community").order_by("community__code", "name")[:limit])
    places = names({code for facility in found for code in around(facility.community.code)})
    return [_hit(facility, places) for facility in found]


def _hit(facility, places):
    code = facility.community.code
    place = " · ".join([*(places[area] for area in around(code)[2:]), facility.community.name])
    url = reverse("communities:public", args=[code]) + "#panel-facilities"
    detail = " · ".join(filter(None, [facility.address, facility.hours, facility.phone]))
    return Hit(title=facility.name, url=url, place=place, detail=detail)
