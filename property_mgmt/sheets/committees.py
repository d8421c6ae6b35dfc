"""The sheet `committee`: one row is one member; what it says of the committee is the same in all rows of one."""

import re

from django.contrib.postgres.aggregates import StringAgg
from django.db.models import Case, F, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Concat
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from communities.access import reach, within
from communities.sheets.lookup import community_columns
from property_mgmt.models import Committee, CommitteeEstate, CommitteeMember
from property_mgmt.sheets import estates_of_committees
from sheets.batch import ROWS
from sheets.cells import key_text
from sheets.columns import Date, Text
from sheets.kinds import column_for
from sheets.registry import register
from sheets.sheet import Part, Sheet

SEPARATORS = re.compile(r"[;,、\n]+")


class EstateNames(Text):
    """小区: one, or several for a joint committee; those of another community as 社区/小区."""

    stored = False
    width = 30
    shown = "estates_shown"

    def parse(self, cell, factor):
        names = [key_text(name) for name in SEPARATORS.split(key_text(cell))]
        return ";".join(dict.fromkeys(name for name in names if name))

    @property
    def paths(self):
        return [self.shown]


def _place():
    """The community's columns are the committee's, though the sheet's rows are its members."""
    columns = community_columns(part="committee")
    for column in columns:
        column.part_name = "committee"
    return columns


@register
class CommitteeSheet(Sheet):
    name = "committee"
    title = gettext_lazy("业主委员会")
    model = Committee
    constraint_codes = {
        "committee_term_after_start": ("order", "term_until"),
        "committee_ended_after_start": ("order", "ended_on"),
    }

    def make_parts(self):
        return [
            Part(
                Committee,
                name="committee",
                grouped=True,
                key=[("community_code__id", "community_id"), ("name", "name")],
            ),
            Part(
                CommitteeMember,
                name="member",
                path="members__",
                key=[("member_committee", "committee_id"), ("member_name", "name")],
                only="member_name IS NOT NULL",
                extra={"member_committee": "committee"},
            ),
        ]

    @property
    def main(self):
        return self.parts[1]

    @property
    def key_column(self):
        return self.column("member_name")

    def make_columns(self):
        note = gettext_lazy("联合组建的填全部小区,用“;”隔开;其他社区的小区写作“社区/小区”")
        allowance = ("补贴", "津贴")
        estates = EstateNames(
            name="compounds", part="committee", header=gettext_lazy("小区"), note=note, aliases=("所属小区", "小区名称")
        )
        return [
            *_place(),
            Text("name", part="committee", key=True, aliases=("业委会名称", "业主委员会名称", "名称")),
            estates,
            column_for(Committee, "kind", part="committee"),
            Date("established_on", part="committee", aliases=("成立时间", "备案日期")),
            Date("term_until", part="committee", aliases=("届满日期", "任期至", "任期届满日期")),
            Date("ended_on", part="committee"),
            Text("name", name="member_name", part="member", required=False, aliases=("委员", "成员姓名", "姓名")),
            column_for(CommitteeMember, "role", part="member", required=False, aliases=("职务",)),
            column_for(CommitteeMember, "is_party_member", part="member", aliases=("党员",)),
            column_for(CommitteeMember, "is_community_worker", part="member"),
            column_for(CommitteeMember, "allowance", part="member", aliases=allowance),
            column_for(Committee, "source", part="committee"),
        ]

    # -- import -----------------------------------------------------------------------------------------------
    def prepare(self, batch):
        """What is said of a member needs the member's name."""
        given = "role IS NOT NULL OR is_party_member IS NOT NULL OR is_community_worker IS NOT NULL"
        batch.find_all(
            f"SELECT sheet_row FROM {ROWS} WHERE member_name IS NULL AND ({given} OR allowance IS NOT NULL)",
            "member_name",
            "required",
            _("填写了委员的情况,请同时填写委员姓名。"),
        )

    def identified(self, batch, part):
        if part.name == "committee":
            batch.execute(f"UPDATE {ROWS} SET member_committee = sheet_committee_id WHERE member_name IS NOT NULL")
            estates_of_committees.resolve(batch)
        else:
            # A row without a member is new when its committee is.
            batch.execute(f"UPDATE {ROWS} SET sheet_member_new = sheet_committee_new WHERE member_name IS NULL")

    def check(self, batch):
        estates_of_committees.check(batch)

    def applied(self, batch):
        estates_of_committees.write(batch)

    # -- export -----------------------------------------------------------------------------------------------
    def exported(self, user):
        """Committees seated within reach, a row for each member."""
        rows = Committee.objects.filter(within(reach(user), Committee.code_path))
        return rows.annotate(estates_shown=Subquery(_shown()))

    def inside(self, rows, area):
        return rows.filter(community__code__startswith=area)

    def ordered(self, rows):
        return rows.order_by("community__code", "name", "members__pk")

    def known_on(self, rows, day):
        return rows.standing(on=day)


def _shown():
    """The estates a committee stands for, or stood for to its end; those of other communities as 社区/小区."""
    lasting = Q(ended_on=None) | Q(ended_on=F("committee__ended_on"))
    same = When(compound__community=F("committee__community"), then=F("compound__name"))
    shown = Case(same, default=Concat("compound__community__name", Value("/"), "compound__name"))
    rows = CommitteeEstate.objects.filter(lasting, committee=OuterRef("pk")).order_by().values("committee")
    return rows.annotate(shown=StringAgg(shown, ";", order_by="compound__name")).values("shown")
