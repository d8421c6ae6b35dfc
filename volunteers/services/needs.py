"""A need of residents: somebody is found for it, it is met, or no longer wanted."""

from django.utils.translation import gettext as _

from communities.rules import UNTIL_TODAY, check_day, check_reach, refusal
from records.history import acting
from records.successors import set_exactly
from volunteers.choices import SETTLED, NeedState
from volunteers.models import Need


def _hold(need, user):
    stored = Need.objects.select_for_update(of=["self"]).select_related("community").get(pk=need.pk)
    check_reach(user, stored.community, field=None)
    if stored.state in SETTLED:
        raise refusal(None, _("该需求%(state)s,不能再办理。"), "order", state=stored.get_state_display())
    return stored


def _change(need, **values):
    names = set_exactly(need, **values)
    need.full_clean()
    need.save(update_fields=names)
    return need


def match_need(*, need, volunteer, user, reason=""):
    """Somebody takes it on; another one later instead of them."""
    with acting(user, reason or _("对接需求")):
        need = _hold(need, user)
        check_reach(user, volunteer.community, field="volunteer")
        if volunteer.ended_on:
            raise refusal("volunteer", _("该志愿者已于%(day)s退出。"), "order", day=volunteer.ended_on)
        return _change(need, state=NeedState.MATCHED, volunteer=volunteer)


def finish_need(*, need, on, user, reason=""):
    with acting(user, reason or _("需求办结")):
        need = _hold(need, user)
        check_day(on, ahead=UNTIL_TODAY)
        return _change(need, state=NeedState.DONE, settled_on=on)


def cancel_need(*, need, on, user, reason=""):
    with acting(user, reason or _("需求取消")):
        need = _hold(need, user)
        check_day(on, ahead=UNTIL_TODAY)
        return _change(need, state=NeedState.CANCELLED, settled_on=on)
