"""Which premises a figure of one community counted and which not."""

from django.db.models import BooleanField, ExpressionWrapper
from django.utils.translation import gettext as _

from compliance.tracing import Line, Traced
from facilities.choices import FacilityStatus
from facilities.models import Facility
from facilities.querysets import in_use_on


def facility_rows(which, field="", missing="", other=""):
    """Rows of a figure over the premises that `which(on)` describes; `field` is what each must state beside."""

    def rows(on, community):
        flags = {"traced_open": in_use_on(on), "traced_which": which(on)}
        annotated = Facility.objects.annotate(
            **{name: ExpressionWrapper(q, output_field=BooleanField()) for name, q in flags.items()}
        )
        traced = Traced()
        for facility in annotated.filter(community=community).order_by("name"):
            reason = _reason(facility, str(other), on) or _unstated(facility, field, str(missing))
            traced.add(_line(facility, field, reason))
        return traced

    return rows


def _line(facility, field, reason):
    amount = facility.counted_area if facility.counted_area is not None else facility.area
    if field and getattr(facility, field) is not None:
        amount = getattr(facility, field)
    detail = f"{facility.get_kind_display()} {facility.get_status_display()}"
    return Line(facility.name, detail, amount=amount, reason=reason, source=facility.source, record=facility)


def _unstated(facility, field, missing):
    return missing if field and getattr(facility, field) is None else ""


def _reason(facility, other, on):
    """The first thing that keeps premises from being counted; blank when nothing does."""
    if facility.traced_which:
        return ""
    if not facility.traced_open:
        if facility.opened_on and facility.opened_on > on:
            return _("%(day)s才启用") % {"day": facility.opened_on}
        if facility.closed_on and facility.closed_on <= on:
            return _("已于%(day)s停用") % {"day": facility.closed_on}
        return _("当日不在用(%(status)s)") % {"status": FacilityStatus(facility.status).label}
    if other:
        return other
    return _("是其他设施的房间") if facility.within_id else _("按类型不计入综合服务设施面积")
