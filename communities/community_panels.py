"""What the register of communities itself says on a community's page."""

import re

from django.db.models import CharField, IntegerField, Q, Value
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _

from communities.models import Community, CommunityChange, Headcount
from communities.panels import panel
from records.asked import question

COUNTED = ("households", "residents")
DECIDED = ("kind", "new_name", "before", "after", "approved_by", "decree")
COUNTS, CHANGES = 12, 20
"""So many of each are looked at, newest first."""


@question
def _recorded(community, code, on):
    """Both at once: what was counted on a day, and what was decided; for a day to come also what is approved."""
    no_count, no_text = Cast(Value(None), IntegerField()), Value("", CharField())
    counts = Headcount.objects.filter(community=community, on__lte=on).order_by("-on")
    concerning = CommunityChange.objects.filter(Q(before__contains=code) | Q(after__contains=code))
    known = (Q(on__lte=on) & ~Q(decree="")) | (Q(on__gt=on) & ~Q(approved_by=""))
    decided = concerning.filter(known).order_by("-on", "-pk")
    return counts.values_list("on", *COUNTED, *[no_text] * len(DECIDED))[:COUNTS].union(
        decided.values_list("on", no_count, no_count, *DECIDED)[:CHANGES], all=True
    )


def _told(visit):
    """(counts, decisions), the newest first."""
    here = visit.community
    rows = sorted(_recorded(community=here.pk, code=here.code, on=visit.on), key=lambda row: row[0], reverse=True)
    counts = [(day, dict(zip(COUNTED, row[: len(COUNTED)], strict=True))) for day, *row in rows if not row[2]]
    decided = [
        CommunityChange(on=day, **dict(zip(DECIDED, row[len(COUNTED) :], strict=True))) for day, *row in rows if row[2]
    ]
    return counts, decided


@panel("about", title=_("基本情况"), template="communities/about.html", order=10, is_wide=True)
def about(visit):
    """What it is, where it is found, how many people live there."""
    counts, _decided = visit.once(_told)
    newest = {
        name: next(((count[name], day) for day, count in counts if count[name] is not None), None) for name in COUNTED
    }
    return {"community": visit.community, **newest}


@panel("announced", title=_("即将调整"), template="communities/announced.html", order=12, is_wide=True)
def announced(visit):
    """What is approved for a day to come: it stands in the register before anybody writes a notice."""
    _counts, decided = visit.once(_told)
    coming = [change for change in reversed(decided) if change.on > visit.on]
    if not coming:
        return None
    codes = {code for change in coming for code in (*_listed(change.before), *_listed(change.after))}
    called = {one.code: str(one) for one in Community.objects.filter(code__in=codes)}
    for change in coming:
        change.places = [[called.get(code, code) for code in _listed(text)] for text in (change.before, change.after)]
    return {"changes": coming}


def _listed(codes):
    return re.findall(r"\d{12}", codes)


@panel("changes", title=_("沿革"), template="communities/changes.html", order=90)
def changes(visit):
    """Establishment, merger, renaming: decisions with a decree; nothing where there were none."""
    _counts, decided = visit.once(_told)
    past = [change for change in decided if change.on <= visit.on]
    return {"changes": past} if past else None
