"""Who answers for a grid: appointed, handed over, linked to their file, ended."""

from django.utils.translation import gettext as _

from communities.rules import check_day, check_reach, refusal
from grids.models import GridDuty
from records.history import acting
from records.successors import set_exactly, successor
from records.text import normalise_name


def appoint_duty(*, grid, role, name, started_on, user, phone="", worker=None, reason=""):
    """Somebody takes on a duty in a grid."""
    with acting(user, reason or _("任命网格员")):
        check_reach(user, grid.community, field="grid")
        check_day(started_on, field="started_on")
        return _store(GridDuty(grid=grid, role=role, name=name, phone=phone, worker=worker, started_on=started_on))


def _store(duty):
    check_person(duty)
    if duty.grid.ended_on and duty.started_on >= duty.grid.ended_on:
        raise refusal("started_on", _("该网格已于%(day)s撤销。"), "order", day=duty.grid.ended_on)
    duty.full_clean()
    duty.save()
    return duty


def check_person(duty):
    """Whoever is linked to a file has the name of the file."""
    if duty.worker_id and not duty.name:
        duty.name = duty.worker.name
    duty.name = normalise_name(duty.name)
    if duty.worker_id and duty.name != duty.worker.name:
        text = _("姓名“%(name)s”与人员编号%(number)s登记的“%(other)s”不符,请核对。")
        values = {"name": duty.name, "number": duty.worker.staff_no, "other": duty.worker.name}
        raise refusal("worker", text, "mismatch", **values)


def hold_duty(duty, *, on, user):
    """The duty as stored, locked, and fit to be changed on the day."""
    held = GridDuty.objects.select_for_update(of=["self"]).select_related("grid__community", "worker")
    duty = held.filter(pk=duty.pk).first()
    if duty is None:
        raise refusal("on", _("这条网格员记录已不存在,请刷新后再办理。"), "conflict")
    check_reach(user, duty.grid.community, field="on")
    check_day(on)
    if on <= duty.started_on:
        text = _("日期须晚于任职日期%(day)s;如属误录,请修改或删除这条记录。")
        raise refusal("on", text, "order", day=duty.started_on)
    if duty.ended_on and on >= duty.ended_on:
        raise refusal("on", _("这项职责已于%(day)s结束,不能再办理。"), "order", day=duty.ended_on)
    return duty


def close_duty(duty, *, on):
    """The day is the first one no longer."""
    names = set_exactly(duty, ended_on=on)
    duty.full_clean()
    duty.save(update_fields=names)
    return duty


def end_duty(*, duty, on, user, reason=""):
    """Somebody gives up the duty; the grid may then be without anyone."""
    with acting(user, reason or _("网格员离任")):
        return close_duty(hold_duty(duty, on=on, user=user), on=on)


def hand_over_duty(*, duty, on, user, name="", phone="", worker=None, reason=""):
    """The duty passes to somebody else on the day. Returns the new one."""
    with acting(user, reason or _("网格员交接")):
        duty = hold_duty(duty, on=on, user=user)
        following = successor(duty, name=name, phone=phone, worker=worker, started_on=on, ended_on=None)
        check_person(following)
        if (following.name, following.worker_id) == (duty.name, duty.worker_id):
            raise refusal("name", _("接任的仍是%(name)s,请填写接任人。"), "conflict", name=duty.name)
        close_duty(duty, on=on)
        return _store(following)


def link_worker(*, duty, worker, user, reason=""):
    """The person is on file as a staff member: from now on the two count as one."""
    with acting(user, reason or _("关联社区工作者")):
        duty = GridDuty.objects.select_for_update(of=["self"]).select_related("grid__community").get(pk=duty.pk)
        check_reach(user, duty.grid.community, field="worker")
        check_reach(user, worker.community, field="worker")
        duty.worker = worker
        check_person(duty)
        duty.full_clean()
        duty.save(update_fields=["worker"])
        return duty
