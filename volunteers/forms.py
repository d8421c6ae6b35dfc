"""What each act asks for. Labels and help texts are those of the registers."""

from django.utils.translation import gettext_lazy as _

from communities.action_forms import ActionForm, day
from volunteers.fields import VolunteerField
from volunteers.models import Participation


class DissolveForm(ActionForm):
    on = day(_("解散日期"), help_text=_("不再活动的第一天"))


class LeaveForm(ActionForm):
    on = day(_("退出日期"), help_text=_("不再是志愿者的第一天"))


class NamesVolunteer(ActionForm):
    volunteer = VolunteerField(label=_("志愿者"), help_text=_("平台编号,或输入姓名、拼音后选择"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["volunteer"].user = self.user


class RecordHoursForm(NamesVolunteer):
    takes = {Participation: ["hours"]}


class VerifyForm(ActionForm):
    """Nothing but why, where there is something to say."""


class WithdrawForm(ActionForm):
    required = ("reason",)


class MatchNeedForm(NamesVolunteer):
    """Who takes it on."""


class SettleNeedForm(ActionForm):
    on = day(_("办结日期"))
