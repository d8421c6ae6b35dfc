"""The sheet `volunteer`: one row is one person as one platform, or the community itself, has registered them."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sheets.batch import ROWS
from sheets.columns import Date, Text
from sheets.registry import register
from sheets.sheet import Part, Sheet
from staffing.sheets.people import IdNumber, PersonName, Phone
from staffing.sheets.workers import BornOn
from volunteers.likeness import count_pairs
from volunteers.models import Volunteer
from volunteers.models.people import MINOR
from volunteers.sheets import registered
from volunteers.sheets.columns import KeyText, TeamName, home_columns, platform

DIGEST = "id_number__id_number_index"
TODAY = "(now() AT TIME ZONE 'Asia/Shanghai')::date"
BIRTHDAY = "(a.born_on - interval '1 day' + interval '18 years' + interval '1 day')"
BLANK_NUMBER = "~"
"""What stands for the number of somebody new until the system gives one."""


@register
class VolunteerSheet(Sheet):
    name = "volunteer"
    title = gettext_lazy("志愿者")
    model = Volunteer
    reveal_permission = "volunteers.reveal_volunteer"
    has_platform = True
    own_constraints = ("volunteer_not_own_double", "volunteer_once_on_a_platform", "volunteer_once_by_hand")
    constraint_codes = {
        "volunteer_ends_after_start": ("order", "ended_on"),
        "volunteer_has_number": ("required", "platform_no"),
        "volunteer_born_after_1900": ("out_of_range", "born_on"),
        "volunteer_minor_with_consent": ("required", "guardian_consent_on"),
        "volunteer_reports_as_party_member": ("conflict", "politics"),
    }

    def make_parts(self):
        return [Part(Volunteer, key=[("platform", "platform"), ("platform_no", "platform_no")])]

    @property
    def key_column(self):
        return self.column("platform_no")

    def make_columns(self):
        numbers = ("志愿者编号", "志愿者注册编号", "平台志愿者编号", "注册编号")
        return [
            platform(),
            KeyText("platform_no", required=False, aliases=numbers),
            IdNumber("id_number", required=False, aliases=("身份证", "公民身份号码", "身份证号码", "证件号码")),
            PersonName("name", aliases=("志愿者姓名",)),
            *home_columns(),
            Phone("phone", aliases=("手机", "联系电话", "手机号码", "联系方式")),
            BornOn("born_on", aliases=("出生年月", "出生年月日")),
            Text("skills", aliases=("服务特长", "技能", "擅长")),
            "politics",
            "double_report",
            Text("unit", aliases=("工作单位", "单位")),
            TeamName(),
            Date("guardian_consent_on", aliases=("监护人同意时间",)),
            Date("started_on", aliases=("注册时间", "加入时间", "加入日期", "登记时间")),
            Date("ended_on", aliases=("注销日期", "退出时间")),
        ]

    def prepare(self, batch):
        registered.refuse_unnamed(batch, DIGEST)

    def match(self, batch, part):
        registered.find(batch, part.id, DIGEST)
        registered.refuse_kept_elsewhere(batch, part.id, DIGEST)
        batch.execute(
            f"UPDATE {ROWS} r SET platform = v.platform, platform_no = v.platform_no "
            f"FROM volunteers_volunteer v WHERE v.id = r.{part.id}"
        )
        batch.execute(
            f"UPDATE {ROWS} SET platform = coalesce(platform, ''), "
            f"platform_no = coalesce(platform_no, '{BLANK_NUMBER}' || encode({DIGEST}, 'hex')) WHERE {part.id} IS NULL"
        )

    def identified(self, batch, part):
        stored = f"LEFT JOIN volunteers_volunteer v ON v.id = r.{part.id}"
        batch.execute(
            f"""UPDATE {ROWS} r SET born_on = r.id_number__born FROM {ROWS} s
                LEFT JOIN volunteers_volunteer v ON v.id = s.{part.id}
                WHERE s.sheet_row = r.sheet_row AND r.born_on IS NULL AND r.id_number__born IS NOT NULL
                  AND v.born_on IS NULL"""
        )
        place = "coalesce(r.community_code__id, v.community_id)"
        self.column("team").find(batch, place=place, stored="v.team_id", join=stored)

    def check(self, batch):
        batch.find_all(
            """SELECT a.sheet_row FROM after_volunteer a JOIN volunteers_volunteer o
                   ON o.id_number_index = a.id_number_index AND o.id <> a.id AND o.platform = '' AND o.ended_on IS NULL
               WHERE a.sheet_changed AND NOT a.sheet_new AND a.platform = '' AND a.ended_on IS NULL""",
            "id_number",
            "conflict",
            _("这一身份证号已由社区登记为另一名志愿者,请核对。"),
        )
        batch.find_all(
            f"""SELECT sheet_row FROM after_volunteer a WHERE sheet_changed AND guardian_consent_on IS NULL
                AND started_on IS NULL AND {TODAY} < {BIRTHDAY}""",
            "guardian_consent_on",
            "required",
            MINOR,
        )
        batch.find_all(
            f"SELECT sheet_row FROM after_volunteer WHERE sheet_changed AND guardian_consent_on > {TODAY}",
            "guardian_consent_on",
            "out_of_range",
            _("监护人同意日期晚于今天,请核对。"),
        )

    def before_writing(self, batch):
        batch.execute(
            f"UPDATE after_volunteer SET platform_no = 'ZY' || lpad(id::text, 8, '0') "
            f"WHERE platform_no LIKE '{BLANK_NUMBER}%'"
        )

    def applied(self, batch):
        if count := count_pairs(Volunteer, batch.user):
            batch.note(_("现有%s对疑似同一人的志愿者,请到“志愿者”的“疑似重复”页核对。") % count)

    def ordered(self, rows):
        return rows.order_by("community__code", "pinyin", "pk")
