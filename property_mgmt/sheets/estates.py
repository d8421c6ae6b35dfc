"""The sheets of estates and of property companies."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from communities.access import reach
from communities.choices import Level
from communities.sheets.areas import AreaCode, refuse_foreign
from communities.sheets.lookup import community_columns
from property_mgmt.models import Compound, PropertyCompany
from property_mgmt.sheets.lookup import CompanyColumn
from sheets.batch import ROWS
from sheets.cells import key_text
from sheets.columns import Date, Decimal, Integer, Text, Year
from sheets.registry import register
from sheets.sheet import Sheet


@register
class CompoundSheet(Sheet):
    name = "compound"
    title = gettext_lazy("小区")
    model = Compound
    constraint_codes = {"compound_company_serves": ("mismatch", "mode")}

    def make_columns(self):
        return [
            *community_columns(),
            Text("name", key=True, aliases=("小区", "名称", "住宅小区")),
            "mode",
            Integer("households", aliases=("总户数", "住户数")),
            Integer("buildings", aliases=("楼栋", "栋数", "楼栋数(栋)")),
            Decimal("floor_area", aliases=("建筑面积", "总建筑面积")),
            Year("built_year", aliases=("建成年代", "建成时间", "竣工年份")),
            "is_old",
            CompanyColumn("company", aliases=("物业公司", "物业服务企业", "物业企业名称")),
            Decimal("fee", aliases=("物业费标准", "收费标准", "物业费")),
            Date("contract_until", aliases=("合同到期日", "物业合同到期")),
            Date("eligible_on", aliases=("符合成立条件日期",)),
            Date("separated_from", aliases=("收支分离日期",)),
        ]


class RatingArea(AreaCode):
    """评定区划; blank it is the county of whoever imports, and the whole register for the system itself."""

    @property
    def needed_in_row(self):
        return False

    def missing_from(self, layout):
        return False

    def resolve(self, batch):
        codes = sorted({code[: Level.COUNTY.width] for code in reach(batch.user)})
        if len(codes) == 1:
            batch.execute(f"UPDATE {ROWS} SET area = %s WHERE area IS NULL", codes)
        else:
            blank = f"SELECT sheet_row FROM {ROWS} WHERE area IS NULL"
            batch.find_all(blank, self, "required", _("您负责多个区划,请填写评定区划。"))
        refuse_foreign(batch, self)


class CreditCode(Text):
    wrong = "invalid_checksum"

    def parse(self, cell, factor):
        return key_text(cell).replace(" ", "").upper()


@register
class CompanySheet(Sheet):
    name = "company"
    title = gettext_lazy("物业企业")
    model = PropertyCompany
    constraint_codes = {"company_stars": ("out_of_range", "stars")}

    @property
    def key_column(self):
        return self.column("uscc")

    def make_columns(self):
        return [
            CreditCode("uscc", key=True, aliases=("信用代码", "社会信用代码")),
            Text("name", aliases=("名称", "物业企业", "物业企业名称", "公司名称")),
            Integer("stars", aliases=("星级评定", "评星")),
            Decimal("score", aliases=("信用评分", "信用得分")),
            RatingArea("area", key=True, aliases=("区划编码",)),
        ]

    def exported(self, user):
        """Those the account keeps itself: what it can read in again."""
        return PropertyCompany.objects.inside(*reach(user))
