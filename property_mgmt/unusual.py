"""New estates that people have moved into, in communities that have no service centre yet."""

from django.db.models import DecimalField, ExpressionWrapper, F, OuterRef, Q, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from communities.choices import Level
from communities.models import Headcount
from communities.querysets import existing_on
from compliance.figures import number
from compliance.models import Result
from compliance.unusual import Cell, Found, kind, place
from property_mgmt.models import Compound

NEW = 5
"""An estate counts as new so many years after it was built."""
CENTRE = "facility-coverage"


def newest(field, on):
    """What the newest count by the day that states it says."""
    stated = Headcount.objects.known_by(on=on).filter(community=OuterRef("community")).exclude(**{field: None})
    return Subquery(stated.order_by("-on").values(field)[:1])


@kind(
    "estates",
    title=gettext_lazy("新小区入住"),
    explain=gettext_lazy(
        "建成不满 5 年的小区,所在社区的入住率(实际入住户数 ÷ 规划户数)达到所填比例;看社区有没有综合服务设施。"
    ),
    order=30,
    takes_share=True,
)
def moved_in(asked):
    """New estates in communities with at least the share of their planned households occupied."""
    found = Found([_("小区"), _("建成年份"), _("小区户数 (户)"), _("社区"), _("入住率 (%)"), _("综合服务设施")])
    if not asked.user.has_perm("property_mgmt.view_compound"):
        found.unable = _("您的角色看不到小区登记册,不能查找。")
        return found
    new = new_estates(asked)
    unknown = new.filter(Q(occupied=None) | Q(planned=None) | Q(planned=0)).count()
    full = with_share(new).filter(share__gte=asked.share)
    found.total = full.count()
    estates = list(full.order_by("-share", "community__code", "name")[: asked.most])
    centres = _centres(asked, {estate.community_id for estate in estates})
    found.rows = [_row(estate, centres.get(estate.community_id)) for estate in estates]
    if unknown:
        note = _("另有 %(n)s 个新小区所在社区没有规划户数或实际入住户数,不能判断。")
        found.notes.append(note % {"n": number(unknown)})
    return found


def new_estates(asked):
    """Estates built in the last years, with the households planned and living in their communities."""
    on = asked.report.as_of
    new = Compound.objects.filter(existing_on(on, "community__"), built_year__gt=on.year - NEW, built_year__lte=on.year)
    inside = new.filter(community__code__startswith=asked.area).select_related("community")
    return inside.annotate(occupied=newest("occupied_households", on), planned=newest("planned_households", on))


def with_share(estates):
    """Those whose community's occupancy is known, with it."""
    share = ExpressionWrapper(
        F("occupied") * 100.0 / F("planned"), output_field=DecimalField(max_digits=12, decimal_places=2)
    )
    return estates.filter(planned__gt=0, occupied__isnull=False).annotate(share=share)


def _row(estate, result):
    link = Cell(estate.name, reverse("property_mgmt:compound_detail", args=[estate.pk]))
    where = place(result.row, CENTRE) if result else Cell(str(estate.community))
    households = number(estate.households) or _("无数据")
    return [link, str(estate.built_year), households, where, number(estate.share, "%"), _worded(result)]


def _centres(asked, communities):
    """{community: what the report says of its service centre}"""
    found = Result.objects.at(asked.report, level=Level.COMMUNITY, area=asked.area)
    found = found.filter(indicator=CENTRE, row__community_id__in=communities).select_related("row")
    return {result.row.community_id: result for result in found}


def _worded(result):
    if result is None or result.value is None:
        return _("无数据")
    return _("有") if result.value else _("没有")
