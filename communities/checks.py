"""People, households and money: what is looked at before they are handed in (and, in `locked_days`, what is locked)."""

import datetime

from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from communities.models import Headcount, Nil, WorkFund
from communities.submissions import groups, locked_days, preview  # noqa: F401
from communities.submissions.checks import check, figure, found, percent
from communities.submissions.choices import Rhythm, Severity

GREATEST_CHANGE = 30
"""Per cent from one period to the next beyond which a reason is asked for."""
STALE = datetime.timedelta(days=548)
"""A count older than eighteen months is marked 数据陈旧."""

groups.register(
    groups.SheetGroup(
        slug="population",
        title=gettext_lazy("人口户数"),
        rhythm=Rhythm.QUARTER,
        sheets=("headcount",),
        models=("communities.Headcount",),
    )
)
groups.register(
    groups.SheetGroup(
        slug="funds",
        title=gettext_lazy("经费"),
        rhythm=Rhythm.YEAR,
        sheets=("fund", "nil"),
        models=("communities.WorkFund",),
        closes_late=True,
    )
)

COMPARED = ("residents", "households")
UNLIKELY = [
    ("floating", "residents"),
    ("occupied_households", "planned_households"),
    ("households", "residents"),
    ("registered_households", "registered"),
]
"""Part and whole: seldom the other way round, but possible."""


def label(model, name):
    return str(model._meta.get_field(name).verbose_name)


def counted_in(period):
    return Headcount.objects.filter(on__gte=period.started_on, on__lt=period.day_after)


def newest(name, **when):
    """The newest known value of a field of the community asked about."""
    rows = Headcount.objects.filter(community=OuterRef("pk"), **{f"{name}__isnull": False}, **when).order_by("-on")
    return Subquery(rows.values(name)[:1])


@check("headcount-missing", group="population", title=gettext_lazy("人口户数缺失"), severity=Severity.ERROR)
def headcount_missing(communities, period):
    """Nothing counted within eighteen months of the period's last day."""
    recent = Headcount.objects.filter(
        Q(residents__isnull=False) | Q(households__isnull=False),
        community=OuterRef("pk"),
        on__gte=period.last_day - STALE,
        on__lte=period.last_day,
    )
    for pk in communities.filter(~Exists(recent)).values_list("pk", flat=True):
        yield found(pk, _("截至%(day)s没有18个月以内的常住人口、常住户数,请登记。") % {"day": period.last_day})


@check("headcount-not-renewed", group="population", title=gettext_lazy("本期未更新人口户数"), severity=Severity.WARNING)
def headcount_not_renewed(communities, period):
    """Older figures go on; the community says that this is meant."""
    earlier = Headcount.objects.filter(community=OuterRef("pk"), on__lt=period.started_on).order_by("-on")
    unchanged = communities.filter(~Exists(counted_in(period).filter(community=OuterRef("pk"))))
    for pk, on in unchanged.annotate(last=Subquery(earlier.values("on")[:1])).values_list("pk", "last"):
        if on is not None:
            yield found(pk, _("%(period)s没有新的人口户数,沿用%(on)s的数据。") % {"period": period, "on": on})


def _larger_parts(communities, period, part, whole):
    rows = counted_in(period).filter(community__in=communities, **{f"{part}__gt": F(whole)})
    sentence = _("%(on)s:%(part)s%(a)s大于%(whole)s%(b)s,多%(by)s。")
    for row in rows:
        a, b = getattr(row, part), getattr(row, whole)
        values = {"part": label(Headcount, part), "whole": label(Headcount, whole), "a": a, "b": b, "by": a - b}
        yield found(row.community_id, sentence % (values | {"on": row.on}), row=row)


@check("headcount-parts", group="population", title=gettext_lazy("部分大于总数"), severity=Severity.ERROR)
def headcount_parts(communities, period):
    """Urban residents are residents."""
    yield from _larger_parts(communities, period, "urban_residents", "residents")


@check("headcount-unlikely", group="population", title=gettext_lazy("人口户数关系异常"), severity=Severity.WARNING)
def headcount_unlikely(communities, period):
    """More floating than resident people, more occupied than planned dwellings, more households than people."""
    for part, whole in UNLIKELY:
        yield from _larger_parts(communities, period, part, whole)


@check("headcount-outlier", group="population", title=gettext_lazy("人口户数变动过大"), severity=Severity.WARNING)
def headcount_outlier(communities, period):
    """The newest figure against the newest one before the period."""
    for name in COMPARED:
        then, now = newest(name, on__lt=period.started_on), newest(name, on__lt=period.day_after)
        pairs = communities.annotate(then=then, now=now).filter(then__gt=0, now__isnull=False)
        for pk, before, after in pairs.values_list("pk", "then", "now"):
            change = percent(after, before)
            if abs(change) > GREATEST_CHANGE:
                values = {
                    "what": label(Headcount, name),
                    "a": before,
                    "b": after,
                    "by": after - before,
                    "share": change,
                }
                yield found(pk, _("%(what)s由上期%(a)s变为本期%(b)s,相差%(by)s(%(share)s%%),超过±30%%。") % values)


def funds_in(period):
    return WorkFund.objects.filter(year=period.last_day.year)


@check("funds-missing", group="funds", title=gettext_lazy("经费缺失"), severity=Severity.ERROR)
def funds_missing(communities, period):
    """No money of the year entered, and no declaration that there is none."""
    rows = funds_in(period).filter(community=OuterRef("pk"))
    none = Nil.objects.filter(community=OuterRef("pk"), register="funds", started_on__lte=period.last_day)
    for pk in communities.filter(~Exists(rows), ~Exists(none)).values_list("pk", flat=True):
        yield found(pk, _("没有%(year)s年度的经费,也没有确认本社区无此项。") % {"year": period.last_day.year})


@check("funds-overspent", group="funds", title=gettext_lazy("支出大于到位"), severity=Severity.WARNING)
def funds_overspent(communities, period):
    """Spent more than was received, or received more than was budgeted."""
    sentence = _("%(fund)s:%(part)s%(a)s大于%(whole)s%(b)s,多%(by)s元。")
    for part, whole in [("spent", "received"), ("received", "budgeted")]:
        for row in funds_in(period).filter(community__in=communities, **{f"{part}__gt": F(whole)}):
            a, b = getattr(row, part), getattr(row, whole)
            values = {"part": label(WorkFund, part), "whole": label(WorkFund, whole), "fund": row.get_purpose_display()}
            values |= {"a": figure(a), "b": figure(b), "by": figure(a - b)}
            yield found(row.community_id, sentence % values, row=row)


@check("funds-unstated", group="funds", title=gettext_lazy("经费无金额"), severity=Severity.WARNING)
def funds_unstated(communities, period):
    """A row that states neither the budget nor what was received says nothing."""
    for row in funds_in(period).filter(community__in=communities, budgeted=None, received=None):
        yield found(
            row.community_id, _("%(fund)s没有填写预算安排和实际到位。") % {"fund": row.get_purpose_display()}, row=row
        )
