"""What happens to premises: each function is one act, dated, by somebody, for a reason.

A row tells of one place from the day it was opened to the day it was closed; another place, or a second time, is
another row. The one in use has the name; a closed one that stands in its way is called 「名称(至停用日期)」.
"""

from django.db.models import Q
from django.utils.translation import gettext as _

from communities.rules import check_day, check_exists, check_reach, refusal
from facilities.choices import FacilityStatus
from facilities.models import Facility, TemporaryShortfall
from records.history import acting
from records.successors import set_exactly, successor

IN_USE = (FacilityStatus.IN_USE, FacilityStatus.TEMPORARY)
CLOSED = (FacilityStatus.IDLE, FacilityStatus.DEMOLISHED)
OF_THE_PREMISES = {
    "area": None, "office_area": None, "activity_area": None, "counted_area": None, "shared_with": [], "within": None,
    "floor": None, "has_lift": None, "is_accessible": None, "tenure": "", "has_title": None, "owner": "", "rent": None,
    "lease_until": None, "address": "", "longitude": None, "latitude": None,
}  # fmt: skip
"""What is true of a place, not of what is done there: unknown of the new place until somebody says it."""


def open_facility(*, facility, user, reason=""):
    """New premises (unsaved `facility`), in use or still planned."""
    with acting(user, reason or _("新增设施")):
        check_reach(user, facility.community)
        if facility.opened_on:
            check_day(facility.opened_on, field="opened_on")
            check_exists(facility.community, facility.opened_on, field="opened_on")
        _free_name(facility.community, facility.name)
        facility.full_clean()
        facility.save()
        return facility


def _free_name(community, name):
    """A closed facility gives its name to the next one."""
    namesake = Facility.objects.filter(community=community, name=name).exclude(closed_on=None).first()
    if namesake is not None:
        namesake.name = closed_name(namesake)
        namesake.save(update_fields=["name"])


def closed_name(facility):
    """党群服务中心 → 党群服务中心(至2024-03-01)"""
    ending = _("(至%(day)s)") % {"day": facility.closed_on}
    longest = Facility._meta.get_field("name").max_length
    return facility.name[: longest - len(ending)] + ending


def _hold(facility, *, on, user):
    """The facility as stored, locked."""
    facility = (
        Facility.objects.select_for_update(of=["self"]).select_related("community").filter(pk=facility.pk).first()
    )
    if facility is None:
        raise refusal("on", _("这条设施记录已不存在,请刷新后再办理。"), "conflict")
    check_reach(user, facility.community, field="on")
    check_day(on)
    return facility


def _hold_in_use(facility, *, on, user):
    facility = _hold(facility, on=on, user=user)
    if facility.status not in IN_USE or facility.closed_on:
        raise refusal("on", _("该设施目前不在使用中(%(status)s)。"), "order", status=facility.get_status_display())
    if on < facility.opened_on:
        raise refusal("on", _("日期不能早于启用日期%(day)s。"), "order", day=facility.opened_on)
    return facility


def _change(facility, **values):
    names = set_exactly(facility, **values)
    facility.full_clean()
    facility.save(update_fields=names)
    return facility


def put_into_use(*, facility, on, user, reason=""):
    """Planned, built or idle premises are in use from the day on. What was in use before keeps its row."""
    with acting(user, reason or _("启用设施")):
        facility = _hold(facility, on=on, user=user)
        if facility.status in (*IN_USE, FacilityStatus.DEMOLISHED):
            raise refusal(
                "on", _("该设施的状态是“%(status)s”,不能启用。"), "order", status=facility.get_status_display()
            )
        if facility.closed_on is None:
            return _change(facility, status=FacilityStatus.IN_USE, opened_on=on)
        if on < facility.closed_on:
            raise refusal("on", _("日期不能早于上次停用日期%(day)s。"), "order", day=facility.closed_on)
        if on == facility.closed_on:
            return _change(facility, status=FacilityStatus.IN_USE, closed_on=None)
        again = successor(facility, status=FacilityStatus.IN_USE, opened_on=on, closed_on=None)
        return open_facility(facility=again, user=user, reason=reason or _("启用设施"))


def close_facility(*, facility, on, user, outcome=FacilityStatus.IDLE, reason=""):
    """Premises are given up: idle or demolished from the day on, their rooms with them. Returns the facility."""
    outcome = FacilityStatus(outcome)
    if outcome not in CLOSED:
        raise refusal("outcome", _("停用后的状态请选择闲置或拆除。"), "invalid_choice")
    with acting(user, reason or _("停用设施")):
        facility = _hold_in_use(facility, on=on, user=user)
        if on == facility.opened_on:
            text = _("停用日期须晚于启用日期%(day)s;如属误录,请删除这条设施。")
            raise refusal("on", text, "order", day=facility.opened_on)
        for room in _rooms(facility, on):
            _change(room, closed_on=on, status=outcome)
        return _change(facility, closed_on=on, status=outcome)


def _rooms(facility, on):
    in_use = facility.rooms.filter(status__in=IN_USE, opened_on__lt=on)
    return list(in_use.filter(Q(closed_on=None) | Q(closed_on__gt=on)).order_by("pk"))


def relocate_facility(*, facility, on, user, outcome=FacilityStatus.IDLE, with_rooms=False, reason="", **premises):
    """The same service in another place from the day on. Returns the facility in the new place.

    `premises`: what is known of it (address, area, floor …). With `with_rooms` the rooms move too, of unknown area.
    """
    with acting(user, reason or _("设施迁址")):
        facility = _hold_in_use(facility, on=on, user=user)
        if on == facility.opened_on:
            return _change(facility, **{**OF_THE_PREMISES, **premises})
        rooms = _rooms(facility, on) if with_rooms else []
        moved = successor(facility, opened_on=on, **{**OF_THE_PREMISES, **premises})
        following = [successor(room, opened_on=on, **OF_THE_PREMISES) for room in rooms]
        close_facility(facility=facility, on=on, user=user, outcome=outcome, reason=reason or _("设施迁址"))
        open_facility(facility=moved, user=user, reason=reason or _("设施迁址"))
        for room in following:
            room.within = moved
            open_facility(facility=room, user=user, reason=reason or _("设施迁址"))
        return moved


def declare_shortfall(*, community, started_on, ended_on, cause, user, document="", reason=""):
    """A community is below the standard for a while, because; it is shown beside the verdict until the last day."""
    with acting(user, reason or _("临时不达标说明")):
        check_reach(user, community)
        check_day(started_on, field="started_on")
        if ended_on <= started_on:
            raise refusal("ended_on", _("预计恢复日期须晚于起始日期。"), "order")
        values = {"started_on": started_on, "ended_on": ended_on, "cause": cause, "document": document}
        shortfall = TemporaryShortfall(community=community, **values)
        shortfall.full_clean()
        shortfall.save()
        return shortfall


def end_shortfall(*, shortfall, ended_on, user, reason=""):
    """The standard is met again sooner, or later, than was thought."""
    with acting(user, reason or _("变更临时不达标的恢复日期")):
        shortfall = TemporaryShortfall.objects.select_for_update().get(pk=shortfall.pk)
        check_reach(user, shortfall.community, field="ended_on")
        if ended_on <= shortfall.started_on:
            raise refusal("ended_on", _("预计恢复日期须晚于起始日期。"), "order")
        names = set_exactly(shortfall, ended_on=ended_on)
        shortfall.full_clean()
        shortfall.save(update_fields=names)
        return shortfall
