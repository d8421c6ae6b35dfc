"""Indicators over teams, volunteers and needs. Definitions: the catalogue in docs/indicators.md."""

from django.utils.translation import gettext_lazy as _

from communities.choices import Register as Nil
from compliance.headcounts import newest, with_headcounts
from compliance.measures import Ratio, Register
from compliance.registry import indicator
from records.periods import begun_by
from volunteers.models import Need, Team, Volunteer
from volunteers.querysets import cancelled_by, counted_once, met_by, wanted_within_a_year
from volunteers.tracing import need_rows, team_rows, volunteer_rows


@indicator(
    number=36,
    slug="teams",
    title=_("志愿服务队"),
    unit=_("支"),
    sources=("000",),
    formula=_("当日存在的志愿服务队,核对为同一支的只计一次 ÷ 社区数"),
    rows=team_rows,
)
def teams(on):
    return Ratio(Register(Team.objects.filter(begun_by(on)), nil=Nil.TEAMS).count(counted_once(on)))


@indicator(
    number=37,
    slug="volunteers-per-100",
    title=_("每百人志愿者"),
    unit=_("人"),
    per=100,
    area_base="residents",
    area_count="volunteers",
    sources=("002",),
    formula=_("志愿者(核对为同一人的只计一次) × 100 ÷ 常住人口;区划用平台公布的实名注册志愿者"),
    rows=with_headcounts("residents", rows=volunteer_rows),
)
def volunteers_per_100(on):
    registered = Register(Volunteer.objects.filter(begun_by(on)))
    return Ratio(registered.count(counted_once(on)), newest("residents", on=on))


@indicator(
    number=38,
    slug="needs-met",
    title=_("需求对接率"),
    unit="%",
    per=100,
    sources=("001",),
    formula=_("最近12个月提出且已完成的需求 ÷ 最近12个月提出的需求(已取消的除外)"),
    rows=need_rows,
)
def needs_met(on):
    wanted = Register(Need.objects.filter(wanted_on__lte=on))
    recent = wanted_within_a_year(on)
    return Ratio(wanted.count(recent & met_by(on)), wanted.count(recent & ~cancelled_by(on)))
