"""What the register of communities itself says on a community's page."""

from django.db.models import CharField, IntegerField, Q, Value
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _

from communities.models import CommunityChange, Headcount
from communities.panels import panel
from records.asked import question

COUNTED = ("households", "residents")
COUNTS, CHANGES = 12, 20
"""So many of each are looked at, newest first."""


@question
def _recorded(community, code, on):
    """Both at once: what was counted on a day, and what was decided."""
    no_count, no_text = Cast(Value(None), IntegerField()), Value("", CharField())
    counts = Headcount.objects.filter(community=community, on__lte=on).order_by("-on")
    concerning = CommunityChange.objects.filter(Q(before__contains=code) | Q(after__contains=code), on__lte=on)
    decided = concerning.exclude(decree="").order_by("-on", "-pk")
    return counts.values_list("on", *COUNTED, no_text, no_text, no_text)[:COUNTS].union(
        decided.values_list("on", no_count, no_count, "kind", "new_name", "decree")[:CHANGES], all=True
    )


def _told(visit):
    """(counts, decisions), the newest first."""
    here = visit.community
    rows = sorted(_recorded(community=here.pk, code=here.code, on=visit.on), key=lambda row: row[0], reverse=True)
    counts = [(day, dict(zip(COUNTED, row[: len(COUNTED)], strict=True))) for day, *row in rows if not row[-1]]
    decided = [
        CommunityChange(on=day, kind=kind, new_name=name, decree=decree)
        for day, _households, _residents, kind, name, decree in rows
        if decree
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


@panel("changes", title=_("沿革"), template="communities/changes.html", order=90)
def changes(visit):
    """Establishment, merger, renaming: decisions with a decree; nothing where there were none."""
    _counts, decided = visit.once(_told)
    return {"changes": decided} if decided else None
