"""The steps of a street as a whole: sent to the county, approved and locked there, or given back one level."""

from contextlib import contextmanager

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from communities.choices import Role
from communities.models import StreetBatch, Submission, SubmissionEvent
from communities.submissions import hands
from communities.submissions.choices import Action, BatchState, State
from communities.submissions.services import (
    move,
    move_batch,
    require_another,
    require_level,
    require_reason,
    require_state,
    require_unchanged,
    require_version,
    write_reasons,
)
from records.history import acting
from records.refusals import as_validation_error


@contextmanager
def taking_street_step(batch, *, user, reason="", version=None):
    """The street as stored now with its expected submissions, all locked, in a transaction of the user's."""
    with acting(user, reason), as_validation_error():
        stored = StreetBatch.objects.select_for_update(of=["self"]).select_related("period").get(pk=batch.pk)
        rows = Submission.objects.expected().filter(batch=stored).select_related("community", "period").order_by("pk")
        submissions = list(rows.select_for_update(of=["self"]))
        require_version(stored, version)
        yield stored, submissions


def require_all(submissions, state):
    """The street is one: all its communities, or none."""
    behind = [submission for submission in submissions if submission.state != state]
    if behind or not submissions:
        names = "、".join(str(submission.community) for submission in behind[:6])
        text = _("还有%(number)s个社区未到“%(state)s”:%(names)s。")
        values = {"number": len(behind), "state": State(state).label, "names": names}
        raise ValidationError(text % values, code="incomplete")


def require_over(period):
    """What can still change is not locked."""
    if timezone.localdate() < period.day_after:
        text = _("%(period)s到%(day)s才结束,不能提前锁定。")
        raise ValidationError(text % {"period": period, "day": period.last_day}, code="period_running")


def send_street(*, batch, user, reason="", version=None):
    """The street hands all its communities to the county as one; where no county reviews, this locks them."""
    with taking_street_step(batch, user=user, reason=reason, version=version) as (stored, submissions):
        hands.require_role(user, Role.STREET_REVIEWER, stored.street)
        level = hands.levels(stored.street)
        require_level(level.street)
        require_state(stored, BatchState.COLLECTING, BatchState.RETURNED)
        require_all(submissions, State.PASSED)
        for submission in submissions:
            require_unchanged(submission)
        sent = {"sent_at": timezone.now(), "sent_by": user}
        if level.county:
            _move_all(submissions, State.SENT, Action.SEND, user, reason)
            move_batch(stored, BatchState.SENT, **sent)
        else:
            _lock(stored, submissions, Action.SEND, user, reason, **sent)
    return stored


def approve_street(*, batch, user, reason="", version=None):
    """The county approves: from now on the database refuses changes that touch the period."""
    with taking_street_step(batch, user=user, reason=reason, version=version) as (stored, submissions):
        hands.require_role(user, Role.COUNTY_REVIEWER, stored.street)
        require_level(hands.levels(stored.street).county)
        require_state(stored, BatchState.SENT)
        require_all(submissions, State.SENT)
        for submission in submissions:
            require_unchanged(submission)
            if submission.passed_by_id == user.pk:
                raise ValidationError(_("街道审核人不能同时是区县审核人。"), code="own_work")
        _lock(stored, submissions, Action.APPROVE, user, reason)
    return stored


def return_street(*, batch, user, reason, rows=(), version=None):
    """The county gives a street back, because. `rows` = [{"submission": id, "table", "row_id", "sentence"}, …].

    The communities named go back one level: to the street's desk, or to the community where no street reviews. The
    others keep what they have reached.
    """
    require_reason(reason)
    with taking_street_step(batch, user=user, reason=reason, version=version) as (stored, submissions):
        hands.require_role(user, Role.COUNTY_REVIEWER, stored.street)
        level = hands.levels(stored.street)
        require_level(level.county)
        require_state(stored, BatchState.SENT)
        by_submission = _rows_by_submission(rows, submissions)
        for submission in submissions:
            _return_one(submission, by_submission.get(submission.pk, []), level, user, reason)
        move_batch(stored, BatchState.RETURNED)
    return stored


def _rows_by_submission(rows, submissions):
    known, grouped = {submission.pk for submission in submissions}, {}
    for row in rows:
        values = dict(row)
        pk = values.pop("submission")
        if pk not in known:
            raise ValidationError(_("退回的社区不在该街道的这一批中。"), code="mismatch")
        grouped.setdefault(pk, []).append(values)
    if not grouped:
        raise ValidationError(_("请至少指出一个社区及原因。"), code="required")
    return grouped


def _return_one(submission, rows, level, user, reason):
    if not rows:
        if level.street:
            move(submission, State.PASSED, Action.RETURN_STREET, user=user, reason=reason)
        return
    blank = dict.fromkeys(["passed_at", "passed_by"])
    goes_to = State.SUBMITTED if level.street else State.RETURNED
    event = move(submission, goes_to, Action.RETURN_STREET, user=user, reason=reason, **blank)
    write_reasons(event, rows, reason)


def _lock(batch, submissions, action, user, reason, **values):
    require_over(batch.period)
    for submission in submissions:
        require_another(submission, user)
    hands.require_other_author(user, group=batch.group, period=batch.period, code=batch.street)
    now = timezone.now()
    _move_all(submissions, State.APPROVED, action, user, reason, approved_at=now, approved_by=user)
    move_batch(batch, BatchState.APPROVED, approved_at=now, approved_by=user, **values)


def _move_all(submissions, state, action, user, reason, **values):
    """One step of many: as `move`, in two statements."""
    before = {submission.pk: submission.state for submission in submissions}
    for submission in submissions:
        submission.state, submission.version = state, submission.version + 1
        for name, value in values.items():
            setattr(submission, name, value)
    Submission.objects.bulk_update(submissions, ["state", "version", *values])
    steps = {"action": action, "state_to": state, "user": user, "reason": reason}
    SubmissionEvent.objects.bulk_create(
        [SubmissionEvent(submission_id=pk, state_from=state_from, **steps) for pk, state_from in before.items()]
    )
