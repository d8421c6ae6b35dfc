"""Indicators over the estates of communities. Definitions: the catalogue in docs/indicators.md."""

from django.db.models import BigIntegerField, Q, Sum, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from communities.choices import Register as Nil
from compliance.measures import Ratio, Register, unless
from compliance.registry import indicator
from property_mgmt.choices import MANAGED, Mode
from property_mgmt.models import Compound, FeeYear
from property_mgmt.querysets import in_term_on, represented, unknown_term_on
from property_mgmt.tracing import estate_rows, fee_rows

UNSTATED = Q(mode="") | Q(households=None)
"""One such estate leaves the coverage of its community unknown."""


def estates():
    """Estates have no dates: any row shows that the register is kept."""
    return Register(Compound.objects.all(), nil=Nil.COMPOUNDS)


def households(where=None):
    """Households of these estates; unknown as soon as an estate does not state them, or how it is managed."""
    total = Coalesce(Sum("households", filter=where), Value(0), output_field=BigIntegerField())
    return estates().of(unless(UNSTATED, total))


def managed(_on):
    return Q(mode__in=MANAGED)


@indicator(
    number=39,
    slug="property-coverage",
    title=_("物业覆盖率(按户数)"),
    unit="%",
    per=100,
    sources=("001", "000"),
    formula=_("有物业管理(专业服务、业主自管、社区托管、单位自管)的小区户数 ÷ 全部小区户数"),
    rows=estate_rows(managed, _("无物业管理,或管理方式无数据"), "households"),
)
def property_coverage(on):
    return Ratio(households(managed(on)), households())


def served(_on):
    return Q(mode=Mode.COMPANY)


@indicator(
    number=40,
    slug="professional-coverage",
    title=_("专业物业覆盖率(按户数)"),
    unit="%",
    per=100,
    sources=("000",),
    formula=_("专业物业服务的小区户数 ÷ 全部小区户数"),
    rows=estate_rows(served, _("不是专业物业服务"), "households"),
)
def professional_coverage(on):
    return Ratio(households(served(on)), households())


def eligible(on):
    return Q(eligible_on__lte=on)


def with_committee(on):
    return eligible(on) & Q(represented(on, in_term_on))


def unclear_term(on):
    """Eligible estates whose committee stands, for a term nobody has stated."""
    return eligible(on) & Q(represented(on, unknown_term_on))


@indicator(
    number=41,
    slug="committee-coverage",
    title=_("业委会(物管会)组建率"),
    unit="%",
    per=100,
    sources=("001",),
    formula=_("符合条件且有任期内委员会的小区 ÷ 符合成立条件的小区"),
    rows=estate_rows(with_committee, _("未到符合成立条件的日期,或没有任期内的委员会")),
)
def committee_coverage(on):
    """An estate whose committee has no stated term leaves the figure unknown."""
    here = estates()
    return Ratio(here.of(unless(unclear_term(on), here.count(with_committee(on)).aggregate)), here.count(eligible(on)))


@indicator(
    number=42,
    slug="fee-collection",
    title=_("物业费收缴率"),
    unit="%",
    per=100,
    sources=("000",),
    formula=_("上年度专业物业小区实收当年物业费 ÷ 同一批小区当年应收"),
    rows=fee_rows,
)
def fee_collection(on):
    stated = FeeYear.objects.filter(year=on.year - 1, compound__mode=Mode.COMPANY, due__gte=0, received__gte=0)
    fees = Register(stated, nil=Nil.COMPOUNDS, community="compound__community")
    return Ratio(fees.of(Sum("received")), fees.of(Sum("due")))


def separated(on):
    return Q(separated_from__lte=on)


@indicator(
    number=43,
    slug="separation-share",
    title=_("收支分离小区占比"),
    unit="%",
    per=100,
    sources=("000",),
    formula=_("已实行收支分离的小区 ÷ 专业物业服务的小区"),
    rows=estate_rows(separated, _("未实行收支分离")),
)
def separation_share(on):
    here = estates()
    counted = here.of(unless(Q(mode=""), here.count(served(on)).aggregate))
    return Ratio(here.count(separated(on)), counted)
