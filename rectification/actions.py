"""The acts on a finding, in the order in which its page shows them."""

from django.utils.translation import gettext_lazy as _

from communities.actions import Action, register
from rectification import forms, services
from rectification.choices import State
from rectification.models import Finding

TELL, DECIDE = "rectification.add_progress", "rectification.decide_finding"


def is_open(finding):
    return finding.state == State.OPEN


def is_done(finding):
    return finding.state == State.DONE


def is_told(finding):
    return finding.state != State.OPEN


def act(slug, title, *how, permission):
    form, service, when = how
    about = {"form": form, "service": service, "when": when, "permission": permission}
    return Action(slug=slug, title=title, model=Finding, row="finding", **about)


register(
    act("done", _("报告完成"), forms.DoneForm, services.report_done, is_open, permission=TELL),
    act("close", _("销号"), forms.CloseForm, services.close, is_done, permission=DECIDE),
    act("reopen", _("退回整改"), forms.ReopenForm, services.reopen, is_told, permission=DECIDE),
)
