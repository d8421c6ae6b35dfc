"""The sheet `hours`: one row is what one volunteer did at one activity, with the activity beside it."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from communities.access import reach, within
from communities.sheets.lookup import community_columns
from sheets.batch import ROWS
from sheets.cells import key_text
from sheets.columns import Decimal, Reference, Text
from sheets.registry import register
from sheets.sheet import Part, Sheet
from staffing.sheets.people import NameCheck, PersonId, PersonName
from volunteers.models import Activity, Participation
from volunteers.sheets import registered
from volunteers.sheets.columns import KeyText, Moment, TeamName


class Platform(KeyText):
    """来源平台 of the volunteer."""

    stored = False

    def __init__(self):
        super().__init__(name="platform", header=gettext_lazy("来源平台"), aliases=("平台", "注册平台"))

    @property
    def paths(self):
        return ["volunteer__platform"]


class VolunteerNo(Reference):
    """平台编号 or 身份证号 of a volunteer within reach. This column carries the look-up."""

    def __init__(self):
        aliases = ("志愿者编号", "志愿者注册编号", "平台志愿者编号", "注册编号")
        super().__init__(
            "volunteer", name="platform_no", header=gettext_lazy("平台编号"), required=False, aliases=aliases
        )
        self.note = gettext_lazy("志愿者在来源平台的编号;也可改填身份证号")

    def parse(self, cell, factor):
        return key_text(cell)

    @property
    def paths(self):
        return ["volunteer__platform_no"]

    def resolve(self, batch):
        registered.refuse_unnamed(batch, "id_number")
        registered.find(batch, "platform_no__id", "id_number")
        unknown = f"SELECT sheet_row FROM {ROWS} WHERE platform_no__id IS NULL AND "
        text = _("您的辖区内没有登记这个编号的志愿者,请核对来源平台和编号,或先导入志愿者名册。")
        batch.find_all(f"{unknown} platform_no > ''", self, "unknown_code", text)
        text = _("您的辖区内没有登记这个身份证号的志愿者,请核对,或先登记志愿者。")
        batch.find_all(f"{unknown} platform_no IS NULL AND id_number IS NOT NULL", "id_number", "unknown_code", text)
        batch.find_all(
            f"SELECT sheet_row FROM {ROWS} r JOIN volunteers_volunteer v ON v.id = r.platform_no__id "
            "WHERE r.id_number IS NOT NULL AND v.id_number_index <> r.id_number",
            "id_number",
            "mismatch",
            _("身份证号与平台编号不是同一个人,请核对。"),
        )


class VolunteerId(PersonId):
    @property
    def paths(self):
        return ["volunteer__id_number"]


class VolunteerName(NameCheck):
    @property
    def paths(self):
        return ["volunteer__name"]

    def resolve(self, batch):
        batch.find_all(
            f"SELECT sheet_row, worker_name, v.name FROM {ROWS} r JOIN volunteers_volunteer v "
            "ON v.id = r.platform_no__id WHERE worker_name <> v.name",
            self,
            "mismatch",
            _("姓名“%s”与登记的“%s”不符,请核对编号或身份证号。"),
        )


def where():
    """社区编码, 社区名称, 街道(乡镇) of the activity."""
    columns = community_columns(part="activity")
    for column in columns:
        column.part_name = "activity"
    return columns


# Rows of the file that meet, in time, a stored row the file leaves alone or an earlier row of the file.
AT_ONCE = """
WITH mine AS MATERIALIZED (SELECT * FROM after_participation WHERE ends_at > starts_at),
every AS (
    SELECT id, volunteer_id, starts_at, ends_at, sheet_row, sheet_changed FROM mine
    UNION ALL SELECT id, volunteer_id, starts_at, ends_at, 0, false FROM volunteers_participation p
    WHERE volunteer_id IN (SELECT volunteer_id FROM mine) AND NOT EXISTS (SELECT FROM mine x WHERE x.id = p.id))
SELECT DISTINCT a.sheet_row FROM mine a JOIN every b ON b.volunteer_id = a.volunteer_id AND b.id <> a.id
     AND tstzrange(b.starts_at, b.ends_at) && tstzrange(a.starts_at, a.ends_at)
     AND (b.sheet_row < a.sheet_row OR NOT b.sheet_changed)
WHERE a.sheet_changed ORDER BY 1"""

# Rows of the file that meet hours of another registration of the same person, in the file or stored.
ELSEWHERE = """
WITH linked AS MATERIALIZED (
    SELECT v.id, w.id AS other, w.platform FROM volunteers_volunteer v JOIN volunteers_volunteer w
        ON w.id = v.same_as_id WHERE v.same_as_id IS NOT NULL
    UNION ALL SELECT v.same_as_id, v.id, v.platform FROM volunteers_volunteer v WHERE v.same_as_id IS NOT NULL
    UNION ALL SELECT v.id, w.id, w.platform FROM volunteers_volunteer v JOIN volunteers_volunteer w
        ON w.same_as_id = v.same_as_id AND w.id <> v.id),
stored AS (SELECT * FROM volunteers_participation p WHERE NOT EXISTS (SELECT FROM after_participation x
    WHERE x.id = p.id)),
every AS (SELECT volunteer_id, starts_at, ends_at FROM stored UNION ALL
    SELECT volunteer_id, starts_at, ends_at FROM after_participation)
SELECT DISTINCT ON (a.sheet_row) a.sheet_row, a.name, l.platform FROM after_participation a
JOIN linked l ON l.id = a.volunteer_id JOIN every b ON b.volunteer_id = l.other
     AND b.starts_at < a.ends_at AND b.ends_at > a.starts_at
WHERE a.sheet_changed ORDER BY 1, 3"""


@register
class HoursSheet(Sheet):
    name = "hours"
    title = gettext_lazy("志愿服务时长")
    model = Participation
    has_platform = False
    own_constraints = ("participation_one_at_a_time", "participation_verified_by_second")
    constraint_codes = {
        "activity_ends_after_start": ("order", "ends_at"),
        "participation_hours_positive": ("out_of_range", "hours"),
        "participation_within_activity": ("out_of_range", "hours"),
        "participation_verified_when_by_whom": ("required", "verified_at"),
        "participation_verified_by_another": ("conflict", "verified_by"),
    }

    def make_parts(self):
        activity = [("community_code__id", "community_id"), ("title", "title"), ("starts_at", "starts_at")]
        taken = {"part_activity": "activity", "part_name": "name", "part_starts": "starts_at", "part_ends": "ends_at"}
        return [
            Part(Activity, name="activity", path="activity__", grouped=True, key=activity),
            Part(
                Participation,
                name="participation",
                key=[("part_activity", "activity_id"), ("platform_no__id", "volunteer_id")],
                extra=taken,
            ),
        ]

    @property
    def main(self):
        return self.parts[1]

    @property
    def key_column(self):
        return self.column("platform_no")

    def make_columns(self):
        began = ("活动开始时间", "服务开始时间", "起始时间")
        return [
            *where(),
            Text("title", key=True, part="activity", aliases=("活动", "项目名称", "活动(项目)名称", "活动标题")),
            Moment("starts_at", key=True, part="activity", aliases=began),
            Moment("ends_at", part="activity", aliases=("活动结束时间", "服务结束时间", "终止时间")),
            Text("place", part="activity", aliases=("地点", "服务地点")),
            TeamName(part="activity"),
            Platform(),
            VolunteerNo(),
            VolunteerId(),
            VolunteerName(),
            Decimal("hours", part="participation", aliases=("时长", "服务时长(小时)", "服务小时数", "志愿服务时长")),
            PersonName("verified_by", part="participation", aliases=("审核人", "确认人")),
            Moment("verified_at", part="participation", needs_clock=False, aliases=("审核时间", "确认时间")),
        ]

    def prepare(self, batch):
        batch.execute(
            f"UPDATE {ROWS} r SET part_name = v.name FROM volunteers_volunteer v WHERE v.id = r.platform_no__id"
        )

    def identified(self, batch, part):
        if part.name != "activity":
            return
        stored = f"LEFT JOIN volunteers_activity v ON v.id = r.{part.id}"
        batch.execute(
            f"""UPDATE {ROWS} r SET part_starts = r.starts_at, part_ends = coalesce(said.ends_at, v.ends_at),
                    part_activity = CASE WHEN r.{part.id} > 0 THEN r.{part.id} END
                FROM (SELECT {part.id} AS id, min(ends_at) AS ends_at FROM {ROWS} GROUP BY 1) said
                LEFT JOIN volunteers_activity v ON v.id = said.id WHERE said.id = r.{part.id}"""
        )
        self.column("team").find(batch, place="r.community_code__id", stored="v.team_id", join=stored)

    def check(self, batch):
        text = _("该志愿者同一时间已有另一条服务记录,请核对活动时间。")
        batch.find_all(AT_ONCE, "starts_at", "overlap", text)
        for row, name, platform in batch.select(ELSEWHERE):
            text = _("第%(row)s行:%(name)s在%(platform)s的登记同一时间也有服务记录,已照填写导入,请核对哪一条属实。")
            batch.note(text % {"row": row, "name": name, "platform": platform or _("社区")})
        batch.find_all(
            """SELECT sheet_row, p.hours FROM after_participation a JOIN volunteers_participation p USING (id)
               WHERE a.sheet_changed AND a.hours <> p.hours AND p.verified_at IS NOT NULL
                 AND p.verified_at = a.verified_at""",
            "hours",
            "conflict",
            _("登记的%s小时已核实,不能改动;确有错误的,请先撤回核实。"),
        )

    def exported(self, user):
        """Hours whose place and whose volunteer are both within reach: what the same account can read in again."""
        rows = Participation.objects.all()
        for path in ("activity__community__code", "volunteer__community__code"):
            rows = rows.filter(within(reach(user), path))
        return rows

    def inside(self, rows, area):
        return rows.filter(activity__community__code__startswith=area)

    def known_on(self, rows, day):
        return rows.filter(starts_at__date__lte=day)

    def ordered(self, rows):
        return rows.order_by("activity__community__code", "starts_at", "activity_id", "volunteer__pinyin", "pk")

    def month_paths(self):
        return ["activity__month_only", "month_only"]
