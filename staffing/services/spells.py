"""Into office, from post to post, and out of it."""

from django.db.models import Q
from django.utils.translation import gettext as _

from communities.access import reaches
from communities.rules import check_day, check_exists, check_reach, refusal
from records.crypto import blind
from records.history import acting
from records.text import normalise, normalise_name
from staffing.choices import CommitteePost, EndReason, PartyPost
from staffing.models import Spell, Worker
from staffing.numbers import issue_staff_number
from staffing.services.holding import check_heads, close_spell, hold_spell, lock_worker, succeed


def appoint_worker(*, worker, community, started_on, user, reason="", **posts):
    """Somebody comes to a community: a person of the register without a main post, or a new one (unsaved `worker`).

    `posts`: any of staff_kind, party_post, committee_post, oversight_post, other_posts, approved, counts, is_primary.
    """
    with acting(user, reason or _("新任职")):
        check_reach(user, community)
        worker = lock_worker(worker) if worker.pk else register_worker(worker, community, user=user)
        if not reaches(user, worker.community.code):
            raise registered_elsewhere("worker")
        return open_spell(Spell(worker=worker, community=community, started_on=started_on, **posts), user=user)


def open_spell(spell, *, user):
    """Store a new spell and, where it is the newest main one, let the person's file follow it."""
    check_day(spell.started_on, field="started_on")
    check_exists(spell.community, spell.started_on, field="started_on")
    if spell.is_primary:
        check_free(spell, user=user)
    check_heads(spell)
    spell.full_clean()
    spell.save()
    keep_file(spell)
    return spell


def keep_file(spell):
    """The file of a person is kept where the newest main post is."""
    worker = spell.worker
    later = worker.spells.primary().filter(started_on__gt=spell.started_on)
    if spell.is_primary and worker.community_id != spell.community_id and not later.exists():
        worker.community = spell.community
        worker.save(update_fields=["community"])


def register_worker(worker, community, *, user):
    """Take a new person into the register and give a number. Somebody known already is refused."""
    worker.community = community
    worker.name = normalise_name(worker.name)
    worker.staff_no = "0" * 12
    worker.full_clean()
    known = find_person(worker)
    if known:
        if not reaches(user, known.community.code):
            raise registered_elsewhere("id_number")
        text = _("该身份证号已登记为%(name)s(人员编号%(number)s),请在其名下办理任职。")
        raise refusal("id_number", text, "conflict", name=known.name, number=known.staff_no)
    worker.staff_no = issue_staff_number(community.code[:6])
    worker.save()
    return worker


def find_person(worker):
    """Who of the register has the identity number; None where it is new or not given."""
    number = normalise(worker.id_number).replace(" ", "").upper()
    return Worker.objects.select_related("community").filter(id_number_index=blind(number)).first() if number else None


def registered_elsewhere(field):
    """The only case in which it is told that somebody exists outside one's reach; where is not."""
    return refusal(field, _("该身份证号已由其他单位登记,请办理调入。"), "registered_elsewhere")


def check_free(spell, *, user):
    """No other main post in the period. The place of another is named only within reach."""
    until = Q(started_on__lt=spell.ended_on) if spell.ended_on else Q()
    others = spell.worker.spells.primary().exclude(pk=spell.pk).select_related("community")
    other = others.filter(until, Q(ended_on=None) | Q(ended_on__gt=spell.started_on)).order_by("started_on").first()
    if other is None:
        return
    if not reaches(user, other.community.code):
        raise refusal("started_on", _("该人员在这一时期另有主要任职,请先由原单位办理离任。"), "overlap")
    text = _("该人员自%(day)s起在%(place)s任职,请先办理离任或调动。")
    if other.community_id == spell.community_id:
        text = _("该人员自%(day)s起已在%(place)s任职,请办理岗位变动。")
    raise refusal("started_on", text, "overlap", day=other.started_on, place=other.community)


def change_post(*, spell, on, user, reason="", **posts):
    """Other posts, another staff kind, an approved post or not, from the day on. Returns the spell in force."""
    with acting(user, reason or _("岗位变动")):
        return succeed(hold_spell(spell, on=on, user=user), on=on, **posts)


def combine_heads(*, spell, on, user, reason=""):
    """书记主任一肩挑: one person is secretary and director."""
    both = {"party_post": PartyPost.SECRETARY, "committee_post": CommitteePost.DIRECTOR}
    return change_post(spell=spell, on=on, user=user, reason=reason or _("书记主任一肩挑"), **both)


def leave_post(*, spell, on, end_reason, user, reason=""):
    """Somebody leaves; the day is the first one no longer in office. With the main post the person's other posts in the
    same community end; on death all of them. Returns the spell."""
    end_reason = EndReason(end_reason)
    with acting(user, reason or end_reason.label):
        spell = hold_spell(spell, on=on, user=user)
        if on == spell.started_on:
            text = _("离任日期须晚于任职日期%(day)s;如属误录,请删除这条任职。")
            raise refusal("on", text, "order", day=spell.started_on)
        close_spell(spell, on=on, end_reason=end_reason)
        if spell.is_primary:
            close_others(spell, on=on, end_reason=end_reason)
        return spell


def close_others(spell, *, on, end_reason):
    """End what the person held beside the main post."""
    others = spell.worker.spells.open(on=on).filter(is_primary=False, started_on__lt=on)
    if end_reason != EndReason.DIED:
        others = others.filter(community=spell.community)
    for other in others:
        close_spell(other, on=on, end_reason=end_reason)
