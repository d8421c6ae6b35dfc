"""Which estates a figure of one community counted and which not."""

from django.db.models import BooleanField, ExpressionWrapper
from django.utils.translation import gettext as _

from compliance.tracing import Line, Traced
from property_mgmt.models import Compound, FeeYear


def estate_rows(which, other, amount=""):
    """Rows of a figure over the estates that `which(on)` describes; `other` says why the others are left out."""

    def rows(on, community):
        flag = ExpressionWrapper(which(on), output_field=BooleanField())
        traced = Traced()
        for estate in Compound.objects.annotate(traced_which=flag).filter(community=community).order_by("name"):
            missing = _("户数无数据") if amount and estate.households is None else ""
            traced.add(_line(estate, amount, missing or ("" if estate.traced_which else str(other))))
        return traced

    return rows


def _line(estate, amount, reason):
    detail = estate.get_mode_display() if estate.mode else _("管理方式无数据")
    shown = getattr(estate, amount) if amount else None
    return Line(estate.name, detail, amount=shown, reason=reason, source=estate.source, record=estate)


def fee_rows(on, community):
    """Fees of the year before; only estates with a company that state both amounts count."""
    traced = Traced()
    rows = FeeYear.objects.filter(compound__community=community, year=on.year - 1).select_related("compound")
    for fee_year in rows.order_by("compound__name"):
        detail = _("应收%(due)s元") % {"due": "–" if fee_year.due is None else fee_year.due}
        line = {"amount": fee_year.received, "source": fee_year.source, "record": fee_year}
        traced.add(Line(str(fee_year), detail, reason=_left_out(fee_year), **line))
    return traced


def _left_out(fee_year):
    if fee_year.compound.mode != "company":
        return _("不是专业物业服务")
    if fee_year.due is None or fee_year.received is None:
        return _("应收或实收未填写")
    return ""
