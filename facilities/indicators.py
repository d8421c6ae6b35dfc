"""Indicators over the premises of communities. Definitions: the catalogue in docs/indicators.md."""

from django.db.models import DecimalField, ExpressionWrapper, F, Q, Sum, Value
from django.db.models.functions import Coalesce, NullIf
from django.utils.translation import gettext_lazy as _

from communities.choices import Register as Nil
from compliance.headcounts import newest, with_headcounts
from compliance.measures import Ratio, Register, distinct_kinds, one_if, unless
from compliance.registry import indicator
from facilities.choices import EIGHT_ROOMS, FOR_THE_ELDERLY, FacilityKind
from facilities.models import Facility
from facilities.querysets import counts, in_use_on, own_share
from facilities.tracing import facility_rows

NUMBER = DecimalField(max_digits=30, decimal_places=10)


def premises(on):
    """Rows by which a community shows that it keeps the register: opened by the day, or of unknown opening."""
    return Register(Facility.objects.filter(Q(opened_on=None) | Q(opened_on__lte=on)), nil=Nil.FACILITIES)


def counted(on):
    return in_use_on(on) & counts()


def in_proportion(field):
    """Of shared premises the same part of this area as of the whole."""
    return ExpressionWrapper(F(field) * own_share() / NullIf("area", Value(0)), output_field=NUMBER)


def floor_sum(on, expression, stated=None):
    """The sum over counted premises, unknown as soon as the area of one of them is."""
    where = counted(on) if stated is None else counted(on) & stated
    total = Coalesce(Sum(expression, filter=where), Value(0), output_field=NUMBER)
    return premises(on).of(unless(counted(on) & Q(area=None), total))


@indicator(
    number=22,
    slug="area-per-100-households",
    title=_("每百户服务设施面积"),
    unit=_("㎡"),
    per=100,
    area_base="households",
    gap="area",
    sources=("002",),
    formula=_("计入面积 × 100 ÷ 常住户数(未知时依次用实际入住户数、户籍户数)"),
    rows=with_headcounts("households", "occupied_households", "registered_households", rows=facility_rows(counted)),
)
def area_per_100_households(on):
    households = newest("households", "occupied_households", "registered_households", on=on)
    return Ratio(floor_sum(on, own_share()), households)


@indicator(
    number=23,
    slug="floor-area",
    title=_("服务用房面积"),
    unit=_("㎡"),
    gap="area",
    sources=("004", "001"),
    formula=_("计入面积 ÷ 社区数"),
    rows=facility_rows(counted),
)
def floor_area(on):
    return Ratio(floor_sum(on, own_share()))


def part_of_stated(on, field):
    stated = Q(**{f"{field}__isnull": False})
    return Ratio(floor_sum(on, in_proportion(field), stated), floor_sum(on, own_share(), stated))


@indicator(
    number=24,
    slug="office-share",
    title=_("办公面积占比"),
    unit="%",
    per=100,
    sources=("003",),
    formula=_("办公面积 ÷ 填写了办公面积的设施的计入面积"),
    rows=facility_rows(counted, "office_area", _("未填写办公面积")),
)
def office_share(on):
    return part_of_stated(on, "office_area")


@indicator(
    number=25,
    slug="activity-share",
    title=_("居民活动面积占比"),
    unit="%",
    per=100,
    sources=("住房和城乡建设部",),
    formula=_("居民活动面积 ÷ 填写了居民活动面积的设施的计入面积"),
    rows=facility_rows(counted, "activity_area", _("未填写居民活动面积")),
)
def activity_share(on):
    return part_of_stated(on, "activity_area")


def centre(on):
    return in_use_on(on) & Q(kind=FacilityKind.SERVICE_CENTER)


@indicator(
    number=26,
    slug="facility-coverage",
    title=_("综合服务设施覆盖率"),
    unit="%",
    per=100,
    sources=("002",),
    formula=_("有在用党群服务中心的社区 ÷ 社区数"),
    rows=facility_rows(centre, other=_("不是党群服务中心")),
)
def facility_coverage(on):
    return Ratio(premises(on).of(one_if(centre(on))))


def one_of_eight(on):
    return in_use_on(on) & Q(kind__in=EIGHT_ROOMS)


@indicator(
    number=27,
    slug="room-types",
    title=_("四室两厅一校一点齐全数"),
    unit=_("类"),
    gap="kinds",
    sources=("004",),
    formula=_("在用的八类场所中已有的类数"),
    rows=facility_rows(one_of_eight, other=_("不属于四室两厅一校一点")),
)
def room_types(on):
    return Ratio(premises(on).of(distinct_kinds("kind", EIGHT_ROOMS, in_use_on(on))))


def upstairs_without_lift(on):
    return in_use_on(on) & Q(kind__in=FOR_THE_ELDERLY, floor__gte=2, has_lift=False)


def unclear_access(on):
    """Premises for the elderly of which neither a lift nor the ground floor is known."""
    unknown_floor = Q(floor=None) & (Q(has_lift=None) | Q(has_lift=False))
    unknown_lift = Q(floor__gte=2, has_lift=None)
    return in_use_on(on) & Q(kind__in=FOR_THE_ELDERLY) & (unknown_floor | unknown_lift)


@indicator(
    number=28,
    slug="elderly-upstairs",
    title=_("二层及以上无电梯养老设施"),
    unit=_("处"),
    sources=("000",),
    formula=_("在用、位于二层及以上且没有电梯的养老设施"),
    rows=facility_rows(upstairs_without_lift, other=_("不是养老设施,或在一层,或有电梯,或情况不明")),
)
def elderly_upstairs(on):
    here = premises(on)
    return Ratio(here.of(unless(unclear_access(on), here.count(upstairs_without_lift(on)).aggregate)))
