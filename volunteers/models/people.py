import datetime

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Func, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from communities.models import Community
from records.fields import BlindIndexField, EncryptedField, PinyinField
from records.models import Record
from records.people import Identified
from records.periods import Period, ends_after_start
from staffing.choices import Politics
from volunteers.models.teams import Team, not_the_same_as_itself
from volunteers.querysets import RegisteredQuerySet

OF_AGE = 18
OWN_NUMBER = "ZY{:08}"
"""平台编号 of somebody the community has registered itself: made from the row's own number."""
MINOR = _("未满18周岁的志愿者须填写监护人同意日期。")


class EighteenthBirthday(Func):
    """The day somebody comes of age; of a 29 February the 1 March."""

    template = "(%(expressions)s - interval '1 day' + interval '18 years' + interval '1 day')"
    output_field = models.DateTimeField()


def of_age_on(born_on):
    try:
        return born_on.replace(year=born_on.year + OF_AGE)
    except ValueError:
        return datetime.date(born_on.year + OF_AGE, 3, 1)


class Volunteer(Identified, Record, Period):
    """A volunteer as one platform, or the community itself, has registered them. The same person on another platform is
    another row; somebody decides that they are one (`VolunteerMatch`), and from then on they are counted once."""

    code_path = "community__code"
    community = models.ForeignKey(Community, models.PROTECT, related_name="volunteers", verbose_name=_("所属社区"))
    platform = models.CharField(_("来源平台"), max_length=40, blank=True, help_text=_("社区自行登记的留空"))
    platform_no = models.CharField(_("平台编号"), max_length=40, help_text=_("社区自行登记的由系统编号"))
    name = models.CharField(_("姓名"), max_length=50)
    id_number = EncryptedField(_("身份证号"), help_text=_("社区自行登记的必填;加密保存,列表中打码显示"))
    id_number_index = BlindIndexField(source="id_number", db_index=True)
    born_on = models.DateField(_("出生日期"), null=True, blank=True, help_text=_("留空则由身份证号得出"))
    phone = EncryptedField(_("手机号"), help_text=_("11位手机号;加密保存,列表中打码显示"))
    phone_index = BlindIndexField(source="phone", db_index=True)
    phone_tail_index = BlindIndexField(source="phone", tail=4, db_index=True)
    skills = models.CharField(
        _("特长"), max_length=200, blank=True, help_text=_("能提供的服务,用“、”隔开,如“理发、电工”")
    )
    politics = models.CharField(
        _("政治面貌"), max_length=12, choices=Politics, blank=True, help_text=_("不清楚的留空,不选群众")
    )
    double_report = models.BooleanField(
        _("双报到"), null=True, blank=True, help_text=_("机关、企事业单位的党员到居住地社区报到")
    )
    unit = models.CharField(_("所在单位"), max_length=80, blank=True, help_text=_("双报到党员的工作单位"))
    team = models.ForeignKey(
        Team, models.SET_NULL, null=True, blank=True, related_name="members", verbose_name=_("志愿服务队")
    )
    guardian_consent_on = models.DateField(
        _("监护人同意日期"), null=True, blank=True, help_text=_("未满18周岁的志愿者必填")
    )
    started_on = models.DateField(_("注册日期"), null=True, blank=True, help_text=_("注册为志愿者的日期;不清楚的留空"))
    ended_on = models.DateField(_("退出日期"), null=True, blank=True, help_text=_("不再是志愿者的第一天"))
    same_as = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="doubles",
        verbose_name=_("与之同一人"),
    )
    pinyin = PinyinField(_("姓名拼音"), source="name", db_index=True)
    initials = PinyinField(_("拼音首字母"), source="name", initials=True, db_index=True)

    objects = RegisteredQuerySet.as_manager()

    class Meta:
        verbose_name = _("志愿者")
        verbose_name_plural = _("志愿者")
        ordering = ["pinyin", "pk"]
        constraints = [
            ends_after_start("volunteer_ends_after_start"),
            models.UniqueConstraint(
                fields=["platform", "platform_no"],
                condition=Q(ended_on=None),
                name="volunteer_once_on_a_platform",
                violation_error_message=_("这一平台编号已经登记。"),
            ),
            models.UniqueConstraint(
                fields=["id_number_index"],
                condition=Q(platform="", ended_on=None),
                name="volunteer_once_by_hand",
                violation_error_message=_("这一身份证号已由社区登记为志愿者。"),
            ),
            models.CheckConstraint(
                condition=~Q(platform_no=""),
                name="volunteer_has_number",
                violation_error_message=_("请填写平台编号;社区自行登记的由系统编号。"),
            ),
            models.CheckConstraint(
                condition=Q(born_on=None) | Q(born_on__gte=datetime.date(1900, 1, 1)),
                name="volunteer_born_after_1900",
                violation_error_message=_("出生日期早于1900年,请核对。"),
            ),
            models.CheckConstraint(
                condition=Q(born_on=None)
                | Q(started_on=None)
                | ~Q(guardian_consent_on=None)
                | Q(started_on__gte=EighteenthBirthday("born_on")),
                name="volunteer_minor_with_consent",
                violation_error_message=MINOR,
            ),
            models.CheckConstraint(
                condition=~Q(double_report=True) | Q(politics__in=["party", "probationary", ""]),
                name="volunteer_reports_as_party_member",
                violation_error_message=_("双报到是党员到社区报到,政治面貌应为中共党员或中共预备党员。"),
            ),
            not_the_same_as_itself("volunteer_not_own_double"),
        ]
        indexes = [
            models.Index(fields=["name"], name="volunteer_name"),
            models.Index(fields=["platform_no"], name="volunteer_platform_no"),
        ]

    def __str__(self):
        return self.name

    def clean(self):
        super().clean()
        today = timezone.localdate()
        if self.guardian_consent_on and self.guardian_consent_on > today:
            text = _("监护人同意日期晚于今天,请核对。")
            raise ValidationError({"guardian_consent_on": ValidationError(text, code="out_of_range")})
        if self.born_on and not self.guardian_consent_on and (self.started_on or today) < of_age_on(self.born_on):
            raise ValidationError({"guardian_consent_on": ValidationError(MINOR, code="required")})
