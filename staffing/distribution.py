"""People follow a change of communities: what they do from the day on, they do in the successor."""

from operator import attrgetter

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from communities.distribution import Kind, register
from records.successors import set_exactly, successor
from staffing.models import ApprovedPosts, Spell, Worker
from staffing.services.holding import check_heads, close_spell, lock_worker
from staffing.services.spells import keep_file

DECREE = ApprovedPosts._meta.get_field("decree").max_length


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


def approved(community, on):
    """Numbers of posts in force on the day or later."""
    return ApprovedPosts.objects.filter(Q(ended_on=None) | Q(ended_on__gt=on), community=community)


def add_posts(posts, move):
    """Closed on the day; from it on the successor has as many more."""
    start = max(filter(None, (posts.started_on, move.on)))
    following = successor(posts, community=move.after, started_on=start)
    posts.save(update_fields=set_exactly(posts, ended_on=start)) if _begun(posts, start) else posts.delete()
    there = ApprovedPosts.objects.select_for_update().filter(community=move.after).open(on=start).first()
    if there is not None:
        following.posts += there.posts
        following.decree = ";".join(dict.fromkeys(filter(None, (there.decree, following.decree))))[:DECREE]
        if _begun(there, start):
            there.save(update_fields=set_exactly(there, ended_on=start))
        else:
            there.delete()
    following.full_clean()
    following.save()


def _begun(posts, day):
    return posts.started_on is None or posts.started_on < day


register(Kind(slug="posts", title=_("核定员额"), rows=approved, move=add_posts))
register(Kind(slug="staffing", title=_("社区工作者"), rows=people, move=follow, detail=attrgetter("staff_no")))
