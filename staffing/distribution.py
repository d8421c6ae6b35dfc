"""People follow a change of communities: what they do from the day on, they do in the successor."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from communities.distribution import Kind, register
from records.successors import successor
from staffing.models import Spell, Worker
from staffing.services.holding import check_heads, close_spell, lock_worker
from staffing.services.spells import keep_file


def lasting(community, on):
    """Spells in the community that go on beyond the day, or begin later."""
    return Spell.objects.filter(Q(ended_on=None) | Q(ended_on__gt=on), community=community)


def people(community, on):
    return Worker.objects.filter(pk__in=lasting(community, on).values("worker"))


def follow(worker, move):
    """Spells are closed on the day and opened in the successor; those begun since are moved as they are."""
    worker = lock_worker(worker)
    for spell in lasting(move.before, move.on).filter(worker=worker).order_by("started_on"):
        spell.worker = worker
        if spell.started_on < move.on:
            following = successor(spell, started_on=move.on, community=move.after)
            close_spell(spell, on=move.on)
        else:
            following = spell
            following.community = move.after
        check_heads(following)
        following.full_clean()
        following.save()
        keep_file(following)


register(Kind(slug="staffing", title=_("社区工作者"), rows=people, move=follow))
