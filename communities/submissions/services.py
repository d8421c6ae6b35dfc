"""The steps of a community's submission. Each is one transaction, with who and why, and leaves one event.

`version` is the one the page showed: a step at a submission that has moved on since is refused with the code `stale`.
"""

from contextlib import contextmanager

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from communities.choices import Role
from communities.models import Community, Explanation, ReturnReason, StreetBatch, Submission, SubmissionEvent
from communities.submissions import hands
from communities.submissions.checks import run_checks
from communities.submissions.choices import WITH_COMMUNITY, Action, BatchState, State
from records.history import acting
from records.refusals import as_validation_error


class NotReady(ValidationError):
    """The checks stop a submission. `findings` holds all of them; `unexplained` the warnings without a reason."""

    def __init__(self, findings, unexplained):
        self.findings, self.unexplained = findings, unexplained
        super().__init__([finding.sentence for finding in findings], code="not_ready")


@contextmanager
def taking_step(submission, *, user, reason="", version=None):
    """The submission and its street as stored now, locked for this step, in a transaction of the user's."""
    with acting(user, reason), as_validation_error():
        StreetBatch.objects.select_for_update().get(pk=submission.batch_id)
        rows = Submission.objects.select_for_update(of=["self"]).select_related("community", "period", "batch")
        stored = rows.get(pk=submission.pk)
        require_version(stored, version)
        yield stored


def require_version(row, version):
    if version is not None and row.version != version:
        text = _("您打开之后,状态已变为“%(state)s”,请刷新后再办理。")
        raise ValidationError(text % {"state": row.get_state_display()}, code="stale")


def require_state(row, *states):
    if row.state not in states:
        wanted = "、".join(str(state.label) for state in states)
        text = _("当前状态为“%(state)s”,只有“%(wanted)s”的才能这样办理。")
        raise ValidationError(text % {"state": row.get_state_display(), "wanted": wanted}, code="state")


def require_reason(reason):
    if not reason.strip():
        raise ValidationError(_("请写明原因。"), code="required")


def move(submission, state, action, *, user, reason="", **values):
    """Write a step down. The database refuses undeclared ones."""
    before, submission.state, submission.version = submission.state, state, submission.version + 1
    for name, value in values.items():
        setattr(submission, name, value)
    submission.save(update_fields=["state", "version", *values])
    return SubmissionEvent.objects.create(
        submission=submission, action=action, state_from=before, state_to=state, user=user, reason=reason
    )


def submit(*, submission, user, reason="", explanations=None, version=None):
    """The community hands in. Errors of the checks stop it; every warning needs a reason in `explanations` by key."""
    with taking_step(submission, user=user, reason=reason, version=version) as stored:
        hands.require_role(user, hands.submitter(stored.community.code), stored.community.code)
        require_state(stored, *WITH_COMMUNITY)
        explained = _explained(stored, explanations or {})
        now = timezone.now()
        first = stored.first_submitted_at or now
        values = {"submitted_at": now, "submitted_by": user, "first_submitted_at": first, "changed_at": None}
        blank = dict.fromkeys(["passed_at", "passed_by", "approved_at", "approved_by"])
        goes_to = State.SUBMITTED if hands.levels(stored.community.code).street else State.SENT
        event = move(stored, goes_to, Action.SUBMIT, user=user, reason=reason, **values, **blank)
        _answer_reasons(stored, now)
        Explanation.objects.bulk_create([Explanation(event=event, **values) for values in explained])
        _send_when_complete(stored, user)
    return stored


def _explained(submission, explanations):
    one = Community.objects.filter(pk=submission.community_id)
    findings = run_checks(communities=one, group=submission.group, period=submission.period)
    unexplained = [found for found in findings if not found.stops and not explanations.get(found.key, "").strip()]
    if unexplained or any(found.stops for found in findings):
        raise NotReady([found for found in findings if found.stops or found in unexplained], unexplained)
    return [
        {
            "check_slug": found.check,
            "table": found.table,
            "row_id": found.row_id,
            "sentence": found.sentence[:500],
            "reason": explanations[found.key].strip()[:500],
        }
        for found in findings
    ]


def _send_when_complete(submission, user):
    """Where no street reviews, the last community to hand in completes its street."""
    batch = submission.batch
    waiting = batch.submissions.expected().exclude(state=State.SENT)
    if submission.state == State.SENT and not waiting.exists():
        move_batch(batch, BatchState.SENT, sent_at=timezone.now(), sent_by=user)


def move_batch(batch, state, **values):
    batch.state, batch.version = state, batch.version + 1
    for name, value in values.items():
        setattr(batch, name, value)
    batch.save(update_fields=["state", "version", *values])


def _answer_reasons(submission, now):
    """Whoever hands it on again has dealt with what it was given back for."""
    ReturnReason.objects.filter(event__submission=submission).still_open().update(answered_at=now)


def withdraw(*, submission, user, reason="", version=None):
    """The community takes back what nobody has reviewed yet; it then counts as not handed in."""
    with taking_step(submission, user=user, reason=reason, version=version) as stored:
        hands.require_role(user, hands.submitter(stored.community.code), stored.community.code)
        require_state(stored, State.SUBMITTED)
        blank = dict.fromkeys(["submitted_at", "submitted_by", "first_submitted_at", "changed_at"])
        move(stored, State.NOT_SUBMITTED, Action.WITHDRAW, user=user, reason=reason, **blank)
    return stored


def pass_submission(*, submission, user, reason="", version=None):
    """The street finds it in order: not the person who handed it in or entered it, and nothing changed since."""
    with taking_step(submission, user=user, reason=reason, version=version) as stored:
        code = stored.community.code
        hands.require_role(user, Role.STREET_REVIEWER, code)
        require_level(hands.levels(code).street)
        require_state(stored, State.SUBMITTED)
        require_unchanged(stored)
        require_another(stored, user)
        hands.require_other_author(user, group=stored.group, period=stored.period, code=code)
        now = timezone.now()
        move(stored, State.PASSED, Action.PASS, user=user, reason=reason, passed_at=now, passed_by=user)
        _answer_reasons(stored, now)
    return stored


def return_submission(*, submission, user, reason, rows=(), version=None):
    """The street gives it back to the community, because; `rows` = [{"table", "row_id", "sentence"}, …] say where."""
    require_reason(reason)
    with taking_step(submission, user=user, reason=reason, version=version) as stored:
        code = stored.community.code
        hands.require_role(user, Role.STREET_REVIEWER, code)
        require_level(hands.levels(code).street)
        require_state(stored, State.SUBMITTED, State.PASSED)
        blank = dict.fromkeys(["passed_at", "passed_by", "changed_at"])
        event = move(stored, State.RETURNED, Action.RETURN, user=user, reason=reason, **blank)
        write_reasons(event, rows, reason)
    return stored


def require_level(takes_part):
    if not takes_part:
        raise ValidationError(_("本区县未启用这一级审核。"), code="level_off")


def require_unchanged(submission):
    if submission.is_changed:
        text = _("%(name)s在提交后数据又有变动,请退回后重新提交。")
        raise ValidationError(text % {"name": submission.community}, code="changed")


def require_another(submission, user):
    if submission.submitted_by_id == user.pk:
        raise ValidationError(_("提交人不能审核自己提交的数据。"), code="own_work")


def write_reasons(event, rows, reason):
    """The sentences by row; where none names a row, the reason stands for the whole."""
    rows = list(rows) or [{"sentence": reason}]
    ReturnReason.objects.bulk_create([ReturnReason(event=event, **row) for row in rows])
