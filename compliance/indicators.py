"""Indicators over communities' own registers, households and money; defined in docs/indicators.md."""

from django.db.models import Q, Sum
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from communities.choices import Purpose
from communities.choices import Register as Nil
from communities.models import WorkFund
from compliance.headcounts import newest, with_headcounts
from compliance.measures import Ratio, Register
from compliance.registry import indicator
from compliance.tracing import Line, Traced


@indicator(
    number=29,
    slug="households-per-community",
    title=_("社区规模"),
    unit=_("户"),
    scope="residents",
    sources=("law",),
    formula=_("常住户数 ÷ 社区数(居委会)"),
    rows=with_headcounts("households"),
)
def households_per_community(on):
    return Ratio(newest("households", on=on))


def fund_rows(on, community):
    """Budget lines of the year for running the community; the budget counts, where it is blank what was received."""
    traced = Traced()
    for fund in community.funds.filter(year=on.year).order_by("payer", "purpose"):
        amount = fund.budgeted if fund.budgeted is not None else fund.received
        reason = "" if fund.purpose == Purpose.RUNNING else _("不是工作经费")
        if not reason and amount is None:
            reason = _("预算和到位金额都未填写")
        label = f"{fund.year} {fund.get_payer_display()} {fund.get_purpose_display()}"
        traced.add(Line(label, amount=amount, reason=str(reason), source=fund.source, record=fund))
    return traced


@indicator(
    number=30,
    slug="fund-per-community",
    title=_("社区工作经费"),
    unit=_("元"),
    gap="money",
    sources=("000", "001"),
    formula=_("当年工作经费预算(未填时用实际到位) ÷ 社区数"),
    rows=fund_rows,
)
def fund_per_community(on):
    running = WorkFund.objects.filter(Q(year=on.year, purpose=Purpose.RUNNING))
    return Ratio(Register(running, nil=Nil.FUNDS).of(Sum(Coalesce("budgeted", "received"))))
