"""Volunteers come and go, teams come to an end."""

from django.utils.translation import gettext as _

from communities.rules import check_day, check_exists, check_reach, refusal
from records.copying import next_ids
from records.history import acting
from records.successors import set_exactly
from volunteers.models import Team, Volunteer
from volunteers.models.people import OWN_NUMBER


def register_volunteer(*, volunteer, user, reason=""):
    """A new volunteer (unsaved). One without a platform gets a number of the system's."""
    with acting(user, reason or _("登记志愿者")):
        check_reach(user, volunteer.community)
        if volunteer.started_on:
            check_day(volunteer.started_on, field="started_on")
            check_exists(volunteer.community, volunteer.started_on, field="started_on")
        if not volunteer.platform:
            (volunteer.pk,) = next_ids(Volunteer, 1)
            volunteer.platform_no = OWN_NUMBER.format(volunteer.pk)
        volunteer.full_clean(exclude=["id"])
        volunteer.save(force_insert=True)
        return volunteer


def _end(row, *, on, user, still):
    """The row as stored, locked and closed on the day."""
    row = type(row).objects.select_for_update(of=["self"]).select_related("community").get(pk=row.pk)
    check_reach(user, row.community, field="on")
    check_day(on)
    if row.ended_on:
        raise refusal("on", still, "order", day=row.ended_on)
    if row.started_on and on < row.started_on:
        raise refusal("on", _("日期不能早于%(day)s。"), "order", day=row.started_on)
    names = set_exactly(row, ended_on=on)
    row.full_clean()
    row.save(update_fields=names)
    return row


def leave_service(*, volunteer, on, user, reason=""):
    """Somebody is no longer a volunteer from the day on; their hours stay."""
    with acting(user, reason or _("志愿者退出")):
        return _end(volunteer, on=on, user=user, still=_("该志愿者已于%(day)s退出。"))


def dissolve_team(*, team, on, user, reason=""):
    """A team ends; its members go on as volunteers of the community."""
    with acting(user, reason or _("志愿服务队解散")):
        team = _end(team, on=on, user=user, still=_("该队伍已于%(day)s解散。"))
        Volunteer.objects.filter(team=team, ended_on=None).update(team=None)
        return Team.objects.select_related("community").get(pk=team.pk)
