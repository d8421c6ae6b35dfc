"""What a field offers while one types: [(value, label)] within reach. Apps add kinds of their own."""

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404
from django.utils import timezone

from accounts.doing import doing
from communities.models import Area, Community
from communities.places import names

OFFERED = 12
_kinds = {}


def suggests(what, *rights):
    """Declare the function below as the one that offers rows of this kind: (user, text) → [(value, label)]. It is asked
    for accounts that have the rights, and for where they have them."""

    def register(function):
        _kinds[what] = (rights, function)
        return function

    return register


def options(what, user, text):
    if what not in _kinds:
        raise Http404
    rights, find = _kinds[what]
    if not user.has_perms(rights):
        raise PermissionDenied
    with doing(user, *rights):
        return find(user, text)


@suggests("community")
def communities(user, text):
    today = timezone.localdate()
    rows = Community.objects.visible_to(user).existing(on=today)
    if text:
        rows = rows.filter(
            Q(name__contains=text)
            | Q(short_name__contains=text)
            | Q(pinyin__startswith=text.lower())
            | Q(initials__startswith=text.lower())
            | Q(code__startswith=text)
        )
    found = list(rows.order_by("code")[:OFFERED])
    streets = names({row.code[:9] for row in found})
    return [(row.code, f"{row} · {streets[row.code[:9]]}") for row in found]


@suggests("area")
def areas(user, text):
    rows = Area.objects.visible_to(user).open(on=timezone.localdate())
    if text:
        rows = rows.filter(
            Q(name__contains=text) | Q(pinyin__startswith=text.lower()) | Q(code__startswith=text.rstrip("0") or text)
        )
    return [(row.code, f"{row}({row.get_level_display()})") for row in rows.order_by("code")[:OFFERED]]


@suggests("place")
def places(user, text):
    found = areas(user, text)[: OFFERED // 2]
    return found + communities(user, text)[: OFFERED - len(found)]
