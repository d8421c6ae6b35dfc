"""Tables about estates."""

from django.db.models import F, OuterRef, Subquery
from django.utils.translation import gettext_lazy as _

from communities.official.columns import label, place_columns, yes_no
from communities.official.declaring import Col, Source, Table, sources, tables
from property_mgmt.choices import CommitteeKind, Mode
from property_mgmt.models import CommitteeEstate, Compound, FeeYear
from property_mgmt.querysets import standing_on
from records.periods import open_on

PERMISSION = "property_mgmt.export_compound"


def own(name, show=None, width=11, kind="text", aliases=(), *, total=False):
    return Col(name, Compound._meta.get_field(name).verbose_name, (name,), show, width, kind, total, aliases)


def added(name, header, show=None, width=11, *, kind="text", aliases=(), total=False):
    """A column that the query adds."""
    return Col(name, header, (f"shown_{name}",), show, width, kind, total, aliases)


def percent(received, due):
    return round(received * 100 / due, 2) if due and received is not None else None


STREET, PLACE, CODE = place_columns()
ESTATE = (
    own("name", width=20, aliases=("小区", "住宅小区", "小区名")),
    own("households", None, 8, "whole", ("总户数", "住户数"), total=True),
    own("buildings", None, 8, "whole", ("楼栋", "栋数"), total=True),
    own("floor_area", None, 13, "decimal", ("建筑面积", "总建筑面积"), total=True),
    own("built_year", None, 9, "whole", ("建成年代", "建成时间")),
    own("is_old", yes_no, 9),
)
COMPANY = Col("company", _("物业企业"), ("company__name",), None, 24, aliases=("物业公司", "物业服务企业"))
SERVICE = (
    own("mode", label(Mode), 14, aliases=("物业管理方式", "管理模式")),
    COMPANY,
    Col("stars", _("星级"), ("company__stars",), None, 6, "whole"),
    own("fee", None, 10, "decimal", ("物业费标准", "收费标准")),
    own("contract_until", None, 12, "date", ("合同到期日",)),
    own("separated_from", None, 12, "date", ("收支分离日期",)),
)
COMMITTEE = (
    own("eligible_on", None, 12, "date"),
    added("committee", _("委员会名称"), None, 24, aliases=("业委会", "业主委员会")),
    added("kind", _("委员会类型"), label(CommitteeKind), 14),
    added("established_on", _("成立日期"), None, 12, kind="date"),
    added("term_until", _("任期届满"), None, 12, kind="date"),
)
FEES = (
    added("due", _("上年应收(元)"), None, 13, kind="decimal", total=True),
    added("received", _("上年实收(元)"), None, 13, kind="decimal", total=True),
    Col("rate", _("上年收缴率(%)"), ("shown_received", "shown_due"), percent, 9, "decimal"),
)


def estates(asked):
    """Estates with the committee that stands for each on the day, and the fees of the year before."""
    here = OuterRef("pk")
    standing = CommitteeEstate.objects.filter(open_on(asked.on), standing_on(asked.on, "committee__"), compound=here)
    fees = FeeYear.objects.filter(compound=here, year=asked.on.year - 1)
    names = {"committee": "name", "kind": "kind", "established_on": "established_on", "term_until": "term_until"}
    shown = {f"shown_{name}": Subquery(standing.values(f"committee__{path}")[:1]) for name, path in names.items()}
    shown |= {f"shown_{name}": Subquery(fees.values(name)[:1]) for name in ("due", "received")}
    rows = Compound.objects.filter(asked.inside("community__code")).annotate(**shown)
    return rows.order_by(F("community__code"), "name", "pk")


@tables.register
class EstatesTable(Table):
    slug = "estates"
    title = _("小区物业台账")
    unit = ""
    permission = PERMISSION
    explain = _("每个小区一行:管理方式、物业企业、该日的委员会和任期、上一年度物业费收缴。")
    notes = (_("说明:空格表示登记册中没有,不等于零;合计只加已登记的数。联合组建的委员会在所属每个小区各列一次。"),)
    order = 60
    columns = (STREET, PLACE, *ESTATE, *SERVICE, *COMMITTEE, *FEES)

    def query(self, asked):
        return estates(asked)


@sources.register
class EstatesSource(Source):
    slug = "compound"
    title = _("小区,每个一行")
    permission = PERMISSION
    sheet = "compound"
    order = 40
    columns = (STREET, PLACE, CODE, *ESTATE, *SERVICE, *COMMITTEE, *FEES)

    def query(self, asked):
        return estates(asked)
