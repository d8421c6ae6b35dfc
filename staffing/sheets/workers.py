"""The sheet `worker`: one row is one spell of one person, with the person's data and highest certificate beside it."""

from django.db.models import Case, IntegerField, OuterRef, Subquery, Value, When
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from communities.access import reach, within
from communities.sheets.lookup import community_columns
from sheets.columns import Bool, Choice, Date, Text
from sheets.errors import CellError
from sheets.kinds import column_for
from sheets.registry import register
from sheets.sheet import Part, Sheet
from staffing.choices import LicenceGrade
from staffing.models import Licence, Spell, Worker
from staffing.sheets import persons, spells
from staffing.sheets.people import IdNumber, PersonName, Phone, StaffNo
from staffing.sheets.roster import WorkerRoster
from staffing.sheets.shorthand import PostShorthand

LICENCE = ("grade", "number", "issued_on", "month_only")


class BornOn(Date):
    def check(self, value):
        if value[0] > timezone.localdate():
            raise CellError("out_of_range", _("出生日期晚于今天,请核对。"))
        return super().check(value)


class StaffKindColumn(Choice):
    instead = ("post",)


class LicenceColumn:
    """Mixin: a certificate's column is exported from the highest certificate, found with the row."""

    @property
    def paths(self):
        return [self.name]


class LicenceChoice(LicenceColumn, Choice):
    pass


class LicenceText(LicenceColumn, Text):
    pass


class LicenceDate(LicenceColumn, Date):
    @property
    def paths(self):
        return [self.name, "licence_month_only"]

    def show(self, value, licence_months, months=()):
        return super().show(value, licence_months or ())


@register
class WorkerSheet(Sheet):
    name = "worker"
    title = gettext_lazy("社区工作者")
    model = Spell
    reveal_permission = "staffing.reveal_worker"
    roster = WorkerRoster()
    own_constraints = ("spell_one_primary_a_day",)
    constraint_codes = {
        "spell_ends_after_start": ("order", "ended_on"),
        "spell_away_with_approval": ("required", "approval"),
        "spell_reason_with_end": ("required", "ended_on"),
        "worker_born_after_1900": ("out_of_range", "born_on"),
    }

    def make_parts(self):
        return [
            Part(
                Worker,
                name="worker",
                path="worker__",
                grouped=True,
                key=[("id_number__id_number_index", "id_number_index")],
                extra={"person_community": "community"},
            ),
            Part(Spell, name="spell", key=spells.KEY, extra={"spell_worker": "worker"}),
            Part(
                Licence,
                name="licence",
                grouped=True,
                key=[("licence_worker", "worker_id"), ("licence_grade", "grade")],
                only="licence_grade IS NOT NULL",
                extra={"licence_worker": "worker"},
            ),
        ]

    @property
    def main(self):
        return self.parts[1]

    @property
    def key_column(self):
        return self.column("id_number")

    def make_columns(self):
        return [*self._person(), *self._spell(), *self._licence()]

    def _person(self):
        named = {"education": (), "politics": (), "route": (), "hired_on": ("参加社区工作时间",), "recruit_level": ()}
        named |= {"batch": (), "contract_until": ()}
        return [
            StaffNo(part="worker"),
            IdNumber("id_number", part="worker", required=False, aliases=("身份证", "公民身份号码", "身份证号码")),
            PersonName("name", part="worker"),
            Choice("gender", part="worker"),
            BornOn("born_on", part="worker", aliases=("出生年月", "出生年月日")),
            Phone("phone", part="worker", aliases=("手机", "联系电话", "手机号码")),
            *(column_for(Worker, name, part="worker", aliases=aliases) for name, aliases in named.items()),
        ]

    def _spell(self):
        return [
            *community_columns(part="spell"),
            PostShorthand(),
            StaffKindColumn("staff_kind"),
            *["party_post", "committee_post", "oversight_post", "other_posts", "approved"],
            Bool("is_primary", note=gettext_lazy("留空为“是”")),
            *["counts", "duty", "approval", "due_back_on"],
            Date("started_on", key=True, part="spell", aliases=("任职时间", "任现职时间")),
            Date("ended_on", aliases=("离任时间",)),
            "end_reason",
        ]

    def _licence(self):
        return [
            LicenceChoice("grade", name="licence_grade", part="licence", required=False, aliases=("证书", "职业水平")),
            LicenceText("number", name="licence_number", part="licence", aliases=("证书号", "登记编号")),
            LicenceDate("issued_on", name="licence_issued_on", part="licence", aliases=("取得时间", "取证时间")),
        ]

    # -- import -----------------------------------------------------------------------------------------------
    def prepare(self, batch):
        persons.refuse_unnamed(batch)
        persons.refuse_other_gender(batch)
        spells.refuse_bare_licences(batch)

    def match(self, batch, part):
        if part.name == "worker":
            persons.match(batch, part)
        else:
            super().match(batch, part)

    def identified(self, batch, part):
        if part.name == "worker":
            persons.fill(batch)

    def check(self, batch):
        spells.close_earlier(batch)
        spells.refuse_overlaps(batch)
        spells.note_blank_posts(batch)
        persons.note_birth_dates(batch)

    def before_writing(self, batch):
        persons.number(batch)

    # -- export -----------------------------------------------------------------------------------------------
    def exported(self, user):
        """Spells whose place and whose person are both within reach: what the same account can read in again."""
        rows = Spell.objects.all()
        for path in ("community__code", "worker__community__code"):
            rows = rows.filter(within(reach(user), path))
        return rows.annotate(**{f"licence_{name}": _highest(name) for name in LICENCE})

    def inside(self, rows, area):
        return rows.filter(community__code__startswith=area)

    def ordered(self, rows):
        return rows.order_by("community__code", "worker__pinyin", "worker_id", "started_on", "pk")

    def month_paths(self):
        return ["worker__month_only", "month_only"]


def _highest(name):
    """One column of a person's highest certificate."""
    ranks = [When(grade=grade, then=Value(rank)) for rank, grade in enumerate(LicenceGrade.values)]
    held = Licence.objects.filter(worker=OuterRef("worker")).order_by(Case(*ranks, output_field=IntegerField()).desc())
    return Subquery(held.values(name)[:1])
