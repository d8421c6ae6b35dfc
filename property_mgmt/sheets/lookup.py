"""Columns that name an estate (by its community and its name) or a company (by credit code or name)."""

from collections import Counter

from django.utils.translation import gettext as _

from communities.sheets.lookup import CommunityColumn, CommunityName, StreetName
from property_mgmt.models import PropertyCompany
from sheets.batch import ROWS
from sheets.cells import key_text
from sheets.columns import Reference, Target


class _OfEstate:
    """Mixin: the community is not the row's own but that of its estate."""

    @property
    def paths(self):
        return [f"compound__{path}" for path in super().paths]


class EstateCommunity(_OfEstate, CommunityColumn):
    """社区编码 of the estate: it leads to the estate and is not stored itself."""

    stored = False

    def __init__(self):
        super().__init__(None)

    def staged(self):
        return [(self.name, "text"), (f"{self.name}__id", "bigint")]

    def make_targets(self):
        return []


class EstateCommunityName(_OfEstate, CommunityName):
    pass


class EstateStreetName(_OfEstate, StreetName):
    pass


class EstateName(Reference):
    """小区名称: an estate of the community named in the row."""

    width = 20

    def parse(self, cell, factor):
        return key_text(cell)

    @property
    def paths(self):
        return ["compound__name"]

    @property
    def needed_in_row(self):
        return True

    def resolve(self, batch):
        batch.execute(
            f"""UPDATE {ROWS} r SET compound__id = c.id FROM property_mgmt_compound c
                WHERE c.community_id = r.community_code__id AND c.name = r.compound"""
        )
        batch.find_all(
            f"""SELECT sheet_row, compound FROM {ROWS}
                WHERE compound > '' AND compound__id IS NULL AND community_code__id IS NOT NULL""",
            self,
            "unknown_code",
            _("本社区没有名为“%s”的小区,请先登记该小区或核对名称。"),
        )


def estate_columns():
    """社区编码, 社区名称, 街道(乡镇), 小区名称: what every sheet about estates begins with."""
    names = ("小区", "名称", "住宅小区")
    estate = EstateName("compound", key=True, header=_("小区名称"), aliases=names)
    return EstateCommunity(), EstateCommunityName(), EstateStreetName(), estate


ESTATE_KEY = ("compound__id", "compound_id")


class CompanyColumn(Reference):
    """物业企业: a company kept for a division around the community, by credit code or by name."""

    width = 26

    def parse(self, cell, factor):
        return key_text(cell)

    def make_targets(self):
        return [Target("company__id", self.field)]

    @property
    def paths(self):
        return ["company__name", "company__uscc"]

    def before_export(self):
        named = Counter(name for name, _code in PropertyCompany.objects.values_list("name", "uscc").distinct())
        self.shared = {name for name, count in named.items() if count > 1}

    def show(self, name, uscc, months=()):
        return (uscc if name in self.shared else name) or ""

    def resolve(self, batch):
        """The company as the nearest office knows it; two companies of one name are told apart by the code."""
        batch.execute("DROP TABLE IF EXISTS companies_meant")
        batch.execute(MEANT)
        batch.find_all(
            """SELECT sheet_row, max(company), string_agg(uscc, '、' ORDER BY uscc) FROM companies_meant
               GROUP BY sheet_row HAVING count(*) > 1""",
            self,
            "ambiguous_name",
            _("名为“%s”的企业不止一家:%s。请改填统一社会信用代码。"),
        )
        batch.execute(f"UPDATE {ROWS} r SET company__id = m.id FROM companies_meant m WHERE m.sheet_row = r.sheet_row")
        batch.find_all(
            f"""SELECT sheet_row, company FROM {ROWS}
                WHERE company > '' AND company__id IS NULL AND community_code__id IS NOT NULL""",
            self,
            "unknown_code",
            _("没有登记名称或信用代码为“%s”的物业企业,请先登记企业。"),
        )


MEANT = f"""
CREATE TEMPORARY TABLE companies_meant ON COMMIT DROP AS
SELECT DISTINCT ON (r.sheet_row, p.uscc) r.sheet_row, r.company, p.id, p.uscc
FROM {ROWS} r JOIN communities_community c ON c.id = r.community_code__id
JOIN property_mgmt_propertycompany p
     ON starts_with(c.code, p.area) AND (p.uscc = upper(r.company) OR p.name = r.company)
ORDER BY r.sheet_row, p.uscc, length(p.area) DESC
"""
