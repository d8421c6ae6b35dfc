"""Estates: what is looked at before they are handed in (and, in `locked_days`, what is locked then)."""

from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from communities.models import Nil
from communities.submissions import groups
from communities.submissions.checks import check, figure, found
from communities.submissions.choices import Rhythm, Severity
from property_mgmt import locked_days  # noqa: F401
from property_mgmt.models import Committee, Compound, FeeYear

groups.register(
    groups.SheetGroup(
        slug="compounds",
        title=gettext_lazy("小区物业"),
        rhythm=Rhythm.QUARTER,
        sheets=("compound", "committee", "feeyear", "nil"),
        models=("property_mgmt.Compound", "property_mgmt.Committee", "property_mgmt.FeeYear"),
    )
)


@check("compounds-missing", group="compounds", title=gettext_lazy("小区缺失"), severity=Severity.ERROR)
def compounds_missing(communities, period):
    """No estate entered, and no declaration that there are none."""
    entered = Compound.objects.filter(community=OuterRef("pk"))
    none = Nil.objects.filter(community=OuterRef("pk"), register="compounds", started_on__lte=period.last_day)
    for pk in communities.filter(~Exists(entered), ~Exists(none)).values_list("pk", flat=True):
        yield found(pk, _("没有登记小区,也没有确认本社区无此项。"))


@check("compound-unstated", group="compounds", title=gettext_lazy("小区数据不全"), severity=Severity.WARNING)
def compound_unstated(communities, _period):
    """One estate without mode or households makes the coverage of its community unknown."""
    for row in Compound.objects.filter(Q(mode="") | Q(households=None), community__in=communities):
        yield found(row.community_id, _("%(name)s:管理方式或户数无数据。") % {"name": row.name}, row=row)


@check("compound-contract", group="compounds", title=gettext_lazy("物业合同已到期"), severity=Severity.WARNING)
def compound_contract(communities, period):
    """The contract with the company is over, and the company still in the register."""
    for row in Compound.objects.filter(community__in=communities).contract_out(on=period.last_day):
        values = {"name": row.name, "day": row.contract_until, "days": (period.last_day - row.contract_until).days}
        yield found(row.community_id, _("%(name)s:物业合同于%(day)s到期,已过%(days)s天。") % values, row=row)


@check("committee-overdue", group="compounds", title=gettext_lazy("届满未换届"), severity=Severity.WARNING)
def committee_overdue(communities, period):
    """The term is over, and the committee neither renewed nor ended."""
    for row in Committee.objects.filter(community__in=communities).overdue(on=period.last_day):
        values = {"name": row.name, "day": row.term_until, "days": (period.last_day - row.term_until).days}
        yield found(row.community_id, _("%(name)s:任期于%(day)s届满,已过%(days)s天未换届。") % values, row=row)


@check("fee-above-due", group="compounds", title=gettext_lazy("实收大于应收"), severity=Severity.WARNING)
def fee_above_due(communities, period):
    """More came in than was due: mostly arrears of earlier years in the wrong column."""
    rows = FeeYear.objects.filter(
        compound__community__in=communities, year__lte=period.last_day.year, received__gt=F("due")
    )
    sentence = _("%(name)s %(year)s年:实收当年%(a)s元,大于当年应收%(b)s元,多%(by)s元;收回的往年欠费请单独填写。")
    for row in rows.select_related("compound"):
        values = {"name": row.compound.name, "year": row.year, "a": figure(row.received), "b": figure(row.due)}
        values["by"] = figure(row.received - row.due)
        yield found(row.compound.community_id, sentence % values, row=row)
