"""The acts on estates, committees and disputes, in the order in which pages show them."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from communities.actions import Action, register
from property_mgmt import forms, services
from property_mgmt.choices import DisputeState
from property_mgmt.models import Committee, Compound, Dispute


def stands(compound):
    """The committees that stand for an estate today."""
    today = timezone.localdate()
    return Committee.objects.standing(on=today).filter(estates__compound=compound, estates__ended_on=None)


def has_none(compound):
    return not stands(compound).exists()


def may_join(compound):
    return has_none(compound) and services.committees_to_join(compound, on=timezone.localdate()).exists()


def is_one_of_several(compound):
    committee = stands(compound).first()
    return committee is not None and committee.estates.filter(ended_on=None).count() > 1


def lasts(committee):
    return committee.ended_on is None


def is_open(dispute):
    return dispute.state == DisputeState.OPEN


CHANGE = "property_mgmt.change_committee"
ADD = "property_mgmt.add_committee"


def act(model, slug, title, *how, row, permission=CHANGE):
    form, service, when = how
    about = {"form": form, "service": service, "permission": permission, "row": row, "when": when}
    return Action(slug=slug, title=title, model=model, **about)


register(
    act(Compound, "join", _("加入邻近委员会"), forms.JoinForm, services.join_committee, may_join, row="compound"),
    act(
        Compound, "found", _("组建或联合组建委员会"), forms.FoundForm, services.found_committee, has_none,
        row="compound", permission=ADD,
    ),
    act(
        Compound, "leave", _("退出联合委员会"), forms.LeaveForm, services.leave_committee, is_one_of_several,
        row="compound",
    ),
    act(Committee, "reelect", _("换届"), forms.ReelectForm, services.reelect_committee, lasts, row="committee"),
    act(Committee, "member", _("增加委员"), forms.MemberForm, services.add_member, lasts, row="committee"),
    act(Committee, "close", _("终止"), forms.EndForm, services.end_committee, lasts, row="committee"),
    act(
        Dispute, "settle", _("办结"), forms.SettleForm, services.settle_dispute, is_open,
        row="dispute", permission="property_mgmt.change_dispute",
    ),
)  # fmt: skip
