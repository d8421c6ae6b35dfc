"""Indicators over grids. Definitions: the catalogue in docs/indicators.md."""

from django.db.models import BigIntegerField, Count, Exists, F, OuterRef, Q, Sum, Value
from django.db.models.functions import Coalesce, TruncMonth
from django.utils.translation import gettext_lazy as _

from communities.choices import Register as Nil
from compliance.headcounts import months_before
from compliance.measures import Among, Either, Ratio, Register, unless
from compliance.registry import indicator
from grids import coverage
from grids.choices import DutyRole, Flow
from grids.models import Building, EventCount, Grid, GridDuty, GridEvent
from grids.querysets import general
from grids.tracing import building_rows, duty_rows, event_rows, grid_rows
from records.periods import begun_by, open_on

PAID = (DutyRole.FULLTIME, DutyRole.PARTTIME)


def nets(on):
    return Register(Grid.objects.filter(begun_by(on)), nil=Nil.GRIDS)


def existing(on):
    return open_on(on) & general()


def total(field, where):
    """The sum over those rows; 0 when there are none."""
    return Coalesce(Sum(field, filter=where), Value(0), output_field=BigIntegerField())


def staffed(on):
    """General grids somebody answers for on the day, police and party secretaries left out."""
    return existing(on) & Q(Exists(GridDuty.objects.staffing(on=on).filter(grid=OuterRef("pk"))))


@indicator(
    number=31,
    slug="grid-staffed",
    title=_("网格配员率"),
    unit="%",
    per=100,
    sources=("002",),
    formula=_("有网格长、网格员等在任的综合网格 ÷ 综合网格(网格警员、党支部书记不算,微网格不计)"),
    rows=grid_rows(staffed, _("没有网格长、网格员")),
)
def grid_staffed(on):
    return Ratio(nets(on).count(staffed(on)), nets(on).count(existing(on)))


def one_person():
    """Staff on file count once, however many duties they have."""
    return Coalesce(F("worker"), Value(0) - F("pk"), output_field=BigIntegerField())


def people(on, roles):
    duties = Register(GridDuty.objects.filter(begun_by(on)), nil=Nil.GRIDS, community="grid__community")
    return duties.of(Count(one_person(), distinct=True, filter=open_on(on) & Q(role__in=roles)))


@indicator(
    number=32,
    slug="grid-fulltime-share",
    title=_("专职网格员占比"),
    unit="%",
    per=100,
    sources=("000",),
    formula=_("专职网格员 ÷ 专职和兼职网格员(同一名社区工作者计一次)"),
    rows=duty_rows(PAID, (DutyRole.FULLTIME,)),
)
def grid_fulltime_share(on):
    return Ratio(people(on, [DutyRole.FULLTIME]), people(on, PAID))


@indicator(
    number=33,
    slug="households-per-grid",
    title=_("网格平均户数"),
    unit=_("户"),
    sources=("002",),
    formula=_("综合网格户数之和 ÷ 综合网格"),
    rows=grid_rows(field="households"),
)
def households_per_grid(on):
    households = unless(existing(on) & Q(households=None), total("households", existing(on)))
    return Ratio(nets(on).of(households), nets(on).count(existing(on)))


def buildings(**which):
    return Register(Building.objects.filter(**which), nil=Nil.COMPOUNDS, community="compound__community")


@indicator(
    number=34,
    slug="buildings-once",
    title=_("楼栋唯一归属率"),
    unit="%",
    per=100,
    sources=("003",),
    formula=_("在且只在一个综合网格的楼栋 ÷ 楼栋"),
    rows=building_rows,
)
def buildings_once(on):
    every = buildings().count()
    return Ratio(Among(buildings(pk__in=coverage.buildings_once(on)).count(), every), every)


def in_twelve_months(field, on):
    return Q(**{f"{field}__gt": months_before(on, 12), f"{field}__lte": on})


def counts(on):
    return Register(EventCount.objects.filter(month__lte=on), nil=Nil.GRIDS)


def own_events(on):
    """Single events, of the months that no other platform has counted."""
    rows = GridEvent.objects.filter(reported_on__lte=on).annotate(month=TruncMonth("reported_on"))
    return Register(rows, nil=Nil.GRIDS, community="grid__community")


def not_counted():
    counted = EventCount.objects.filter(community=OuterRef("grid__community"), month=OuterRef("month"))
    return Q(~Exists(counted))


def events(on, which):
    counted = counts(on).of(total("reported", in_twelve_months("month", on) & which))
    own = own_events(on).count(in_twelve_months("reported_on", on) & not_counted() & which)
    return Either(counted, own)


@indicator(
    number=35,
    slug="bottom-up-share",
    title=_("自下而上事件占比"),
    unit="%",
    per=100,
    sources=("002",),
    formula=_("截至当日12个月内自下而上的事件 ÷ 同期全部事件(有月度件数的月份按件数,其余月份按登记的事件)"),
    rows=event_rows,
)
def bottom_up_share(on):
    return Ratio(events(on, Q(flow=Flow.UP)), events(on, Q()))
