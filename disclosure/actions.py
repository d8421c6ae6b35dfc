"""The acts on texts for residents, in the order in which pages show them."""

from django.utils.translation import gettext_lazy as _

from communities.actions import Action, register
from disclosure import forms, services
from disclosure.choices import State
from disclosure.models import Disclosure, Notice, Objection


def is_draft(row):
    return row.state == State.DRAFT


def is_in_review(row):
    return row.state == State.REVIEW


def waits_for_oversight(row):
    return is_in_review(row) and not row.oversight_by


def is_overseen(row):
    return is_in_review(row) and bool(row.oversight_by)


def is_published(row):
    return row.state == State.PUBLISHED


def act(model, letter, slug, title, *how):
    form, service, when = how
    permission = f"disclosure.{letter}_{model._meta.model_name}"
    about = {"form": form, "service": service, "permission": permission, "row": "row", "when": when}
    return Action(slug=slug, title=title, model=model, **about)


def acts_on(model, ready):
    """What is done with any text; `ready` says when it may be published."""
    return [
        act(model, "change", "submit", _("提交审核"), forms.SubmitForm, services.submit, is_draft),
        act(model, "decide", "publish", _("发布"), forms.PublishForm, services.publish, ready),
        act(model, "decide", "return", _("退回"), forms.SendBackForm, services.send_back, is_in_review),
        act(model, "change", "correct", _("更正"), forms.WhyForm, services.correct, is_published),
        act(model, "decide", "withdraw", _("撤回"), forms.WhyForm, services.withdraw, is_published),
    ]


def is_not_shown(row):
    return row.shown_at is None


def is_answered(row):
    return is_not_shown(row) and bool(row.answer)


register(
    act(Objection, "change", "answer", _("答复"), forms.AnswerForm, services.answer, is_not_shown),
    act(Objection, "decide", "show", _("公开答复"), forms.SubmitForm, services.show, is_answered),
    act(Disclosure, "change", "oversee", _("监督委员会审核"), forms.OverseeForm, services.oversee, waits_for_oversight),
    *acts_on(Disclosure, is_overseen),
    *acts_on(Notice, is_in_review),
)
