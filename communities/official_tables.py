"""Tables about communities themselves."""

from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext_lazy as _

from communities.choices import Kind, Setting, UrbanRural
from communities.models import Community, Headcount
from communities.official.columns import label, place_columns, yes_no
from communities.official.declaring import Col, Source, Table, sources, tables

COUNTS = ("residents", "registered", "floating", "households")


def newest(field, on):
    """Each count is its own newest known one by the day (a later count may leave it blank)."""
    known = Headcount.objects.known_by(on=on).filter(community=OuterRef("pk")).exclude(**{field: None})
    return Subquery(known.order_by("-on").values(field)[:1])


def communities(asked):
    rows = Community.objects.as_of(asked.on).filter(asked.inside("code"))
    return rows.annotate(**{f"{name}_now": newest(name, asked.on) for name in COUNTS}).order_by("code", "pk")


def count(name, width=10):
    header = Headcount._meta.get_field(name).verbose_name
    aliases = ("户数", "常住户数(户)") if name == "households" else (f"{header}(人)", f"{header}数")
    return Col(name, header, (f"{name}_now",), width=width, kind="whole", total=True, aliases=aliases)


def own(name, width=14, aliases=(), show=None, kind="text"):
    header = Community._meta.get_field(name).verbose_name
    return Col(name, header, (name,), show, width, kind, aliases=aliases)


STREET, NAME, CODE = place_columns("")
KIND = Col("kind", _("类型"), ("kind_on",), label(Kind), 9)
SETTING = Col("setting", _("类别"), ("setting_on",), label(Setting), 16)
URBAN = own("urban_rural", 10, show=label(UrbanRural))
CONTACT = (own("address", 30, ("社区地址", "办公地址", "详细地址")), own("phone", 16, ("电话", "办公电话", "值班电话")))
BODY = (own("term_no", 9), own("term_until", 12, kind="date"), own("uscc", 21, ("信用代码", "社会信用代码")))


@tables.register
class CommunitySummary(Table):
    slug = "communities"
    title = _("社区基本情况一览表")
    unit = _("人、户、个")
    permission = "communities.export_community"
    explain = _("截至该日存续的社区(村),名称、编码、类型按该日;人口户数各取该日以前最近一次的统计。")
    notes = (_("说明:空格表示登记册中没有这一项,不等于零。"),)
    order = 40
    columns = (
        STREET, NAME, CODE, KIND, SETTING, URBAN, *(count(name) for name in COUNTS),
        Col("groups", _("居民(村民)小组数"), ("groups",), width=10, kind="whole", total=True), *BODY, *CONTACT,
    )  # fmt: skip

    def query(self, asked):
        return communities(asked)


@sources.register
class CommunitySource(Source):
    slug = "community"
    title = _("社区(村),每个一行")
    permission = "communities.export_community"
    sheet = "community"
    order = 20
    columns = (
        STREET, NAME, CODE, own("short_name"), KIND, SETTING, URBAN, own("is_farm_related", show=yes_no),
        own("established_on", kind="date"), *(count(name) for name in COUNTS),
        Col("groups", _("居民(村民)小组数"), ("groups",), width=10, kind="whole"), *BODY, *CONTACT, own("hours"),
        own("extent"), own("certificate_until", kind="date"),
    )  # fmt: skip

    def query(self, asked):
        return communities(asked)
