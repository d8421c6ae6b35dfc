"""The acts on premises, in the order in which pages show them."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from communities.actions import Action, register
from facilities import forms, services
from facilities.choices import FacilityStatus
from facilities.models import Facility, TemporaryShortfall


def is_used(facility):
    return facility.status in services.IN_USE and facility.closed_on is None


def may_be_used(facility):
    return facility.status not in (*services.IN_USE, FacilityStatus.DEMOLISHED)


def lasts(shortfall):
    return shortfall.ended_on > timezone.localdate()


def on_facility(slug, title, form, service, when):
    return Action(
        slug=slug,
        title=title,
        model=Facility,
        form=form,
        service=service,
        permission="facilities.change_facility",
        row="facility",
        when=when,
    )


ACTIONS = [
    Action(
        slug="open",
        title=_("新增设施"),
        model=Facility,
        form=forms.OpenForm,
        service=services.open_facility,
        permission="facilities.add_facility",
    ),
    on_facility("use", _("启用"), forms.UseForm, services.put_into_use, may_be_used),
    on_facility("relocate", _("迁址"), forms.RelocateForm, services.relocate_facility, is_used),
    on_facility("close", _("停用"), forms.CloseForm, services.close_facility, is_used),
    Action(
        slug="declare",
        title=_("临时不达标说明"),
        model=TemporaryShortfall,
        form=forms.ShortfallForm,
        service=services.declare_shortfall,
        permission="facilities.add_temporaryshortfall",
    ),
    Action(
        slug="end",
        title=_("变更恢复日期"),
        model=TemporaryShortfall,
        form=forms.EndShortfallForm,
        service=services.end_shortfall,
        permission="facilities.change_temporaryshortfall",
        row="shortfall",
        when=lasts,
    ),
]

register(*ACTIONS)
