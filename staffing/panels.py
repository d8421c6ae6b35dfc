"""Who works in a community."""

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from communities.access import may_at
from communities.choices import Kind
from communities.panels import panel
from records.asked import question
from staffing.models import Spell

SHOWN = ["party_post", "committee_post", "staff_kind", "worker__name", "worker__pinyin"]
"""All that is read; numbers that are stored encrypted stay so."""
RANKS = ({"secretary", "director"}, {"deputy_secretary", "deputy_director"}, {"member"})


@question
def _serving(community, on):
    return Spell.objects.serving(on=on).filter(community=community).select_related("worker").only(*SHOWN)


@panel("staff", title=_("谁负责"), template="staffing/panel.html", order=40)
def who_is_on_duty(visit):
    """Members of the two committees by name: their election or appointment is public. Other staff only as a number,
    for the office by name to those who may see the register of people."""
    community = visit.community
    serving = _serving(community=community.pk, on=visit.on)
    spells = sorted(serving, key=lambda spell: (_rank(spell), spell.worker.pinyin))
    named = [spell for spell in spells if _has_post(spell)]
    show_all = not visit.is_public and may_at(visit.user, "staffing.view_worker", community.code)
    people = [(posts(spell), spell.worker.name) for spell in (spells if show_all else named)]
    rest = 0 if show_all else len(spells) - len(named)
    is_village = community.kind == Kind.VILLAGERS
    return {"people": people, "rest": rest, "total": len(spells), "is_village": is_village, "phone": community.phone}


def _rank(spell):
    """Heads first, then deputies, members, and everybody without a post."""
    ranks = [rank for rank, held in enumerate(RANKS) if {spell.party_post, spell.committee_post} & held]
    return ranks[0] if ranks else len(RANKS)


def _has_post(spell):
    return bool(spell.party_post or spell.committee_post)


def posts(spell):
    """书记、主任; the kind of staff where there is no post."""
    held = [spell.get_party_post_display(), spell.get_committee_post_display()]
    return gettext("、").join(dict.fromkeys(filter(None, map(str, held)))) or str(spell.get_staff_kind_display())
