"""One person, or one team, registered twice: somebody decides, the decision is kept, and can be taken back.

The rows decided to be the same form a group. The one that began first stands for it and is counted; the others name it
(`same_as`). No row is changed besides, so that each platform's next export still finds its own.
"""

import datetime

from django.db.models import Q
from django.utils.translation import gettext as _

from communities.rules import check_reach, refusal
from records.history import acting
from volunteers.choices import Sameness
from volunteers.models import Team, TeamMatch, Volunteer, VolunteerMatch

MATCHES = {Team: TeamMatch, Volunteer: VolunteerMatch}


def settle(*, one, other, verdict, likeness, user, reason=""):
    """Whether the two rows are the same; an earlier decision about them must be taken back first."""
    model, verdict = type(one), Sameness(verdict)
    match_model = MATCHES[model]
    with acting(user, reason or _("核对疑似重复")):
        one, other = _hold(model, one, other, user=user)
        if match_model.objects.filter(one=one, other=other).exists():
            raise refusal(None, _("这两条记录刚刚已有人核对,请刷新页面。"), "conflict")
        match = match_model(one=one, other=other, verdict=verdict, likeness=likeness)
        match.full_clean()
        match.save()
        group = _group(match_model, {one.pk})
        if verdict == Sameness.SAME:
            _stand_for(model, group)
        _refuse_contradiction(match_model, group)
        return match


def take_back(*, match, user, reason=""):
    """The decision was wrong: both rows stand for themselves, or for what else is the same as they are."""
    match_model, model = type(match), type(match.one)
    with acting(user, reason or _("撤回重复核对")):
        _hold(model, match.one, match.other, user=user)
        match_model.objects.filter(pk=match.pk).delete()
        for pk in (match.one_id, match.other_id):
            _stand_for(model, _group(match_model, {pk}))


def _hold(model, *rows, user):
    """The rows as stored, locked, in the order of their numbers."""
    keys = sorted(row.pk for row in rows)
    held = list(model.objects.select_for_update(of=["self"]).select_related("community").filter(pk__in=keys))
    held.sort(key=lambda row: row.pk)
    check_reach(user, *[row.community for row in held], field=None)
    if len(held) != len(set(keys)):
        raise refusal(None, _("其中一条记录已不存在,请刷新页面。"), "conflict")
    return held


def _group(match_model, keys):
    """All rows decided to be the same as these."""
    while True:
        same = match_model.objects.filter(Q(one__in=keys) | Q(other__in=keys), verdict=Sameness.SAME)
        grown = keys | {pk for pair in same.values_list("one", "other") for pk in pair}
        if grown == keys:
            return keys
        keys = grown


def _stand_for(model, keys):
    """The row that began first stands for the group."""
    rows = sorted(model.objects.filter(pk__in=keys), key=lambda row: (row.started_on or datetime.date.min, row.pk))
    first = rows[0]
    model.objects.filter(pk=first.pk).exclude(same_as=None).update(same_as=None)
    model.objects.filter(pk__in=[row.pk for row in rows[1:]]).exclude(same_as=first).update(same_as=first)
    stray = model.objects.filter(pk__in=[row.pk for row in rows[1:]], same_as=None)
    stray.update(same_as=first)


def _refuse_contradiction(match_model, keys):
    apart = match_model.objects.filter(one__in=keys, other__in=keys, verdict=Sameness.DIFFERENT)
    contradiction = apart.select_related("one", "other").first()
    if contradiction:
        text = _("与已有判断矛盾:“%(one)s”和“%(other)s”不能既是同一个,又不是同一个。请先撤回其中一项判断。")
        raise refusal(None, text, "conflict", one=contradiction.one, other=contradiction.other)
