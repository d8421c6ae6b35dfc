"""Away and back: 借调、抽调、挂职、驻村, long leaves, and the return."""

from django.utils import timezone
from django.utils.translation import gettext as _

from communities.rules import refusal
from records.history import acting
from records.successors import set_exactly
from staffing.choices import AWAY, ON_LEAVE, Duty
from staffing.services.holding import hold_spell, succeed


def second_worker(*, spell, on, duty, approval, due_back_on, user, reason=""):
    """Lend somebody to another office, with the approving document and the day of return (source 004: «须书面报请»)."""
    duty = Duty(duty)
    if duty not in AWAY:
        raise refusal("duty", _("请选择借调、抽调、挂职或驻村。"), "invalid_choice")
    with acting(user, reason or duty.label):
        spell = _on_duty(spell, on=on, user=user)
        _check_approval(approval)
        _check_due(due_back_on, on)
        return succeed(spell, on=on, duty=duty, approval=approval, due_back_on=due_back_on)


def go_on_leave(*, spell, on, duty, user, approval="", due_back_on=None, reason=""):
    """A long leave, a suspension, or 离岗退养; the day of return may be unknown."""
    duty = Duty(duty)
    if duty not in ON_LEAVE:
        raise refusal("duty", _("请选择长假、停职或离岗退养。"), "invalid_choice")
    with acting(user, reason or duty.label):
        spell = _on_duty(spell, on=on, user=user)
        if due_back_on:
            _check_due(due_back_on, on)
        return succeed(spell, on=on, duty=duty, approval=approval, due_back_on=due_back_on)


def return_to_post(*, spell, on, user, reason=""):
    """Back on duty from the day on; what allowed the absence stays with the spell that ends."""
    with acting(user, reason or _("返岗")):
        spell = _away(hold_spell(spell, on=on, user=user), "on")
        return succeed(spell, on=on, duty=Duty.ON_DUTY, approval="", due_back_on=None)


def extend_absence(*, spell, due_back_on, approval, user, reason=""):
    """The day of return is later than planned, by a document of its own. The spell itself goes on."""
    with acting(user, reason or _("延期返岗")):
        now = max(spell.started_on, timezone.localdate())
        spell = _away(hold_spell(spell, on=now, user=user), "due_back_on")
        if spell.duty in AWAY:
            _check_approval(approval)
        _check_due(due_back_on, max(spell.started_on, spell.due_back_on or spell.started_on))
        names = set_exactly(spell, due_back_on=due_back_on, approval=approval or spell.approval)
        spell.full_clean()
        spell.save(update_fields=names)
        return spell


def _on_duty(spell, *, on, user):
    spell = hold_spell(spell, on=on, user=user)
    if spell.duty != Duty.ON_DUTY:
        text = _("目前状态为“%(duty)s”(%(day)s起),请先办理返岗或延期。")
        raise refusal("duty", text, "conflict", duty=spell.get_duty_display(), day=spell.started_on)
    return spell


def _away(spell, field):
    if spell.duty == Duty.ON_DUTY:
        raise refusal(field, _("该人员目前在岗,无需办理。"), "conflict")
    return spell


def _check_approval(approval):
    if not approval:
        raise refusal("approval", _("借调、抽调、挂职、驻村须填写批准单位及文号。"), "required")


def _check_due(due_back_on, after):
    if due_back_on is None:
        raise refusal("due_back_on", _("请填写预计返回日期。"), "required")
    if due_back_on <= after:
        raise refusal("due_back_on", _("预计返回日期须晚于%(day)s。"), "order", day=after)
