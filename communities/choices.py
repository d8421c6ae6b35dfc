from django.db import models
from django.utils.translation import gettext_lazy as _


class Level(models.TextChoices):
    COMMUNITY = "community", _("社区")
    STREET = "street", _("街道乡镇")
    COUNTY = "county", _("区县")
    CITY = "city", _("市")
    PROVINCE = "province", _("省")

    @property
    def width(self):
        """Digits of a division code of this level."""
        return WIDTHS[self]


WIDTHS = {
    Level.PROVINCE: 2,
    Level.CITY: 4,
    Level.COUNTY: 6,
    Level.STREET: 9,
    Level.COMMUNITY: 12,
}
LEVEL_OF_WIDTH = {width: level for level, width in WIDTHS.items()}


class AreaLevel(models.TextChoices):
    PROVINCE = "province", _("省级")
    CITY = "city", _("地级")
    COUNTY = "county", _("县级")
    STREET = "street", _("乡级")


class Kind(models.TextChoices):
    RESIDENTS = "residents", _("居委会")
    VILLAGERS = "villagers", _("村委会")


class Setting(models.TextChoices):
    URBAN = "urban", _("城市社区(街道)")
    TOWN = "town", _("乡镇社区(镇区)")
    SUBURBAN = "suburban", _("城乡接合部社区")
    CONVERTED = "converted", _("村改居社区")
    FACTORY = "factory", _("企业(厂矿)社区")
    PARK = "park", _("园区社区")
    RELOCATED = "relocated", _("易地搬迁安置社区")
    FARM = "farm", _("农林场社区")
    RURAL = "rural", _("村")


class UrbanRural(models.TextChoices):
    """城乡分类代码 of the statistics office; a first digit of 1 is urban."""

    MAIN = "111", _("主城区")
    JOINED = "112", _("城乡结合区")
    TOWN_CENTRE = "121", _("镇中心区")
    TOWN_JOINED = "122", _("镇乡结合区")
    SPECIAL = "123", _("特殊区域")
    TOWNSHIP = "210", _("乡中心区")
    VILLAGE = "220", _("村庄")


class ChangeKind(models.TextChoices):
    ESTABLISHED = "established", _("设立")
    ABOLISHED = "abolished", _("撤销")
    MERGED = "merged", _("合并")
    SPLIT = "split", _("拆分")
    RENAMED = "renamed", _("更名")
    RECODED = "recoded", _("变更编码")


class Payer(models.TextChoices):
    CENTRAL = "central", _("中央")
    PROVINCE = "province", _("省级")
    CITY = "city", _("市级")
    COUNTY = "county", _("区县级")
    STREET = "street", _("街道乡镇")
    OWN = "own", _("社区自有资金")
    DONATION = "donation", _("捐赠")


class Purpose(models.TextChoices):
    RUNNING = "running", _("工作经费")
    SERVICE = "service", _("服务群众专项经费")
    PARTY = "party", _("党建活动经费")
    STAFF = "staff", _("人员报酬")
    MATTER = "matter", _("费随事转")
    PROJECT = "project", _("项目资金")
    OTHER = "other", _("其他")


class Register(models.TextChoices):
    STAFFING = "staffing", _("社区工作者")
    FACILITIES = "facilities", _("服务设施")
    FUNDS = "funds", _("工作经费")
    GRIDS = "grids", _("网格")
    COMPOUNDS = "compounds", _("小区")
    TEAMS = "teams", _("志愿服务队")


class Role(models.TextChoices):
    COMMUNITY_CLERK = "community_clerk", _("社区经办人")
    STREET_CLERK = "street_clerk", _("街道经办人")
    STREET_REVIEWER = "street_reviewer", _("街道审核人")
    COUNTY_REVIEWER = "county_reviewer", _("区县审核人")
    CITY_OFFICER = "city_officer", _("市级人员")
    LEADER = "leader", _("领导查看")
    DEPARTMENT = "department", _("其他部门查看")
    SYSTEM_ADMIN = "system_admin", _("系统管理员")
    SECURITY_ADMIN = "security_admin", _("安全管理员")
    AUDIT_ADMIN = "audit_admin", _("审计管理员")
