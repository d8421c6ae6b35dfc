"""Premises: what is looked at before they are handed in (and, in `locked_days`, what is locked then)."""

from math import cos, hypot, radians

from django.db.models import Exists, F, OuterRef, Q, Sum
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from communities.models import Nil
from communities.submissions import groups
from communities.submissions.checks import check, figure, found, percent
from communities.submissions.choices import Rhythm, Severity
from facilities import locked_days  # noqa: F401
from facilities.choices import Tenure
from facilities.models import Facility
from facilities.querysets import own_share

groups.register(
    groups.SheetGroup(
        slug="facilities",
        title=gettext_lazy("服务设施"),
        rhythm=Rhythm.QUARTER,
        sheets=("facility", "nil"),
        models=("facilities.Facility",),
    )
)

GREATEST_CHANGE = 30
"""Per cent of the counted area from one period to the next beyond which a reason is asked for."""

METRES_PER_DEGREE = 111_320
SAME_PLACE = 100
"""Metres within which two points may be of one address."""


def in_use(communities, period):
    return Facility.objects.in_use(on=period.last_day).filter(community__in=communities)


@check("facilities-missing", group="facilities", title=gettext_lazy("服务设施缺失"), severity=Severity.ERROR)
def facilities_missing(communities, period):
    """No premises entered by the last day, and no declaration that there are none."""
    entered = Facility.objects.filter(Q(opened_on=None) | Q(opened_on__lte=period.last_day), community=OuterRef("pk"))
    none = Nil.objects.filter(community=OuterRef("pk"), register="facilities", started_on__lte=period.last_day)
    for pk in communities.filter(~Exists(entered), ~Exists(none)).values_list("pk", flat=True):
        yield found(pk, _("截至%(day)s没有登记服务设施,也没有确认本社区无此项。") % {"day": period.last_day})


@check("facility-parts", group="facilities", title=gettext_lazy("面积之和大于建筑面积"), severity=Severity.ERROR)
def facility_parts(communities, period):
    """Office and residents' area are different parts of the same floor."""
    rows = in_use(communities, period).annotate(parts=F("office_area") + F("activity_area")).filter(parts__gt=F("area"))
    sentence = _(
        "%(name)s:办公面积%(office)s + 居民活动面积%(activity)s = %(parts)s㎡,大于建筑面积%(area)s㎡,多%(by)s㎡。"
    )
    for row in rows:
        values = {"name": row.name, "office": figure(row.office_area), "activity": figure(row.activity_area)}
        values |= {"parts": figure(row.parts), "area": figure(row.area), "by": figure(row.parts - row.area)}
        yield found(row.community_id, sentence % values, row=row)


@check("facility-rooms", group="facilities", title=gettext_lazy("房间面积之和大于所属设施"), severity=Severity.ERROR)
def facility_rooms(communities, period):
    """The rooms of a facility lie inside it."""
    rooms = Q(rooms__in=Facility.objects.in_use(on=period.last_day))
    parents = in_use(communities, period).annotate(inside=Sum("rooms__area", filter=rooms)).filter(inside__gt=F("area"))
    sentence = _("%(name)s:所含房间面积合计%(inside)s㎡,大于建筑面积%(area)s㎡,多%(by)s㎡。")
    for row in parents:
        values = {"name": row.name, "inside": figure(row.inside), "area": figure(row.area)}
        yield found(row.community_id, sentence % (values | {"by": figure(row.inside - row.area)}), row=row)


def _partners(communities, period):
    """{(community code, name): facility in use} of the shared ones that are theirs or name them."""
    shared = Facility.objects.in_use(on=period.last_day).exclude(shared_with=[]).select_related("community")
    codes = list(communities.values_list("code", flat=True))
    rows = shared.filter(Q(community__in=communities) | Q(shared_with__overlap=codes))
    return {(row.community.code, row.name): row for row in rows}


@check("facility-shares", group="facilities", title=gettext_lazy("共用面积之和大于建筑面积"), severity=Severity.ERROR)
def facility_shares(communities, period):
    """What the communities that share a facility (the same name) count of it never exceeds the whole."""
    shared, asked = _partners(communities, period), set(communities.values_list("pk", flat=True))
    sentence = _("%(name)s:各社区计入面积%(terms)s = %(total)s㎡,大于建筑面积%(area)s㎡,多%(by)s㎡。")
    for (code, name), row in shared.items():
        others = [shared[other, name] for other in row.shared_with if other != code and (other, name) in shared]
        total = sum((one.counted_area for one in others), row.counted_area)
        if row.community_id in asked and row.area is not None and total > row.area:
            terms = " + ".join(figure(one.counted_area) for one in [row, *others])
            values = {"name": name, "terms": terms, "total": figure(total), "area": figure(row.area)}
            yield found(row.community_id, sentence % (values | {"by": figure(total - row.area)}), row=row)


@check("facility-unmeasured", group="facilities", title=gettext_lazy("建筑面积无数据"), severity=Severity.WARNING)
def facility_unmeasured(communities, period):
    """One counted facility without an area makes the floor figures of its community unknown."""
    for row in Facility.objects.counted(on=period.last_day).filter(community__in=communities, area=None):
        yield found(row.community_id, _("%(name)s:计入综合服务设施,但建筑面积无数据。") % {"name": row.name}, row=row)


@check("facility-room-outlives", group="facilities", title=gettext_lazy("所属设施已停用"), severity=Severity.WARNING)
def facility_room_outlives(communities, period):
    """A room in use of a facility that is not."""
    using = Facility.objects.in_use(on=period.last_day).filter(pk=OuterRef("within"))
    rooms = in_use(communities, period).filter(~Exists(using), within__isnull=False).select_related("within")
    for row in rooms:
        sentence = _("%(name)s在用,但所属的%(parent)s不在用。") % {"name": row.name, "parent": row.within.name}
        yield found(row.community_id, sentence, row=row)


@check("facility-lease", group="facilities", title=gettext_lazy("租期已过"), severity=Severity.WARNING)
def facility_lease(communities, period):
    """Leased premises still in use after the end of the lease."""
    for row in in_use(communities, period).filter(tenure=Tenure.LEASED, lease_until__lt=period.last_day):
        days = (period.last_day - row.lease_until).days
        values = {"name": row.name, "day": row.lease_until, "days": days}
        yield found(row.community_id, _("%(name)s:租期至%(day)s,已过%(days)s天,仍登记为在用。") % values, row=row)


def _metres(one, other):
    """How far apart two premises are, on the scale of a street."""
    north = float(one.latitude - other.latitude) * METRES_PER_DEGREE
    east = float(one.longitude - other.longitude) * METRES_PER_DEGREE * cos(radians(float(one.latitude)))
    return round(hypot(north, east))


@check("facility-shifted", group="facilities", title=gettext_lazy("同一地址坐标不一致"), severity=Severity.WARNING)
def facility_shifted(communities, period):
    """Premises at one address whose coordinates lie apart: mostly one was read off a map that shifts its points."""
    rows = in_use(communities, period).exclude(address="").exclude(longitude=None).exclude(latitude=None)
    first = {}
    for row in rows.order_by("community", "address", "pk"):
        other = first.setdefault((row.community_id, row.address), row)
        if (apart := _metres(row, other)) > SAME_PLACE:
            sentence = _(
                "%(name)s与%(other)s地址相同,坐标却相距约%(apart)s米,可能有一处取自高德、腾讯或百度地图(GCJ-02、BD-09),"
                "请换算为CGCS2000坐标。"
            )
            values = {"name": row.name, "other": other.name, "apart": apart}
            yield found(row.community_id, sentence % values, row=row)


def _counted_area(communities, day):
    counted = Facility.objects.counted(on=day).filter(community__in=communities)
    return dict(counted.order_by().values_list("community").annotate(total=Sum(own_share())).exclude(total=None))


@check("facilities-outlier", group="facilities", title=gettext_lazy("服务设施面积变动过大"), severity=Severity.WARNING)
def facilities_outlier(communities, period):
    """Counted area on the last day against the day before the period."""
    before, after = _counted_area(communities, period.day_before), _counted_area(communities, period.last_day)
    for pk, then in before.items():
        now = after.get(pk, 0)
        if then and abs(percent(now, then)) > GREATEST_CHANGE:
            values = {"a": figure(then), "b": figure(now), "by": figure(now - then), "share": percent(now, then)}
            yield found(pk, _("计入面积由上期%(a)s㎡变为本期%(b)s㎡,相差%(by)s㎡(%(share)s%%),超过±30%%。") % values)
