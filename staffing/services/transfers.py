"""From one community to another: within one's reach as a move, from outside it as 调入."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from communities.access import reaches
from communities.rules import UNTIL_TODAY, check_day, check_exists, check_reach, refusal
from records.crypto import blind
from records.history import acting
from records.identity import clean_id_number
from records.successors import set_exactly, successor
from records.text import normalise_name
from staffing.choices import Duty, EndReason
from staffing.models import Spell, Worker
from staffing.services.holding import check_heads, close_spell, hold_spell, lock_worker
from staffing.services.spells import close_others, keep_file, open_spell

FRESH = {
    "party_post": "", "committee_post": "", "oversight_post": "", "other_posts": [],
    "duty": Duty.ON_DUTY, "approval": "", "due_back_on": None, "ended_on": None, "end_reason": "",
}  # fmt: skip
"""Posts belong to a community and stay there; the person arrives on duty."""


def move_worker(*, spell, community, on, user, reason="", **posts):
    """A person's main post goes to another community within reach on the day, and the file with it."""
    with acting(user, reason or _("调动")):
        check_reach(user, community)
        check_exists(community, on)
        spell = hold_spell(spell, on=on, user=user, ahead=UNTIL_TODAY)
        if not spell.is_primary:
            raise refusal("on", _("兼任的职务不能调动,请直接办理离任。"), "conflict")
        if spell.community_id == community.pk:
            raise refusal("community", _("该人员就在本社区,请办理岗位变动。"), "conflict")
        values = {**FRESH, **posts, "community": community}
        close_others(spell, on=on, end_reason=EndReason.MOVED)
        return _arrive(spell, on, values)


def _arrive(spell, on, values):
    if on == spell.started_on:
        names = set_exactly(spell, **values)
    else:
        following = successor(spell, started_on=on, **values)
        close_spell(spell, on=on, end_reason=EndReason.MOVED)
        spell, names = following, None
    check_heads(spell)
    spell.full_clean()
    spell.save(update_fields=names)
    keep_file(spell)
    return spell


def bring_in_worker(*, community, id_number, name, started_on, approval, user, reason="", **posts):
    """调入: somebody whose file is kept outside one's reach, and who has left there, begins here.

    Whoever takes the person in knows number and name and has a document; where the person was is not told. One still in
    office is moved by the old place, or by somebody whose reach holds both.
    """
    with acting(user, reason or _("调入")):
        check_reach(user, community)
        check_day(started_on, field="started_on", ahead=UNTIL_TODAY)
        if not approval:
            raise refusal("approval", _("调入须填写批准单位及文号。"), "required")
        worker = lock_worker(_find_elsewhere(id_number, name, user))
        if worker.spells.primary().filter(ended_on=None).exists():
            text = _("该人员在原单位尚未办理离任,请由原单位先办理离任,或由双方共同的上级办理调动。")
            raise refusal("started_on", text, "overlap")
        values = {"started_on": started_on, "approval": approval, **posts}
        return open_spell(Spell(worker=worker, community=community, **values), user=user)


def _find_elsewhere(id_number, name, user):
    number = _clean(id_number)
    worker = Worker.objects.select_related("community").filter(id_number_index=blind(number)).first()
    if worker is None:
        raise refusal("id_number", _("登记册中没有这个身份证号,请办理新任职。"), "unknown_code")
    if worker.name != normalise_name(name):
        raise refusal("name", _("姓名与该身份证号登记的不一致,请核对证件。"), "mismatch")
    if reaches(user, worker.community.code):
        text = _("该人员的档案在您的辖区内(人员编号%(number)s),请直接办理任职或调动。")
        raise refusal("id_number", text, "conflict", number=worker.staff_no)
    return worker


def _clean(id_number):
    try:
        return clean_id_number(id_number)
    except ValidationError as error:
        raise ValidationError({"id_number": error}) from error
