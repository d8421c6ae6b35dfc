"""What each act on premises asks for. Labels, choices and help texts are those of the register."""

from django import forms
from django.utils.translation import gettext_lazy as _

from communities.action_forms import ActionForm, day
from facilities.choices import FacilityStatus
from facilities.models import Facility, TemporaryShortfall

PREMISES = [
    "address", "area", "office_area", "activity_area", "floor", "has_lift", "is_accessible", "tenure", "has_title",
    "owner", "rent", "lease_until",
]  # fmt: skip


def outcome(**kwargs):
    states = [FacilityStatus.IDLE, FacilityStatus.DEMOLISHED]
    return forms.ChoiceField(choices=[(state.value, state.label) for state in states], **kwargs)


class OpenForm(ActionForm):
    """新增设施; a room is entered with the facility it belongs to."""

    takes = {
        Facility: [
            "community", "name", "kind", "status", "opened_on", "within", "counts", "counted_area", *PREMISES,
            "phone", "hours", "is_public",
        ]
    }  # fmt: skip

    def values(self):
        values = super().values()
        reason = values.pop("reason")
        return {"facility": Facility(**values), "reason": reason}

    def clean(self):
        values = super().clean()
        within, community = values.get("within"), values.get("community")
        if within and community and within.community_id != community.pk:
            self.add_error("within", _("所属设施须是本社区的设施。"))
        return values


class UseForm(ActionForm):
    on = day(_("启用日期"))


class CloseForm(ActionForm):
    on = day(_("停用日期"), help_text=_("不再使用的第一天"))
    outcome = outcome(label=_("停用后的状态"))


class RelocateForm(ActionForm):
    takes = {Facility: PREMISES}
    required = ("address",)
    on = day(_("迁址日期"), help_text=_("从这一天起在新址"))
    outcome = outcome(label=_("旧址的状态"))
    with_rooms = forms.BooleanField(label=_("下设功能室一并迁入新址"), required=False)


class ShortfallForm(ActionForm):
    takes = {TemporaryShortfall: ["community", "started_on", "ended_on", "cause", "document"]}


class EndShortfallForm(ActionForm):
    takes = {TemporaryShortfall: ["ended_on"]}
    from_row = ("ended_on",)
