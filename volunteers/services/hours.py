"""Hours are verified by a second person: neither the volunteer nor whoever entered them."""

from django.utils import timezone
from django.utils.translation import gettext as _

from communities.rules import check_reach, refusal
from records.history import acting
from records.models import Change
from volunteers.models import Participation


def _hold(participation, user):
    rows = Participation.objects.select_for_update(of=["self"]).select_related("activity__community")
    stored = rows.get(pk=participation.pk)
    check_reach(user, stored.activity.community, field=None)
    return stored


def _refuse_elsewhere(participation):
    """Registrations decided to be one person are at one place at a time, too."""
    times = {"starts_at": participation.starts_at, "ends_at": participation.ends_at}
    rows = Participation.objects.meanwhile(volunteer=participation.volunteer, **times).select_related("volunteer")
    if (other := rows.first()) is not None:
        text = _("%(name)s在%(platform)s的登记同一时间已有服务记录(%(begins)s起),请核对活动时间。")
        platform = other.volunteer.platform or _("社区")
        begins = f"{timezone.localtime(other.starts_at):%Y-%m-%d %H:%M}"
        raise refusal("volunteer", text, "overlap", name=other.name, platform=platform, begins=begins)


def _entered_by(participation):
    """The accounts that wrote the hours down: the first, and the one that changed them last."""
    changed = Change.of(participation).filter(op=Change.Op.UPDATE, after__has_key="hours").first()
    return {participation.created_by_id, changed.event.user_id if changed else None} - {None}


def record_hours(*, activity, volunteer, hours, user, reason=""):
    """Somebody was there, for so long."""
    with acting(user, reason or _("登记服务时长")):
        check_reach(user, activity.community, volunteer.community, field="volunteer")
        participation = Participation(activity=activity, volunteer=volunteer, hours=hours)
        participation.follow()
        _refuse_elsewhere(participation)
        participation.full_clean()
        participation.save()
        return participation


def verify_hours(*, participation, user, reason=""):
    """The account confirms that the volunteer has done these hours."""
    with acting(user, reason or _("核实服务时长")):
        stored = _hold(participation, user)
        if stored.verified_at:
            raise refusal(None, _("这条时长已由%(name)s核实。"), "order", name=stored.verified_by)
        if user.pk in _entered_by(stored):
            raise refusal(None, _("录入时长的人不能自己核实,请由另一人核实。"), "conflict")
        stored.verified_by, stored.verified_at, stored.verifier = str(user), timezone.now(), user
        stored.full_clean()
        stored.save(update_fields=["verified_by", "verified_at", "verifier"])
        return stored


def withdraw_verification(*, participation, user, reason):
    """What was verified by mistake is to be verified anew."""
    with acting(user, reason):
        stored = _hold(participation, user)
        stored.verified_by, stored.verified_at, stored.verifier = "", None, None
        stored.save(update_fields=["verified_by", "verified_at", "verifier"])
        return stored
