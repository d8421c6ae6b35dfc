"""Forms to enter and correct teams, volunteers, activities, hours and needs."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from communities.registers.forms import RecordForm
from records.text import normalise, normalise_name
from volunteers.fields import MomentField, VolunteerField
from volunteers.models import Team
from volunteers.services import register_volunteer


class KeepsNumbers(RecordForm):
    """Numbers that are stored encrypted are kept unless new ones are typed."""

    numbers = ()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, masked in self.numbers:
            self.initial[name] = ""
            if shown := getattr(self.instance, masked):
                self.fields[name].help_text = _("已登记 %s,不改则留空") % shown

    def clean(self):
        cleaned = super().clean()
        for name, _masked in self.numbers:
            cleaned[name] = cleaned.get(name) or getattr(self.instance, name)
        return cleaned


class TeamForm(KeepsNumbers):
    phone = forms.CharField(label=gettext_lazy("负责人手机号"), required=False, max_length=20)
    numbers = (("phone", "masked_phone"),)


class NamesTeam(RecordForm):
    """Names a team of the community."""

    team = forms.CharField(
        label=gettext_lazy("志愿服务队"),
        required=False,
        max_length=80,
        help_text=gettext_lazy("本社区已登记的队伍名称"),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["team"] = str(self.instance.team) if self.instance.team_id else ""

    def clean(self):
        cleaned = super().clean()
        name = normalise(cleaned.get("team") or "")
        cleaned["team"] = self._named(name, cleaned.get("community") or self.instance.community) if name else None
        return cleaned

    def _named(self, name, community):
        teams = Team.objects.visible_to(self.user).filter(community=community, name=name)
        kept = teams.filter(pk=self.instance.team_id).first()
        found = kept or teams.order_by("ended_on", "same_as", "pk").first()
        if found is None:
            text = _("本社区没有名为“%(name)s”的志愿服务队,请先登记队伍或核对名称。")
            self.add_error("team", ValidationError(text, code="unknown_code", params={"name": name}))
        return found


class VolunteerForm(NamesTeam, KeepsNumbers):
    """A volunteer. One of the community's own gets a number from the system."""

    platform_no = forms.CharField(
        label=gettext_lazy("平台编号"),
        required=False,
        max_length=40,
        help_text=gettext_lazy("在来源平台的编号;没有来源平台的由系统编号"),
    )
    id_number = forms.CharField(label=gettext_lazy("身份证号"), required=False, max_length=18)
    phone = forms.CharField(label=gettext_lazy("手机号"), required=False, max_length=20)
    numbers = (("id_number", "masked_id"), ("phone", "masked_phone"))

    def clean_name(self):
        return normalise_name(self.cleaned_data["name"])

    def clean(self):
        cleaned = super().clean()
        cleaned["platform_no"] = cleaned.get("platform_no") or self.instance.platform_no
        if cleaned.get("platform") and not cleaned["platform_no"]:
            self.add_error("platform_no", ValidationError(_("请填写在来源平台的编号。"), code="required"))
        if not cleaned.get("platform") and not cleaned.get("id_number") and not self.instance.pk:
            text = _("社区自行登记的志愿者须填写身份证号。")
            self.add_error("id_number", ValidationError(text, code="required"))
        return cleaned

    def save_row(self, *, user, reason):
        volunteer = self.save(commit=False)
        if volunteer.pk is None:
            return register_volunteer(volunteer=volunteer, user=user, reason=reason)
        volunteer.save()
        return volunteer


class ActivityForm(NamesTeam):
    starts_at = MomentField(label=gettext_lazy("开始时间"))
    ends_at = MomentField(label=gettext_lazy("结束时间"))

    def clean(self):
        cleaned = super().clean()
        begins, ends = cleaned.get("starts_at"), cleaned.get("ends_at")
        if self.instance.pk and begins and ends:
            longest = self.instance.participations.order_by("-hours").first()
            if longest and longest.hours * 3600 > (ends - begins).total_seconds():
                text = _("已登记的服务时长最长%(hours)s小时,活动不能更短。")
                self.add_error("ends_at", ValidationError(text, "out_of_range", {"hours": longest.hours}))
        return cleaned


class HoursForm(RecordForm):
    """Hours that are not verified yet."""

    locked = ("activity", "volunteer", "verified_by", "verified_at")

    def clean(self):
        cleaned = super().clean()
        if "hours" in self.changed_data and self.instance.verified_at:
            text = _("时长已由%(name)s核实,不能改动;确有错误的,请先撤回核实。")
            self.add_error("hours", ValidationError(text, "conflict", {"name": self.instance.verified_by}))
        return cleaned


class NeedForm(RecordForm):
    """What is wanted; what becomes of it is done by acts."""

    volunteer = VolunteerField(label=gettext_lazy("对接志愿者"), required=False)
    locked = ("state", "settled_on", "volunteer")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if not self.instance.pk:
            for name in self.locked:
                self.fields.pop(name)
