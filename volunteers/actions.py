"""The acts on teams, volunteers, hours and needs, in the order in which pages show them."""

from django.utils.translation import gettext_lazy as _

from communities.actions import Action, register
from volunteers import forms, services
from volunteers.choices import SETTLED
from volunteers.models import Activity, Need, Participation, Team, Volunteer


def goes_on(row):
    return row.ended_on is None


def is_unverified(participation):
    return participation.verified_at is None


def is_verified(participation):
    return participation.verified_at is not None


def is_unsettled(need):
    return need.state not in SETTLED


def on_hours(slug, title, form, service, when):
    return Action(
        slug=slug,
        title=title,
        model=Participation,
        form=form,
        service=service,
        permission="volunteers.decide_participation",
        row="participation",
        when=when,
    )


def on_need(slug, title, form, service):
    return Action(
        slug=slug,
        title=title,
        model=Need,
        form=form,
        service=service,
        permission="volunteers.change_need",
        row="need",
        when=is_unsettled,
    )


ACTIONS = [
    Action(
        slug="dissolve",
        title=_("解散"),
        model=Team,
        form=forms.DissolveForm,
        service=services.dissolve_team,
        permission="volunteers.change_team",
        row="team",
        when=goes_on,
    ),
    Action(
        slug="leave",
        title=_("退出"),
        model=Volunteer,
        form=forms.LeaveForm,
        service=services.leave_service,
        permission="volunteers.change_volunteer",
        row="volunteer",
        when=goes_on,
    ),
    Action(
        slug="record",
        title=_("登记时长"),
        model=Activity,
        form=forms.RecordHoursForm,
        service=services.record_hours,
        permission="volunteers.add_participation",
        row="activity",
    ),
    on_hours("verify", _("核实"), forms.VerifyForm, services.verify_hours, is_unverified),
    on_hours("withdraw", _("撤回核实"), forms.WithdrawForm, services.withdraw_verification, is_verified),
    on_need("match", _("对接"), forms.MatchNeedForm, services.match_need),
    on_need("finish", _("办结"), forms.SettleNeedForm, services.finish_need),
    on_need("cancel", _("取消"), forms.SettleNeedForm, services.cancel_need),
]

register(*ACTIONS)
