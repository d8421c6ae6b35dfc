"""Texts follow a change of communities: what residents have read stays where it was, what is under way goes on.

Disclosures are acts of the community that published them. A notice that still holds ends there on the day and is
published on in the successor, by the same hands.
"""

import datetime

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from communities.distribution import Kind, register
from communities.following import follows
from compliance.querysets import prefixes
from disclosure.choices import State
from disclosure.models import CatalogueEntry, Disclosure, Notice
from records.successors import set_exactly, successor

DAY = datetime.timedelta(days=1)
UNDER_WAY = (State.DRAFT, State.REVIEW)


def being_written(community, _on):
    """Corrections stay with what they correct."""
    return Disclosure.objects.filter(community=community, state__in=UNDER_WAY, replaces=None)


def entry_there(entry, code):
    """The same matter in the catalogue of another place; the entry itself where nothing there is like it."""
    if code.startswith(entry.area):
        return entry
    same = CatalogueEntry.objects.holding_in(code).filter(title=entry.title, rhythm=entry.rhythm, ended_on=None)
    return same.order_by("area").last() or entry


def follow_disclosure(row, move):
    """The successor's oversight committee looks at it anew."""
    values = {"community": move.after, "entry": entry_there(row.entry, move.after.code)}
    values |= {"title": _title_there(row, move), "state": State.DRAFT, "author": None}
    values |= {"oversight_by": "", "oversight_on": None}
    names = set_exactly(row, **values)
    row.full_clean()
    row.save(update_fields=names)


def _title_there(row, move):
    """Two communities that become one may both have been writing about the same quarter."""
    if not Disclosure.objects.filter(community=move.after, title=row.title).exists():
        return row.title
    ending = f"({move.before})"
    return row.title[: Disclosure._meta.get_field("title").max_length - len(ending)] + ending


def lasting(community, on):
    holding = Q(state=State.PUBLISHED) & (Q(until=None) | Q(until__gte=on))
    return Notice.objects.filter(Q(state__in=UNDER_WAY, replaces=None) | holding, community=community)


def follow_notice(row, move):
    if row.state != State.PUBLISHED:
        row.save(update_fields=set_exactly(row, community=move.after))
        return
    following = successor(row, community=move.after)
    row.save(update_fields=set_exactly(row, until=move.on - DAY))
    following.replaces, following.why = None, ""
    following.full_clean()
    following.save()
    for correction in Notice.objects.filter(replaces=row):
        correction.save(update_fields=set_exactly(correction, community=move.after, replaces=following))


@follows
def catalogue_of_a_new_code(change):
    """A community that is coded anew writes by the catalogue that holds there."""
    if change.is_same:
        rows = Disclosure.objects.filter(community__code=change.new[0], state__in=UNDER_WAY)
        for row in rows.exclude(entry__area__in=prefixes(change.new[0])):
            row.entry = entry_there(row.entry, change.new[0])
            row.save(update_fields=["entry"])


register(Kind(slug="disclosures", title=_("未公开的公开事项"), rows=being_written, move=follow_disclosure))
register(Kind(slug="notices", title=_("通知公告"), rows=lasting, move=follow_notice))
