"""Sheets of premises, building projects, idle assets and services."""

import re

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from communities.places import unpad
from communities.sheets.lookup import community_columns, within_reach
from facilities.models import BuildProject, Facility, IdleAsset, PublicService
from facilities.roster import FacilityRoster
from sheets.batch import ROWS
from sheets.cells import digits, key_text
from sheets.columns import Date, Decimal, Digits, Reference, Text
from sheets.errors import CellError
from sheets.registry import register
from sheets.sheet import Sheet

SEPARATORS = re.compile(r"[;,、\s]+")


class CommunityCodes(Text):
    """Several community codes, separated by `;`."""

    wrong = "unknown_code"

    def parse(self, cell, factor):
        codes = [code for code in SEPARATORS.split(key_text(cell)) if code]
        for code in codes:
            if not re.fullmatch(r"\d{12}", code):
                raise CellError("unknown_code", _("“%s”不是12位社区编码,多个编码用“;”隔开。") % code[:40])
        return list(dict.fromkeys(codes))

    def check(self, value):
        return value

    def show(self, value, months=()):
        return ";".join(value or [])


class ParentName(Reference):
    """所属设施: another facility of the same community, in the register or in the same file."""

    width = 20

    def parse(self, cell, factor):
        return key_text(cell)

    @property
    def paths(self):
        return ["within__name"]


@register
class FacilitySheet(Sheet):
    name = "facility"
    title = gettext_lazy("服务设施")
    model = Facility
    roster = FacilityRoster()
    constraint_codes = {
        "facility_used_since": ("required", "opened_on"),
        "facility_demolished_on": ("required", "closed_on"),
        "facility_closed_after_opened": ("order", "closed_on"),
        "facility_shared_states_share": ("required", "counted_area"),
        "facility_office_within_area": ("out_of_range", "office_area"),
        "facility_activity_within_area": ("out_of_range", "activity_area"),
        "facility_counted_within_area": ("out_of_range", "counted_area"),
        "facility_not_within_itself": ("conflict", "within"),
    }

    def make_columns(self):
        return [
            *community_columns(),
            Text("name", key=True, aliases=("名称", "设施")),
            "kind",
            Decimal("area", aliases=("面积", "总面积", "建筑面积", "面积(㎡)")),
            Decimal("office_area", aliases=("办公用房面积", "办公面积")),
            Decimal("activity_area", aliases=("活动面积", "居民活动面积")),
            "counts",
            CommunityCodes("shared_with"),
            Decimal("counted_area", aliases=("计入面积",)),
            ParentName("within", aliases=("所在设施",)),
            *("floor", "has_lift", "is_accessible", "tenure", "has_title", "owner", "rent", "lease_until", "status"),
            Date("opened_on", aliases=("投入使用时间", "启用时间")),
            Date("closed_on", aliases=("停用时间",)),
            "address",
            Digits("phone", aliases=("联系电话",)),
            *("hours", "longitude", "latitude", "is_public"),
        ]

    def identified(self, batch, part):
        """Rooms find the facility they belong to, also where it is new in the same file."""
        batch.execute(
            f"""UPDATE {ROWS} r SET within__id = parent.id FROM (
                SELECT community_id, name, id FROM facilities_facility
                UNION SELECT community_code__id, name, {part.id} FROM {ROWS} WHERE {part.id} > 0) parent
                WHERE parent.community_id = r.community_code__id AND parent.name = r.within"""
        )
        batch.find_all(
            f"""SELECT sheet_row, within FROM {ROWS}
                WHERE within > '' AND within__id IS NULL AND community_code__id IS NOT NULL""",
            "within",
            "unknown_code",
            _("本社区没有名为“%s”的设施,请先登记该设施或核对名称。"),
        )

    def check(self, batch):
        self._check_rings(batch)
        self._check_sharers(batch)
        self._check_shares(batch)

    def _check_rings(self, batch):
        batch.find_all(
            """WITH every AS (SELECT id, within_id FROM after_facility UNION ALL SELECT id, within_id
                FROM facilities_facility f WHERE NOT EXISTS (SELECT FROM after_facility x WHERE x.id = f.id))
               SELECT a.sheet_row FROM after_facility a JOIN every p ON p.id = a.within_id
               WHERE a.sheet_changed AND p.within_id = a.id AND p.id <> a.id""",
            "within",
            "conflict",
            _("两处设施互为所属设施,请只保留房间一方的“所属设施”。"),
        )

    def _check_sharers(self, batch):
        """Codes within reach must exist; of those beyond it nothing is said."""
        inside, params = within_reach(batch.user, "code")
        batch.find_all(
            f"""SELECT a.sheet_row, code FROM after_facility a, unnest(a.shared_with) code
                WHERE a.sheet_changed AND ({inside})
                AND NOT EXISTS (SELECT FROM communities_communitycode k WHERE k.code = code.code)
                AND NOT EXISTS (SELECT FROM communities_community c WHERE c.code = code.code)""",
            "shared_with",
            "unknown_code",
            _("社区登记册中没有编码“%s”,请核对共用社区。"),
            params,
        )

    def _check_shares(self, batch):
        batch.find_all(
            """WITH every AS (
                   SELECT id, community_id, name, counted_area FROM after_facility
                   UNION ALL SELECT id, community_id, name, counted_area FROM facilities_facility f
                   WHERE NOT EXISTS (SELECT FROM after_facility x WHERE x.id = f.id))
               SELECT a.sheet_row, total, a.area FROM after_facility a CROSS JOIN LATERAL (
                   SELECT sum(e.counted_area) AS total
                   FROM every e JOIN communities_community c ON c.id = e.community_id
                   WHERE e.id = a.id OR (e.name = a.name AND c.code = ANY (a.shared_with))) shares
               WHERE a.sheet_changed AND a.shared_with <> '{}' AND total > a.area""",
            "counted_area",
            "out_of_range",
            _("各社区计入面积合计%s㎡,超过建筑面积%s㎡,请核对分摊。"),
        )


@register
class ProjectSheet(Sheet):
    name = "project"
    title = gettext_lazy("建设项目")
    model = BuildProject
    constraint_codes = {"project_finished_after_started": ("order", "finished_on")}

    def make_columns(self):
        return [
            *community_columns(),
            Text("name", key=True, aliases=("名称",)),
            "kind",
            "started_on",
            "finished_on",
            "central",
            "province",
            "city",
            "county",
            "street",
            "own",
            "donation",
        ]


@register
class IdleAssetSheet(Sheet):
    name = "idle"
    title = gettext_lazy("闲置资产")
    model = IdleAsset

    def make_columns(self):
        return [
            *community_columns(),
            Text("name", key=True, aliases=("名称",)),
            "kind",
            Decimal("area", aliases=("面积",)),
            "owner",
            "is_disputed",
            "proposal",
        ]


class ServiceArea(Digits):
    """区划编码 of an area or community in which a service is offered."""

    @property
    def needed_in_row(self):
        return True

    def parse(self, cell, factor):
        code = unpad(digits(cell))
        if not re.fullmatch(r"\d{2}|\d{4}|\d{6}|\d{9}|\d{12}", code):
            raise CellError("invalid_number", _("区划编码应为2、4、6、9或12位数字,填的是“%s”。") % code[:40])
        return code

    def resolve(self, batch):
        inside, params = within_reach(batch.user, "area")
        batch.find_all(
            f"SELECT sheet_row, area FROM {ROWS} WHERE area > '' AND NOT ({inside})",
            self,
            "foreign_territory",
            _("区划编码“%s”不在您的辖区内,请核对。"),
            params,
        )
        batch.find_all(
            f"""SELECT sheet_row, area FROM {ROWS} WHERE area > '' AND ({inside})
                AND NOT EXISTS (SELECT FROM communities_area a WHERE a.code = area)
                AND NOT EXISTS (SELECT FROM communities_community c WHERE c.code = area)""",
            self,
            "unknown_code",
            _("登记册中没有编码“%s”,请核对区划编码。"),
            params,
        )


@register
class ServiceSheet(Sheet):
    name = "service"
    title = gettext_lazy("服务事项")
    model = PublicService

    def make_columns(self):
        return [
            ServiceArea("area", key=True, aliases=("适用区划", "区划代码")),
            Text("name", key=True, aliases=("名称", "事项")),
            "theme",
            "audience",
            "amount",
            "fee",
            "materials",
            "steps",
            "place",
            "hours",
            Digits("phone", aliases=("联系电话",)),
            "contact",
            "agent",
            "online",
            "not_here",
            "basis",
            "days",
        ]
