"""Tables about people: rosters as of a day, arrivals and departures between two, the address book.

A person whose file has moved out of reach stays in the rosters of the days they served here, without personal data.
"""

from itertools import chain

from django.db.models import Case, CharField, Exists, F, IntegerField, OuterRef, Q, Subquery, Value, When
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from communities import workbench
from communities.models import Community
from communities.official.columns import day, label, labels, month, place_columns, yes_no
from communities.official.declaring import Col, Page, Source, Table, pages, sources, tables
from records.masks import mask_id, mask_phone
from staffing import choices
from staffing.models import Licence, Spell, Worker
from staffing.querysets import council

FILE = "worker__community__code"
PERMISSION = "staffing.export_worker"
KEPT_ELSEWHERE = gettext_lazy(
    "说明:身份证号、手机号只显示部分数字;已调往其他地区的人员不显示个人信息。空格表示登记册中没有。"
)


def personal(show=None):
    """A value that is only shown while the person's file is within reach."""

    def cell(asked, value, file, *more):
        if not value or not asked.sees(file):
            return ""
        return show(value, *more) if show else value

    return cell


def about(name, show=None, width=12, aliases=()):
    header = Worker._meta.get_field(name).verbose_name
    return Col(name, header, (f"worker__{name}", FILE), look=personal(show), width=width, aliases=aliases)


def held(name, show=None, width=12, kind="text", aliases=()):
    return Col(name, Spell._meta.get_field(name).verbose_name, (name,), show, width, kind, aliases=aliases)


def worker_day(name, aliases=()):
    header = Worker._meta.get_field(name).verbose_name
    paths = (f"worker__{name}", FILE, "worker__month_only")
    return Col(name, header, paths, look=personal(day(name)), kind="date", aliases=aliases)


STREET, PLACE, CODE = place_columns()
NUMBER = Col("staff_no", gettext_lazy("人员编号"), ("worker__staff_no",), width=13.5)
NAME = Col("name", gettext_lazy("姓名"), ("worker__name",), width=9, aliases=("人员姓名", "名字"))
GENDER = about("gender", label(choices.Gender), 5)
BORN = Col(
    "born_on",
    gettext_lazy("出生年月"),
    ("worker__born_on", FILE),
    look=personal(month),
    width=9,
    aliases=("出生日期", "出生时间", "生日"),
)
EDUCATION = about("education", label(choices.Education), 10, ("文化程度", "最高学历"))
POLITICS = about("politics", label(choices.Politics), 10, ("政治身份",))
ID_NUMBER = about("id_number", lambda value: mask_id(value or ""), 21, ("身份证", "公民身份号码", "身份证号码"))
PHONE = about("phone", lambda value: mask_phone(value or ""), 14, ("手机", "联系电话", "联系方式", "手机号码"))
STAFF_KIND = held("staff_kind", label(choices.StaffKind), 15)
PARTY = held("party_post", label(choices.PartyPost), 8, aliases=("党内职务",))
COMMITTEE = held("committee_post", label(choices.CommitteePost), 8, aliases=("居委会职务", "村委会职务", "行政职务"))
OVERSIGHT = held("oversight_post", label(choices.OversightPost), 8)
OTHERS = held("other_posts", labels(choices.OtherPost), 16)
DUTY = held("duty", label(choices.Duty), 9)
APPROVED = held("approved", yes_no, 6)
ROUTE = about("route", label(choices.Route), 12)
HIRED = worker_day("hired_on", ("参加社区工作时间", "入职时间", "到岗时间"))
SINCE = Col(
    "started_on", gettext_lazy("任职日期"), ("started_on", "month_only"), day("started_on"), 12, "date",
    aliases=("任职时间", "任现职时间"),
)  # fmt: skip
GRADE = Col(
    "licence_grade",
    gettext_lazy("职业资格"),
    ("licence_grade", FILE),
    look=personal(label(choices.LicenceGrade)),
    width=13,
    aliases=("证书", "职业水平", "职业资格证书", "社工证"),
)
LICENCE_NO = Col(
    "licence_number",
    gettext_lazy("证书编号"),
    ("licence_number", FILE),
    look=personal(),
    width=20,
    aliases=("证书号", "登记编号"),
)
LICENCE_ON = Col(
    "licence_issued_on",
    gettext_lazy("取得日期"),
    ("licence_issued_on", FILE, "licence_month_only"),
    look=personal(day("issued_on")),
    kind="date",
    aliases=("取得时间", "取证时间"),
)


def _post(party, committee):
    """书记、主任 as people say it."""
    posts = [label(choices.PartyPost)(party), label(choices.CommitteePost)(committee)]
    return "、".join(post for post in posts if post)


POST = Col("post", gettext_lazy("职务"), ("party_post", "committee_post"), _post, aliases=("岗位", "现任职务", "职位"))


def highest(name, on):
    """One column of a person's highest certificate of the day."""
    ranks = [When(grade=grade, then=Value(rank)) for rank, grade in enumerate(choices.LicenceGrade.values)]
    known = Licence.objects.filter(Q(issued_on=None) | Q(issued_on__lte=on), worker=OuterRef("worker"))
    return Subquery(known.order_by(Case(*ranks, output_field=IntegerField()).desc()).values(name)[:1])


def with_licence(rows, on):
    return rows.annotate(
        **{f"licence_{name}": highest(name, on) for name in ("grade", "number", "issued_on", "month_only")}
    )


def in_order(rows):
    return rows.order_by("community__code", "worker__pinyin", "worker_id", "pk")


def in_office(asked):
    """Primary spells of the day, in communities inside the area."""
    return Spell.objects.open(on=asked.on).primary().filter(asked.inside("community__code"))


class Roster(Table):
    unit = gettext_lazy("人")
    permission = PERMISSION
    notes = (KEPT_ELSEWHERE,)


@tables.register
class StaffRoster(Roster):
    slug = "staff"
    title = gettext_lazy("社区工作者花名册")
    explain = gettext_lazy("截至该日在任、计入社区工作者的人员,每人一行;在村为村干部。")
    order = 10
    columns = (
        STREET, PLACE, NUMBER, NAME, GENDER, BORN, EDUCATION, POLITICS, ID_NUMBER, PHONE, STAFF_KIND, PARTY,
        COMMITTEE, DUTY, APPROVED, ROUTE, HIRED, SINCE, GRADE,
    )  # fmt: skip

    def query(self, asked):
        rows = Spell.objects.counted(on=asked.on).filter(asked.inside("community__code"))
        return in_order(with_licence(rows, asked.on))


@tables.register
class CouncilRoster(Roster):
    slug = "council"
    title = gettext_lazy("两委成员花名册")
    explain = gettext_lazy("截至该日担任社区(村)党组织或居(村)委会职务的人员,离岗退养的除外。")
    order = 20
    columns = (
        STREET, PLACE, NUMBER, NAME, GENDER, BORN, EDUCATION, POLITICS, ID_NUMBER, PHONE, PARTY, COMMITTEE, OVERSIGHT,
        OTHERS, STAFF_KIND, SINCE, Col("term_no", gettext_lazy("届次"), ("community__term_no",), width=9),
        Col("term_until", gettext_lazy("任期届满"), ("community__term_until",), kind="date"),
    )  # fmt: skip

    def query(self, asked):
        return in_order(in_office(asked).filter(council()))


@tables.register
class LicenceRoster(Roster):
    slug = "licences"
    title = gettext_lazy("持证人员名册")
    explain = gettext_lazy("截至该日在任并已取得社会工作者职业资格的人员,列最高一级证书。")
    order = 30
    columns = (
        STREET, PLACE, NUMBER, NAME, GENDER, BORN, EDUCATION, ID_NUMBER, PHONE, STAFF_KIND, POST, GRADE, LICENCE_NO,
        LICENCE_ON,
    )  # fmt: skip

    def query(self, asked):
        by_then = Q(issued_on=None) | Q(issued_on__lte=asked.on)
        holds = Exists(Licence.objects.filter(by_then, worker=OuterRef("worker")))
        return in_order(with_licence(in_office(asked).filter(holds), asked.on))


def neighbour(**condition):
    """The community of the person's primary spell that touches this one."""
    touching = Spell.objects.primary().filter(worker=OuterRef("worker"), **condition).exclude(pk=OuterRef("pk"))
    return Subquery(touching.values("community")[:1])


def movement(alone, same, other):
    """What a beginning or an end was, by the community of the spell that touches it."""
    return Case(
        When(beside=None, then=Value(alone)),
        When(beside=F("community_id"), then=Value(same)),
        default=Value(other),
        output_field=CharField(),
    )


@tables.register
class MovementTable(Roster):
    """期初在任 + 增加 - 减少 = 期末在任: days run from the day after the first to the last, both as of their end."""

    slug = "movements"
    title = gettext_lazy("人员增减变动表")
    explain = gettext_lazy("起始日次日至截止日之间的新任、调入、离任、调出和岗位变动,每次变动一行;不写明辖区外的去向。")
    notes = (gettext_lazy("说明:期初在任人数 + 新任和调入 - 离任和调出 = 期末在任人数(主要任职)。"), KEPT_ELSEWHERE)
    has_since = True
    order = 35
    columns = (
        Col("movement", gettext_lazy("变动"), ("movement",), width=10), STREET, PLACE, NUMBER, NAME, GENDER, ID_NUMBER,
        STAFF_KIND, PARTY, COMMITTEE, DUTY, ROUTE, SINCE,
        Col("ended_on", gettext_lazy("离任日期"), ("left_on", "month_only"), day("ended_on"), kind="date"),
        Col("end_reason", gettext_lazy("离任原因"), ("why",), label(choices.EndReason), 16),
    )  # fmt: skip

    def began(self, asked):
        rows = Spell.objects.primary().filter(asked.inside("community__code"))
        rows = rows.filter(started_on__gt=asked.since, started_on__lte=asked.on).exclude(ended_on=F("started_on"))
        rows = rows.annotate(beside=neighbour(ended_on=OuterRef("started_on"), started_on__lt=OuterRef("started_on")))
        blank = Value(None, Spell._meta.get_field("ended_on"))
        rows = rows.annotate(movement=movement(_("新任"), _("岗位变动"), _("调入")), left_on=blank, why=Value(""))
        return in_order(rows)

    def left(self, asked):
        rows = Spell.objects.primary().filter(asked.inside("community__code"))
        rows = rows.filter(ended_on__gt=asked.since, ended_on__lte=asked.on).exclude(ended_on=F("started_on"))
        rows = rows.annotate(beside=neighbour(started_on=OuterRef("ended_on")))
        rows = rows.annotate(left_on=F("ended_on"), why=F("end_reason"))
        rows = rows.annotate(movement=movement(_("离任"), "", _("调出"))).exclude(movement="")
        return in_order(rows)

    def count(self, asked):
        return self.began(asked).order_by().count() + self.left(asked).order_by().count()

    def rows(self, asked):
        return chain.from_iterable(
            self.cells(asked, rows, self.columns) for rows in (self.began(asked), self.left(asked))
        )


@sources.register
class StaffSource(Source):
    slug = "worker"
    title = gettext_lazy("在任人员,每人一行")
    permission = PERMISSION
    sheet = "worker"
    order = 10
    columns = (
        STREET, PLACE, CODE, NUMBER, NAME, GENDER, BORN, EDUCATION, POLITICS, ID_NUMBER, PHONE, STAFF_KIND, POST, PARTY,
        COMMITTEE, OVERSIGHT, OTHERS, DUTY, APPROVED, ROUTE, HIRED, SINCE, GRADE, LICENCE_NO, LICENCE_ON,
        about("batch", width=16), worker_day("contract_until"),
    )  # fmt: skip

    def query(self, asked):
        return in_order(with_licence(in_office(asked), asked.on))


def holder(post, value, name, on):
    """What is known of the person who holds the post on the day."""
    in_post = Spell.objects.open(on=on).primary().filter(council(), community=OuterRef("pk"), **{post: value})
    return Subquery(in_post.order_by("started_on", "pk").values(f"worker__{name}")[:1])


def leader(name, header):
    """Two columns: the name and the masked number."""
    phone = (f"{name}_phone", f"{name}_file")
    return (
        Col(name, header, (f"{name}_name",), width=10),
        Col(
            f"{name}_phone", f"{header}手机号", phone, look=personal(lambda number: mask_phone(number or "")), width=14
        ),
    )


@tables.register
class AddressBook(Table):
    slug = "contacts"
    title = gettext_lazy("社区通讯录")
    permission = PERMISSION
    explain = gettext_lazy("截至该日存续的社区(村)的办公电话、地址、服务时间和书记、主任。")
    notes = (gettext_lazy("说明:个人手机号只显示部分数字;职务空缺或登记册中没有的为空格。"),)
    order = 60
    columns = (
        *place_columns(""), Col("address", gettext_lazy("地址"), ("address",), width=32),
        Col("phone", gettext_lazy("办公电话"), ("phone",), width=16),
        Col("hours", gettext_lazy("服务时间"), ("hours",), width=22),
        *leader("secretary", "书记"), *leader("director", "主任"),
    )  # fmt: skip

    def query(self, asked):
        rows = Community.objects.existing(on=asked.on).filter(asked.inside("code"))
        for who, post in (("secretary", "party_post"), ("director", "committee_post")):
            known = {"name": "name", "phone": "phone", "file": "community__code"}
            found = {f"{who}_{key}": holder(post, who, path, asked.on) for key, path in known.items()}
            rows = rows.annotate(**found)
        return rows.order_by("code", "pk")


pages.register(
    Page(
        slug="summary",
        title=gettext_lazy("汇总表"),
        explain=gettext_lazy("按社区、街道或区县,数各类人员的性别、年龄段、学历、政治面貌、持证;选好的可保存。"),
        url_name="staffing_tables:table_summary",
        permission="staffing.view_spell",
        order=10,
    )
)
pages.register(
    Page(
        slug="pay",
        title=gettext_lazy("薪酬分析"),
        explain=gettext_lazy("薪酬标准与实发对照、中位数和差距;不足 5 人的组不显示。"),
        url_name="staffing_tables:table_pay",
        permission="staffing.view_pay",
        order=20,
    )
)


workbench.beneath("official:table_list", "staffing_tables:table")
