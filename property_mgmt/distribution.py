"""Estates and committees follow a change of communities; the estates a committee stands for stay the same."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from communities.distribution import Kind, register
from property_mgmt.models import Committee, Compound


def estates(community, _on):
    """An estate has no dates: reports of earlier days keep what they found."""
    return Compound.objects.filter(community=community)


def committees(community, on):
    return Committee.objects.filter(Q(ended_on=None) | Q(ended_on__gt=on), community=community)


def follow(row, move):
    """The row goes to the successor, with its former community in its name where that name is taken there."""
    rows = type(row).objects.filter(community=move.after, name=row.name)
    if rows.exists():
        ending = f"({move.before})"
        row.name = row.name[: type(row)._meta.get_field("name").max_length - len(ending)] + ending
    row.community = move.after
    row.full_clean()
    row.save()


register(Kind(slug="compounds", title=_("小区"), rows=estates, move=follow))
register(Kind(slug="committees", title=_("业主委员会"), rows=committees, move=follow))
