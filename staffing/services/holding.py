"""What all acts on a spell share: it is locked, it holds on the day, it is closed and the next one opened."""

from django.db.models import Q
from django.utils.translation import gettext as _

from communities.rules import check_day, check_reach, refusal
from records.successors import set_exactly, successor
from staffing.choices import CommitteePost, Duty, PartyPost
from staffing.models import Spell, Worker

HEADS = {"party_post": PartyPost.SECRETARY, "committee_post": CommitteePost.DIRECTOR}
"""Posts that one person at a time holds in a community."""

LASTING = Q(ended_on=None)


def lock_worker(worker):
    """Acts on one person wait for each other. No join here: a person whose community changed while we waited would drop
    out of it."""
    return Worker.objects.select_for_update().get(pk=worker.pk)


def hold_spell(spell, *, on, user, ahead=None):
    """The spell as it is stored, its person locked, and fit to be changed on the day."""
    lock_worker(spell.worker)
    spell = Spell.objects.select_related("worker", "community").filter(pk=spell.pk).first()
    if spell is None:
        raise refusal("on", _("这条任职记录已不存在,请刷新后再办理。"), "conflict")
    check_reach(user, spell.community, field="on")
    check_day(on, **({} if ahead is None else {"ahead": ahead}))
    if on < spell.started_on:
        raise refusal("on", _("日期不能早于本次任职的起始日期%(day)s。"), "order", day=spell.started_on)
    if spell.ended_on and on >= spell.ended_on:
        raise refusal("on", _("本次任职已于%(day)s结束,不能再办理。"), "order", day=spell.ended_on)
    return spell


def close_spell(spell, *, on, end_reason=""):
    """The day is the first one no longer. Validated, for posts the community may have been told other things of."""
    names = set_exactly(spell, ended_on=on, end_reason=end_reason)
    spell.full_clean()
    spell.save(update_fields=names)


def succeed(spell, *, on, **values):
    """From the day on the spell goes on with these values: it is closed and the next one opened.

    On its own first day it is changed itself, so that no empty spell is left. Returns the spell in force.
    """
    if all(getattr(spell, name) == value for name, value in values.items()):
        raise refusal("on", _("与现有登记相同,没有需要变动的内容。"), "conflict")
    if on == spell.started_on:
        names = set_exactly(spell, **values)
        check_heads(spell)
        spell.full_clean()
        spell.save(update_fields=names)
        return spell
    following = successor(spell, started_on=on, **values)
    close_spell(spell, on=on)
    check_heads(following)
    following.full_clean()
    following.save()
    return following


def check_heads(spell):
    """A community has one secretary and one director at a time (off-post ones left out)."""
    overlapping = LASTING | Q(ended_on__gt=spell.started_on)
    if spell.ended_on:
        overlapping &= Q(started_on__lt=spell.ended_on)
    for field, head in HEADS.items():
        if getattr(spell, field) != head or spell.duty == Duty.OFF_POST:
            continue
        others = Spell.objects.filter(overlapping, community=spell.community, **{field: head})
        other = others.exclude(worker=spell.worker).exclude(duty=Duty.OFF_POST).select_related("worker").first()
        if other is not None:
            text = _("本社区现任%(post)s为%(name)s(%(day)s起),请先办理其职务变动或离任。")
            raise refusal(field, text, "conflict", post=head.label, name=other.worker.name, day=other.started_on)
