"""Lines about people, of the 社会服务统计."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from compliance.counts.declaring import line
from staffing.choices import CommitteePost, Duty, Gender
from staffing.measures import both_heads, current, licensed, party_member, spells
from staffing.querysets import counted

WOMAN = Q(worker__gender=Gender.FEMALE)


def members(on):
    """Who holds a post of the residents' or villagers' committee, off post or not in it any more left out."""
    return current(on) & ~Q(committee_post="") & ~Q(duty=Duty.OFF_POST)


def directors(on):
    return members(on) & Q(committee_post=CommitteePost.DIRECTOR)


def workers(on):
    return current(on) & counted()


def people(slug, title, order, where, **more):
    line(slug=slug, title=title, unit=_("人"), order=order, register=spells, where=where, **more)


people("members", _("居(村)委会成员"), 30, members)
people("members-women", _("其中:女性"), 31, lambda on: members(on) & WOMAN, is_part=True)
people("members-party", _("其中:中共党员(含预备)"), 32, lambda on: members(on) & party_member(), is_part=True)
people("directors", _("居(村)委会主任"), 40, directors)
people("directors-women", _("其中:女性"), 41, lambda on: directors(on) & WOMAN, is_part=True)
people("combined-heads", _("其中:书记、主任一肩挑"), 42, lambda on: directors(on) & both_heads(), is_part=True)
people("workers", _("社区工作者(村为村干部)"), 50, workers)
people("workers-women", _("其中:女性"), 51, lambda on: workers(on) & WOMAN, is_part=True)
people("workers-party", _("其中:中共党员(含预备)"), 52, lambda on: workers(on) & party_member(), is_part=True)
people("workers-certified", _("其中:持职业资格证书"), 53, lambda on: workers(on) & licensed(on), is_part=True)
