"""Money follows a change of communities: the successors' budgets of that year and later ones grow by their shares."""

from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from communities.distribution import WHOLE, Kind, register
from communities.models import WorkFund

AMOUNTS = ("budgeted", "received", "spent")
CENT = Decimal("0.01")


def open_funds(community, on):
    """The money of the year of the change, and of later ones."""
    return WorkFund.objects.filter(community=community, year__gte=on.year)


def follow(fund, move):
    """A community that ends keeps its own row for the days it existed; one that goes on gives away what it shares."""
    given = dict.fromkeys(AMOUNTS, Decimal(0))
    is_whole = sum(share for _place, share in move.shares) == WHOLE
    for number, (place, share) in enumerate(move.shares, start=1):
        rest = is_whole and number == len(move.shares)
        parts = {name: _part(getattr(fund, name), share, given[name] if rest else None) for name in AMOUNTS}
        _add(place, fund, parts)
        for name, part in parts.items():
            given[name] += part or 0
    if move.continues:
        for name in AMOUNTS:
            if getattr(fund, name) is not None:
                setattr(fund, name, getattr(fund, name) - given[name])
        fund.full_clean()
        fund.save(update_fields=AMOUNTS)


def _part(amount, share, given):
    """A share in whole cents; the last one gets what is left."""
    if amount is None:
        return None
    return (amount * share).quantize(CENT) if given is None else amount - given


def _add(place, fund, parts):
    key = {"community": place, "year": fund.year, "payer": fund.payer, "purpose": fund.purpose}
    target = WorkFund.objects.select_for_update().filter(**key).first()
    target = target or WorkFund(**key, matter=fund.matter, source=fund.source)
    for name, part in parts.items():
        if part is not None:
            setattr(target, name, (getattr(target, name) or 0) + part)
    target.full_clean()
    target.save()


register(
    Kind(
        slug="funds",
        title=_("工作经费"),
        rows=open_funds,
        move=follow,
        label=lambda fund: f"{fund.year} {fund.get_payer_display()} {fund.get_purpose_display()}",
        is_divisible=True,
    )
)
