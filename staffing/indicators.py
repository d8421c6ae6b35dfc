"""Indicators over the people and posts of communities; defined in docs/indicators.md."""

from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from compliance.headcounts import newest, with_headcounts
from compliance.measures import Ratio, one_if, one_or_unknown, unless_none
from compliance.registry import indicator
from staffing.choices import Gender, StaffKind
from staffing.measures import (
    born_known,
    both_heads,
    college,
    completed_years,
    current,
    education_known,
    in_both_bodies,
    licensed,
    licensed_here,
    party_member,
    people,
    posts,
    seconded,
    spells,
    trained_here,
    trained_in_time,
    under,
)
from staffing.querysets import approved, council, counted, leader, serving
from staffing.tracing import posts_and_spells, spell_rows

PEOPLE = {"personnel": True, "per": 100, "unit": "%"}


@indicator(
    number=1,
    slug="workers-per-10k",
    title=_("每万人社区工作者"),
    unit=_("人"),
    per=10_000,
    scope="urban",
    area_base="urban_residents",
    gap="people",
    sources=("002",),
    formula=_("社区工作者 × 10000 ÷ 城镇常住人口(未知时用常住人口)"),
    rows=with_headcounts("urban_residents", "residents", rows=spell_rows(counted)),
)
def workers_per_10k(on):
    return Ratio(people(on, counted()), newest("urban_residents", "residents", on=on))


@indicator(
    number=2,
    slug="workers-per-community",
    title=_("平均社区工作者"),
    unit=_("人"),
    gap="people",
    sources=("002",),
    formula=_("社区工作者 ÷ 社区数"),
    rows=spell_rows(counted),
)
def workers_per_community(on):
    return Ratio(people(on, counted()))


@indicator(
    number=3,
    slug="staff-per-community",
    title=_("平均工作人员"),
    unit=_("人"),
    sources=("002",),
    formula=_("全部工作人员 ÷ 社区数"),
    rows=spell_rows(),
)
def staff_per_community(on):
    return Ratio(people(on))


@indicator(
    number=4,
    slug="households-per-worker",
    title=_("每名社区工作者服务户数"),
    unit=_("户"),
    personnel=True,
    sources=("000",),
    formula=_("实际入住户数(未知时用常住户数) ÷ 在岗社区工作者"),
    rows=with_headcounts("occupied_households", "households", rows=spell_rows(lambda: counted() & serving())),
)
def households_per_worker(on):
    return Ratio(newest("occupied_households", "households", on=on), people(on, counted() & serving()))


@indicator(
    number=5,
    slug="posts-by-band",
    title=_("应配社区工作者"),
    unit=_("人"),
    gap="people",
    sources=("004",),
    formula=_("社区工作者,与按规模分档的应配人数比较"),
    rows=spell_rows(counted),
)
def posts_by_band(on):
    return Ratio(people(on, counted()))


@indicator(
    number=6,
    slug="on-duty-share",
    title=_("在岗率"),
    **PEOPLE,
    sources=("004",),
    formula=_("占核定岗位且在岗 ÷ 核定员额"),
    rows=posts_and_spells(lambda: approved() & serving(), _("不在岗")),
)
def on_duty_share(on):
    return Ratio(people(on, approved() & serving()), posts(on))


@indicator(
    number=7,
    slug="vacancy",
    title=_("岗位空缺"),
    unit=_("个"),
    sources=("004",),
    formula=_("核定员额 − 占核定岗位人数(不论在岗状态)"),
    rows=posts_and_spells(approved),
)
def vacancy(on):
    return Ratio(posts(on) - people(on, approved()))


@indicator(
    number=8,
    slug="secondment-rate",
    title=_("借调率"),
    **PEOPLE,
    sources=("004",),
    formula=_("占核定岗位且借调街道、区县或抽调专班 ÷ 核定员额"),
    rows=posts_and_spells(lambda: approved() & seconded(), _("未借调")),
)
def secondment_rate(on):
    return Ratio(people(on, approved() & seconded()), posts(on))


@indicator(
    number=9,
    slug="local-hire-share",
    title=_("自聘人员占比"),
    **PEOPLE,
    sources=("004",),
    formula=_("街道社区自聘 ÷ 全部工作人员"),
    rows=spell_rows(lambda: Q(staff_kind=StaffKind.LOCAL), _("不是自聘人员")),
)
def local_hire_share(on):
    return Ratio(people(on, Q(staff_kind=StaffKind.LOCAL)), people(on))


def certified(on):
    return people(on, counted() & licensed_here())


@indicator(
    number=10,
    slug="certified-share",
    title=_("持证率"),
    **PEOPLE,
    sources=("000", "001", "003"),
    formula=_("持社会工作职业资格证书的社区工作者 ÷ 社区工作者"),
    rows=spell_rows(counted, _("未取得证书"), having=licensed),
)
def certified_share(on):
    return Ratio(certified(on), people(on, counted()))


@indicator(
    number=11,
    slug="certified-per-10k",
    title=_("每万人持证社区工作者"),
    unit=_("人"),
    per=10_000,
    area_base="residents",
    sources=("003",),
    formula=_("持社会工作职业资格证书的社区工作者 × 10000 ÷ 常住人口"),
    rows=with_headcounts("residents", rows=spell_rows(counted, _("未取得证书"), having=licensed)),
)
def certified_per_10k(on):
    return Ratio(certified(on), newest("residents", on=on))


@indicator(
    number=12,
    slug="council-under-35-share",
    title=_("两委成员35岁及以下占比"),
    **PEOPLE,
    by_term=True,
    sources=("002",),
    formula=_("未满36周岁的两委成员 ÷ 出生日期已知的两委成员"),
    rows=spell_rows(council, _("已满36周岁或出生日期未知"), having=lambda on: under(36, on)),
)
def council_under_35_share(on):
    return Ratio(people(on, council() & under(36, on)), people(on, council() & born_known()))


@indicator(
    number=13,
    slug="council-college-share",
    title=_("两委成员大专及以上占比"),
    **PEOPLE,
    by_term=True,
    sources=("002", "003"),
    formula=_("大专及以上的两委成员 ÷ 学历已知的两委成员"),
    rows=spell_rows(council, _("大专以下或学历未知"), having=college()),
)
def council_college_share(on):
    return Ratio(people(on, council() & college()), people(on, council() & education_known()))


@indicator(
    number=14,
    slug="council-mean-age",
    title=_("两委成员平均年龄"),
    unit=_("岁"),
    personnel=True,
    by_term=True,
    sources=("003",),
    formula=_("两委成员周岁之和 ÷ 出生日期已知的两委成员"),
    rows=spell_rows(council, _("出生日期未知"), having=born_known()),
)
def council_mean_age(on):
    known = council() & born_known()
    return Ratio(spells(on).total(completed_years(on), current(on) & known), people(on, known))


@indicator(
    number=15,
    slug="workers-under-35-share",
    title=_("社区工作者35岁及以下占比"),
    **PEOPLE,
    sources=("002",),
    formula=_("未满36周岁的社区工作者 ÷ 出生日期已知的社区工作者"),
    rows=spell_rows(counted, _("已满36周岁或出生日期未知"), having=lambda on: under(36, on)),
)
def workers_under_35_share(on):
    return Ratio(people(on, counted() & under(36, on)), people(on, counted() & born_known()))


@indicator(
    number=16,
    slug="workers-college-share",
    title=_("社区工作者大专及以上占比"),
    **PEOPLE,
    sources=("002",),
    formula=_("大专及以上的社区工作者 ÷ 学历已知的社区工作者"),
    rows=spell_rows(counted, _("大专以下或学历未知"), having=college()),
)
def workers_college_share(on):
    return Ratio(people(on, counted() & college()), people(on, counted() & education_known()))


@indicator(
    number=17,
    slug="female-share",
    title=_("女性占比"),
    **PEOPLE,
    formula=_("女性社区工作者 ÷ 社区工作者"),
    rows=spell_rows(counted, _("非女性或性别未知"), having=Q(worker__gender=Gender.FEMALE)),
)
def female_share(on):
    return Ratio(people(on, counted() & Q(worker__gender=Gender.FEMALE)), people(on, counted()))


@indicator(
    number=18,
    slug="party-share",
    title=_("党员占比"),
    **PEOPLE,
    formula=_("中共党员(含预备)社区工作者 ÷ 政治面貌已知的社区工作者"),
    rows=spell_rows(counted, _("非党员或政治面貌未知"), having=party_member()),
)
def party_share(on):
    return Ratio(people(on, counted() & party_member()), people(on, counted() & ~Q(worker__politics="")))


@indicator(
    number=19,
    slug="combined-head-share",
    title=_("书记主任一肩挑率"),
    **PEOPLE,
    by_term=True,
    sources=("002", "001"),
    formula=_("书记兼任主任的社区 ÷ 有在岗书记或主任的社区"),
    rows=spell_rows(lambda: leader() & serving(), _("书记、主任未由一人担任"), having=both_heads()),
)
def combined_head_share(on):
    heads = current(on) & serving()
    return Ratio(
        spells(on).of(one_if(heads & both_heads())),
        spells(on).of(one_or_unknown(heads & leader())),
    )


@indicator(
    number=20,
    slug="cross-posting-share",
    title=_("两委交叉任职比例"),
    **PEOPLE,
    by_term=True,
    sources=("002",),
    formula=_("同时担任党组织和居(村)委会职务的两委成员 ÷ 两委成员"),
    rows=spell_rows(council, _("未交叉任职"), having=in_both_bodies()),
)
def cross_posting_share(on):
    return Ratio(people(on, council() & in_both_bodies()), people(on, council()))


@indicator(
    number=21,
    slug="training-done",
    title=_("培训完成率"),
    **PEOPLE,
    sources=("003",),
    formula=_("按期参训的社区工作者(书记、主任当年,其他人员当年或上年) ÷ 社区工作者"),
    rows=spell_rows(counted, _("未按期参训"), having=trained_in_time),
)
def training_done(on):
    done = people(on, counted() & trained_in_time(on, trained_here))
    return Ratio(spells(on).of(unless_none(trained_here(), Coalesce(done.aggregate, 0))), people(on, counted()))
