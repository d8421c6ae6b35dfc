"""Three hands: the community hands in, the street passes and sends, the county approves; nobody skips a step."""

import datetime
import threading
from datetime import date
from functools import partial

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from communities.choices import Role
from communities.models import (
    Headcount,
    Posting,
    Reminder,
    ReportingPeriod,
    ReturnReason,
    ReviewSetting,
    StreetBatch,
    Submission,
)
from communities.submissions import calendar, groups, hands, periods, rates, reminders
from communities.submissions import services as steps
from communities.submissions import street_services as street_steps
from communities.submissions.choices import Action, BatchState, Rhythm, State
from communities.submissions.forms import ReturnForm, SubmitForm
from jobs.services import enqueue, run_here
from tests.communities.offices import (
    LAST,
    STREET,
    Office,
    bring_to,
    lock,
    make_counted,
    make_submission,
    make_user,
    sent_once,
)
from tests.factories import make_area, make_community, make_headcount
from tests.threads import at_once

pytestmark = pytest.mark.django_db


@pytest.fixture
def office():
    return Office()


@pytest.fixture
def east():
    community = make_community(street=STREET, name="东风社区居民委员会")
    make_counted(community)
    return community


@pytest.fixture
def submission(east):
    return make_submission(east)


def code_of(caught):
    return caught.value.code if hasattr(caught.value, "code") else caught.value.error_list[0].code


def test_from_the_community_to_the_lock(submission, office):
    bring_to(submission, State.APPROVED, office)
    story = submission.events.order_by("pk").values_list("action", "state_from", "state_to", "user")
    assert list(story) == [
        ("submit", "not_submitted", "submitted", office.clerk.pk),
        ("pass", "submitted", "passed", office.reviewer.pk),
        ("send", "passed", "sent", office.reviewer.pk),
        ("approve", "sent", "approved", office.county.pk),
    ]
    assert submission.batch.state == BatchState.APPROVED
    assert (submission.submitted_by, submission.passed_by, submission.approved_by) == (
        office.clerk,
        office.reviewer,
        office.county,
    )


# A4: every state × action × role

DECLARED = {
    "submit": ({"not_submitted", "returned"}, {Role.COMMUNITY_CLERK}),
    "withdraw": ({"submitted"}, {Role.COMMUNITY_CLERK}),
    "pass": ({"submitted"}, {Role.STREET_REVIEWER}),
    "return": ({"submitted", "passed"}, {Role.STREET_REVIEWER}),
    "send": ({"passed"}, {Role.STREET_REVIEWER}),
    "approve": ({"sent"}, {Role.COUNTY_REVIEWER}),
    "return_street": ({"sent"}, {Role.COUNTY_REVIEWER}),
}


def take(action, submission, user, **kw):
    at_street = {
        "send": street_steps.send_street,
        "approve": street_steps.approve_street,
        "return_street": street_steps.return_street,
    }
    if action == "return_street":
        kw |= {"reason": "不符", "rows": [{"submission": submission.pk, "sentence": "户数不符"}]}
    if action in at_street:
        return at_street[action](batch=submission.batch, user=user, **kw)
    at_community = {"submit": steps.submit, "withdraw": steps.withdraw, "pass": steps.pass_submission}
    if action == "return":
        return steps.return_submission(submission=submission, user=user, reason="户数不符", **kw)
    return at_community[action](submission=submission, user=user, **kw)


def put(submission, state, office):
    """In the state by plain updates over declared steps, signed by the office's people."""
    now = timezone.now()
    signed = {"submitted_by": office.clerk, "submitted_at": now, "passed_by": office.reviewer, "passed_at": now}
    signed |= {"approved_by": office.county, "approved_at": now}
    paths = {"not_submitted": [], "returned": ["submitted", "returned"]}
    path = ["submitted", "passed", "sent", "approved"]
    for step in paths.get(state, path[: path.index(state) + 1] if state in path else []):
        Submission.objects.filter(pk=submission.pk).update(state=step, **signed)
    batch = {"sent": "sent", "approved": "approved"}.get(state, "collecting")
    signed = {"approved_by": office.county, "approved_at": now}
    StreetBatch.objects.filter(pk=submission.batch_id).update(state=batch, **signed)


@pytest.mark.parametrize("action", DECLARED)
@pytest.mark.parametrize("state", State.values)
def test_only_declared_steps_by_the_declared_role(submission, office, state, action):
    put(submission, state, office)
    people = {role: make_user(role, STREET if role != Role.COUNTY_REVIEWER else STREET[:6]) for role in Role}
    nobody = make_user()
    root = make_user()
    root.is_superuser = True
    root.save()
    states, roles = DECLARED[action]
    for role, user in [*people.items(), ("no posting", nobody), ("superuser", root)]:
        mark = transaction.savepoint()
        allowed = state in states and role in roles
        try:
            take(action, Submission.objects.get(pk=submission.pk), user)
            went = True
        except (PermissionDenied, ValidationError):
            went = False
        assert went is allowed, (role, state, action)
        assert (Submission.objects.get(pk=submission.pk).state != state) is allowed
        transaction.savepoint_rollback(mark)


STEPS = {
    ("not_submitted", "submitted"), ("not_submitted", "sent"), ("returned", "submitted"), ("returned", "sent"),
    ("submitted", "not_submitted"), ("submitted", "passed"), ("submitted", "returned"), ("passed", "returned"),
    ("passed", "sent"), ("passed", "approved"), ("sent", "submitted"), ("sent", "passed"), ("sent", "returned"),
    ("sent", "approved"),
}  # fmt: skip


@pytest.mark.parametrize("before", State.values)
def test_the_database_knows_the_declared_steps(submission, office, before):
    put(submission, before, office)
    for after in set(State.values) - {before}:
        mark = transaction.savepoint()
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute("UPDATE communities_submission SET state = %s WHERE id = %s", [after, submission.pk])
            went = True
        except IntegrityError:
            went = False
        # A step that needs a signature it does not have yet is refused as well.
        assert went <= ((before, after) in STEPS), (before, after)
        transaction.savepoint_rollback(mark)


@pytest.mark.parametrize(("before", "after"), sorted(STEPS))
def test_signed_declared_steps_pass_the_database(submission, office, before, after):
    put(submission, before, office)
    now = timezone.now()
    signed = {"submitted_by": office.clerk, "submitted_at": now, "passed_by": office.reviewer, "passed_at": now}
    signed |= {"approved_by": office.county, "approved_at": now}
    assert Submission.objects.filter(pk=submission.pk).update(state=after, **signed) == 1


def test_control_without_the_trigger_a_step_is_skipped(submission, office):
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE communities_submission DISABLE TRIGGER declared_step")
    signed = {"submitted_by": office.clerk, "submitted_at": timezone.now()}
    signed |= {"approved_by": office.county, "approved_at": timezone.now()}
    assert Submission.objects.update(state="approved", **signed) == 1


def test_nothing_is_born_submitted(submission, office):
    with pytest.raises(IntegrityError), transaction.atomic():
        Submission.objects.create(
            community=make_community(), period=submission.period, group="population", batch=submission.batch,
            state="submitted", submitted_by=office.clerk, submitted_at=timezone.now(),
        )  # fmt: skip


# A5: nobody approves their own work


def also(user, role, area):
    Posting.objects.create(user=user, role=role, area_code=area, started_on=date(2020, 1, 1))


def test_who_hands_in_does_not_pass(submission, office):
    also(office.clerk, Role.STREET_REVIEWER, STREET)
    bring_to(submission, State.SUBMITTED, office)
    with pytest.raises(ValidationError) as caught:
        steps.pass_submission(submission=submission, user=office.clerk)
    assert code_of(caught) == "own_work"


def test_who_entered_the_rows_does_not_pass(submission, east, office):
    from records.history import acting

    with acting(office.reviewer, "代填"):
        Headcount.objects.filter(community=east).update(residents=3001)
    bring_to(submission, State.SUBMITTED, office)
    with pytest.raises(ValidationError, match="您录入或修改过本期的人口户数"):
        steps.pass_submission(submission=submission, user=office.reviewer)
    steps.pass_submission(submission=submission, user=make_user(Role.STREET_REVIEWER, STREET))


@pytest.mark.parametrize("who", ["clerk", "reviewer"])
def test_who_handed_in_or_passed_does_not_approve(submission, office, who):
    user = getattr(office, who)
    also(user, Role.COUNTY_REVIEWER, STREET[:6])
    bring_to(submission, State.SENT, office)
    with pytest.raises(ValidationError) as caught:
        street_steps.approve_street(batch=submission.batch, user=user)
    assert code_of(caught) == "own_work"
    assert Submission.objects.get().state == State.SENT


def test_the_database_refuses_a_reviewer_of_their_own_work(submission, office):
    put(submission, "sent", office)
    with pytest.raises(IntegrityError, match="submission_reviewed_by_another"), transaction.atomic():
        Submission.objects.update(state="approved", approved_by=office.clerk, approved_at=timezone.now())


# Reach and postings


def test_a_reviewer_elsewhere_has_no_say(submission, office):
    bring_to(submission, State.SUBMITTED, office)
    for user in [make_user(Role.STREET_REVIEWER, f"{STREET[:6]}002"), make_user(Role.STREET_REVIEWER, "110101001")]:
        with pytest.raises(PermissionDenied):
            steps.pass_submission(submission=submission, user=user)
    assert Submission.objects.visible_to(user).count() == 0


def test_a_posting_that_has_ended_counts_no_more(submission, office):
    Posting.objects.filter(user=office.clerk).update(ended_on=timezone.localdate())
    with pytest.raises(PermissionDenied):
        steps.submit(submission=submission, user=office.clerk)


# A level switched off


def test_without_the_community_the_street_clerk_hands_in(submission, office):
    ReviewSetting.objects.create(county=STREET[:6], community_level=False)
    with pytest.raises(PermissionDenied):
        steps.submit(submission=submission, user=office.clerk)
    steps.submit(submission=submission, user=make_user(Role.STREET_CLERK, STREET))
    assert Submission.objects.get().state == State.SUBMITTED


def test_without_the_street_the_last_community_completes_it(submission, office):
    ReviewSetting.objects.create(county=STREET[:6], street_level=False)
    west = make_community(street=STREET)
    make_counted(west)
    other = make_submission(west)
    assert steps.submit(submission=submission, user=office.clerk).state == State.SENT
    submission.batch.refresh_from_db()
    assert submission.batch.state == BatchState.COLLECTING
    steps.submit(submission=other, user=office.clerk)
    rows = [{"submission": other.pk, "sentence": "户数偏低"}]
    street_steps.return_street(batch=submission.batch, user=office.county, reason="核对", rows=rows)
    states = dict(Submission.objects.values_list("pk", "state"))
    assert states == {submission.pk: State.SENT, other.pk: State.RETURNED}
    steps.submit(submission=other, user=office.clerk)
    street_steps.approve_street(batch=submission.batch, user=office.county)
    assert set(Submission.objects.values_list("state", flat=True)) == {State.APPROVED}


def test_without_the_county_sending_locks(submission, office):
    ReviewSetting.objects.create(county=STREET[:6], county_level=False)
    bring_to(submission, State.PASSED, office)
    street_steps.send_street(batch=submission.batch, user=office.reviewer)
    submission.refresh_from_db()
    assert (submission.state, submission.approved_by) == (State.APPROVED, office.reviewer)


def test_one_review_always_remains():
    with pytest.raises(IntegrityError, match="one_review_remains"), transaction.atomic():
        ReviewSetting.objects.create(county=STREET[:6], street_level=False, county_level=False)


# Returning, one level down, with reasons


def test_the_street_returns_with_a_reason_for_each_row(submission, office):
    row = Headcount.objects.get()
    bring_to(submission, State.SUBMITTED, office)
    rows = [{"table": "communities_headcount", "row_id": row.pk, "sentence": "户数与人口不符"}]
    steps.return_submission(submission=submission, user=office.reviewer, reason="请核对", rows=rows)
    reason = ReturnReason.objects.still_open().get()
    assert (reason.table, reason.row_id, reason.sentence) == ("communities_headcount", row.pk, "户数与人口不符")
    submission.refresh_from_db()
    first = submission.first_submitted_at
    steps.submit(submission=submission, user=office.clerk)
    submission.refresh_from_db()
    assert not ReturnReason.objects.still_open().exists()
    assert (submission.state, submission.first_submitted_at) == (State.SUBMITTED, first)


@pytest.mark.parametrize("step", [steps.return_submission, street_steps.return_street])
def test_no_return_without_a_reason(submission, office, step):
    key = "batch" if step is street_steps.return_street else "submission"
    with pytest.raises(ValidationError, match="请写明原因"):
        step(**{key: getattr(submission, key, submission)}, user=office.county, reason=" ")


def test_the_county_returns_to_the_street_not_to_the_community(submission, office):
    west = make_community(street=STREET)
    make_counted(west)
    other = make_submission(west)
    bring_to_passed = [submission, other]
    for one in bring_to_passed:
        bring_to(one, State.PASSED, office)
    street_steps.send_street(batch=submission.batch, user=office.reviewer)
    rows = [{"submission": submission.pk, "sentence": "户数不符"}]
    street_steps.return_street(batch=submission.batch, user=office.county, reason="一处不符", rows=rows)
    states = dict(Submission.objects.values_list("pk", "state"))
    assert states == {submission.pk: State.SUBMITTED, other.pk: State.PASSED}
    assert submission.batch.__class__.objects.get().state == BatchState.RETURNED
    submission.refresh_from_db()
    steps.pass_submission(submission=submission, user=office.reviewer)
    street_steps.send_street(batch=submission.batch, user=office.reviewer)
    street_steps.approve_street(batch=submission.batch, user=office.county)
    assert set(Submission.objects.values_list("state", flat=True)) == {State.APPROVED}


def test_a_return_names_communities_of_the_street(submission, office):
    bring_to(submission, State.SENT, office)
    for rows in [[], [{"submission": submission.pk + 1, "sentence": "别处"}]]:
        with pytest.raises(ValidationError):
            street_steps.return_street(batch=submission.batch, user=office.county, reason="一处", rows=rows)


def test_a_street_is_sent_whole(submission, office):
    west = make_submission(make_community(street=STREET, name="西园社区居民委员会"))
    bring_to(submission, State.PASSED, office)
    with pytest.raises(ValidationError, match="还有1个社区未到“通过\\(街道\\)”:西园社区居民委员会"):
        street_steps.send_street(batch=west.batch, user=office.reviewer)


def test_a_community_abolished_in_the_period_is_not_waited_for(submission, office):
    west = make_community(street=STREET)
    make_submission(west)
    west.abolished_on = date(2026, 8, 1)
    west.save()
    bring_to(submission, State.SENT, office)
    assert submission.batch.state == BatchState.SENT


# Changed after it was handed in


@pytest.mark.parametrize(
    ("state", "action", "who"),
    [("submitted", "pass", "reviewer"), ("passed", "send", "reviewer"), ("sent", "approve", "county")],
)
def test_what_has_changed_since_goes_no_further(submission, east, office, state, action, who):
    bring_to(submission, state, office)
    Headcount.objects.filter(community=east).update(residents=9)
    with pytest.raises(ValidationError) as caught:
        take(action, Submission.objects.get(), getattr(office, who))
    assert code_of(caught) == "changed"
    assert list(Submission.objects.changed()) == [submission]


def test_handed_in_again_it_is_checked_again(submission, east, office):
    bring_to(submission, State.SUBMITTED, office)
    Headcount.objects.filter(community=east).update(urban_residents=4000)
    steps.withdraw(submission=submission, user=office.clerk)
    with pytest.raises(steps.NotReady):
        steps.submit(submission=submission, user=office.clerk)
    Headcount.objects.filter(community=east).update(urban_residents=2000)
    steps.submit(submission=submission, user=office.clerk)
    assert not Submission.objects.get().is_changed


# Checks


def test_errors_stop_and_name_the_figures(submission, east, office):
    Headcount.objects.filter(community=east).update(urban_residents=3200)
    with pytest.raises(steps.NotReady) as caught:
        steps.submit(submission=submission, user=office.clerk)
    assert caught.value.messages == ["2026-09-30:城镇常住人口3200大于常住人口3000,多200。"]
    assert Submission.objects.get().state == State.NOT_SUBMITTED


def test_a_warning_needs_a_reason_which_the_reviewer_reads(submission, east, office):
    make_headcount(east, on=date(2026, 6, 30), residents=3000, households=500)
    with pytest.raises(steps.NotReady) as caught:
        steps.submit(submission=submission, user=office.clerk)
    (finding,) = caught.value.unexplained
    with pytest.raises(steps.NotReady):
        steps.submit(submission=submission, user=office.clerk, explanations={finding.key: "  "})
    steps.submit(submission=submission, user=office.clerk, explanations={finding.key: "新建小区交付"})
    explanation = submission.events.get().explanations.get()
    assert (explanation.sentence, explanation.reason) == (finding.sentence, "新建小区交付")


def test_the_form_asks_a_reason_for_each_warning_and_keeps_it_with_that_warning(submission, east, office):
    make_headcount(east, on=date(2026, 6, 30), residents=1500, households=500)
    form = SubmitForm(submission=submission)
    labels = {name: field.label for name, field in form.fields.items() if name.startswith("warning_")}
    assert [label[:4] for label in labels.values()] == ["常住人口", "常住户数"]
    assert not SubmitForm(sent_once(version="0"), submission=submission).is_valid()
    said = {name: f"{label[:4]}:新建小区交付" for name, label in labels.items()}
    form = SubmitForm(sent_once(version="0", **said), submission=submission)
    assert form.is_valid(), form.errors
    assert form.cleaned_data["version"] == 0
    steps.submit(submission=submission, user=office.clerk, explanations=form.explanations)
    for explanation in submission.events.get().explanations.all():
        assert explanation.reason == f"{explanation.sentence[:4]}:新建小区交付"


def test_the_form_shows_errors_and_is_not_valid(submission, east):
    Headcount.objects.filter(community=east).update(urban_residents=3200)
    form = SubmitForm(sent_once(version="0"), submission=submission)
    assert not form.is_valid()
    assert "城镇常住人口3200大于常住人口3000" in str(form.errors)


def test_the_return_form_needs_a_reason(submission):
    assert not ReturnForm(sent_once(version="1", reason=" "), submission=submission).is_valid()
    row = Headcount.objects.get()
    data = sent_once(version="1", reason="请核对", rows=f"communities_headcount:{row.pk}:户数不符\n整体偏低")
    form = ReturnForm(data, submission=submission)
    assert form.is_valid(), form.errors
    assert form.rows == [
        {"table": "communities_headcount", "row_id": row.pk, "sentence": "户数不符"},
        {"table": "", "row_id": None, "sentence": "整体偏低"},
    ]


# Not before the period is over


@pytest.fixture
def running(office):
    """A submission of the quarter that is not over yet."""
    community = make_community(street=STREET)
    today = timezone.localdate()
    make_headcount(community, on=today, residents=3000, households=1000)
    return make_submission(community, on=today)


def test_a_running_period_is_not_locked(running, office):
    bring_to(running, State.SENT, office)
    with pytest.raises(ValidationError) as caught:
        street_steps.approve_street(batch=running.batch, user=office.county)
    assert code_of(caught) == "period_running"
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        Submission.objects.update(state="approved", approved_by=office.county, approved_at=timezone.now())
    assert caught.value.__cause__.diag.constraint_name == "submission_period_over"


# R5: at the same time


def test_a_page_that_is_out_of_date_is_told_so(submission, office):
    bring_to(submission, State.SUBMITTED, office)
    with pytest.raises(ValidationError, match="状态已变为“已报”") as caught:
        steps.return_submission(submission=submission, user=office.reviewer, reason="核对", version=0)
    assert code_of(caught) == "stale"


ROUNDS = 10


@pytest.mark.django_db(transaction=True)
def test_r5_of_two_approvals_at_once_one_counts():
    """R5, of approvals"""
    office = Office(STREET[:6])
    second = make_user(Role.COUNTY_REVIEWER, STREET[:6])
    for number in range(ROUNDS):
        community = make_community(street=f"{STREET[:6]}{number:03}")
        make_counted(community)
        submission = make_submission(community)
        bring_to_sent(submission, office)
        batch = StreetBatch.objects.get(pk=submission.batch_id)
        approve = partial(street_steps.approve_street, batch=batch, version=batch.version)
        answers = at_once(partial(approve, user=office.county), partial(approve, user=second))
        assert [answer.code for answer in answers if isinstance(answer, ValidationError)] == ["stale"]
        assert submission.events.filter(action=Action.APPROVE).count() == 1


def bring_to_sent(submission, office):
    steps.submit(submission=submission, user=office.clerk)
    steps.pass_submission(submission=submission, user=office.reviewer)
    street_steps.send_street(batch=submission.batch, user=office.reviewer)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("ends", ["commit", "rollback"])
def test_an_approval_waits_for_a_change_that_has_begun(ends):
    """Whoever writes into the period is seen by the approval, even before they commit."""
    office, community = Office(), make_community(street=STREET)
    make_counted(community)
    submission = make_submission(community)
    bring_to_sent(submission, office)
    answers, begun = [], threading.Event()

    def approve():
        begun.wait(10)
        try:
            answers.append(street_steps.approve_street(batch=submission.batch, user=office.county))
        except ValidationError as refused:
            answers.append(refused)
        finally:
            connection.close()

    thread = threading.Thread(target=approve)
    thread.start()
    with transaction.atomic():
        Headcount.objects.update(residents=1)
        begun.set()
        wait_until_blocked()
        transaction.set_rollback(ends == "rollback")
    thread.join(60)
    submission.refresh_from_db()
    changed = ends == "commit"
    assert isinstance(answers[0], ValidationError) is changed
    assert (submission.state, submission.is_changed) == ("sent" if changed else "approved", changed)


def wait_until_blocked():
    """Until somebody waits for a lock of ours, at most ten seconds."""
    until = datetime.datetime.now(tz=datetime.UTC) + datetime.timedelta(seconds=10)
    with connection.cursor() as cursor:
        while datetime.datetime.now(tz=datetime.UTC) < until:
            cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
            if cursor.fetchone()[0]:
                return
    pytest.fail("nobody waits")


@pytest.mark.django_db(transaction=True)
def test_a_change_waits_for_an_approval_that_has_begun_and_is_refused():
    office, community = Office(), make_community(street=STREET)
    make_counted(community)
    submission = make_submission(community)
    bring_to_sent(submission, office)
    answers, begun = [], threading.Event()

    def write():
        begun.wait(10)
        try:
            answers.append(Headcount.objects.update(residents=1))
        except IntegrityError as refused:
            answers.append(refused.__cause__.diag.constraint_name)
        finally:
            connection.close()

    thread = threading.Thread(target=write)
    thread.start()
    with transaction.atomic():
        street_steps.approve_street(batch=submission.batch, user=office.county)
        begun.set()
        wait_until_blocked()
    thread.join(60)
    assert answers == ["period_locked"]
    assert Headcount.objects.get().residents == 3000


# Periods


@pytest.mark.parametrize(
    ("rhythm", "day", "first", "after", "title"),
    [
        (Rhythm.MONTH, date(2028, 2, 29), date(2028, 2, 1), date(2028, 3, 1), "2028年2月"),
        (Rhythm.MONTH, date(2026, 12, 31), date(2026, 12, 1), date(2027, 1, 1), "2026年12月"),
        (Rhythm.QUARTER, date(2026, 11, 22), date(2026, 10, 1), date(2027, 1, 1), "2026年第四季度"),
        (Rhythm.HALF, date(2026, 6, 30), date(2026, 1, 1), date(2026, 7, 1), "2026年上半年"),
        (Rhythm.HALF, date(2026, 7, 1), date(2026, 7, 1), date(2027, 1, 1), "2026年下半年"),
        (Rhythm.YEAR, date(2026, 1, 1), date(2026, 1, 1), date(2027, 1, 1), "2026年"),
    ],
)
def test_the_calendar_of_python_and_of_the_database_agree(rhythm, day, first, after, title):
    assert calendar.first_day(rhythm, day) == first
    assert calendar.day_after(rhythm, first) == after
    period = ReportingPeriod.objects.create(kind=rhythm, started_on=first, due_on=after)
    period.refresh_from_db()
    assert (period.ended_on, str(period)) == (after, title)


@pytest.mark.parametrize(
    ("kind", "first"), [("month", date(2026, 1, 2)), ("quarter", date(2026, 2, 1)), ("half", date(2026, 4, 1)),
                        ("year", date(2026, 7, 1))]
)  # fmt: skip
def test_a_period_begins_where_it_should(kind, first):
    with pytest.raises(IntegrityError, match="reportingperiod_begins"), transaction.atomic():
        ReportingPeriod.objects.create(kind=kind, started_on=first, due_on=date(2027, 1, 1))


def test_opening_again_adds_only_what_is_missing(submission, office):
    bring_to(submission, State.SUBMITTED, office)
    make_community(street=f"{STREET[:6]}002")
    periods.open_period(group="population", on=LAST)
    periods.open_period(group="population", on=date(2026, 7, 1))
    assert sorted(Submission.objects.values_list("state", flat=True)) == ["not_submitted", "submitted"]
    assert StreetBatch.objects.count() == 2


def test_the_command_opens_every_group(east, capsys):
    call_command("open_periods", "--on", "2026-09-30")
    assert {one.group for one in Submission.objects.all()} == {group.slug for group in groups.every()}
    assert "2026年第三季度:截止日期 2026-10-10" in capsys.readouterr().out


def test_the_nightly_duty_opens_the_periods_of_today(east):
    job = run_here(enqueue("open-periods"))
    assert job.state == "done"
    assert Submission.objects.count() == len(groups.every())


def test_which_period_settles_a_day():
    funds, people = groups.get("funds"), groups.get("population")
    assert funds.first_day_for(date(2026, 12, 31)) == date(2026, 1, 1)
    assert funds.first_day_for(date(2026, 12, 30)) == date(2025, 1, 1)
    assert people.first_day_for(date(2026, 9, 15)) == date(2026, 7, 1)


# Boards, rates, reminders


def test_the_board_of_a_street(submission, east, office, django_assert_num_queries):
    for number in range(3):
        west = make_community(street=STREET, name=f"西{number}居委会")
        make_counted(west)
        make_submission(west)
    bring_to(submission, State.SUBMITTED, office)
    Headcount.objects.filter(community=east).update(residents=3100)
    batch = StreetBatch.objects.get()
    with django_assert_num_queries(1):
        rows = list(batch.submissions.board())
        assert rows[0].community.name == "东风社区居民委员会"
        assert [row.is_changed for row in rows] == [True, False, False, False]
    assert submission.batch.submissions.filter(state=State.NOT_SUBMITTED).count() == 3
    (street,) = StreetBatch.objects.board()
    assert (street.total, street.number_submitted, street.number_not_submitted) == (4, 1, 3)


def test_what_waits_on_whose_desk(submission, office):
    assert list(Submission.objects.awaiting_community(office.clerk)) == [submission]
    bring_to(submission, State.SUBMITTED, office)
    assert list(Submission.objects.awaiting_street(office.reviewer)) == [submission]
    assert hands.actions(office.reviewer, submission) == [Action.PASS, Action.RETURN]
    assert hands.actions(office.clerk, submission) == [Action.WITHDRAW]
    bring_to(submission, State.PASSED, office)
    assert list(StreetBatch.objects.awaiting_street(office.reviewer)) == [submission.batch]
    assert hands.street_actions(office.reviewer, submission.batch) == [Action.SEND]
    bring_to(submission, State.SENT, office)
    assert list(StreetBatch.objects.awaiting_county(office.county)) == [submission.batch]
    assert hands.street_actions(office.county, submission.batch) == [Action.APPROVE, Action.RETURN_STREET]
    assert hands.street_actions(office.reviewer, submission.batch) == []


@pytest.mark.parametrize(("on", "is_late"), [(date(2026, 10, 10), False), (date(2026, 10, 11), True)])
def test_late_is_after_the_due_day(submission, on, is_late):
    assert Submission.objects.late(on=on).exists() is is_late
    assert StreetBatch.objects.late(on=on).exists() is is_late


def test_a_reminder_stays_until_handed_in(submission, office):
    (reminder,) = reminders.remind(submissions=[submission], user=office.reviewer, message="请于今日提交")
    assert reminder.days_late == (timezone.localdate() - date(2026, 10, 10)).days
    assert list(Reminder.objects.visible_to(office.clerk).unanswered()) == [reminder]
    bring_to(submission, State.SUBMITTED, office)
    assert not Reminder.objects.unanswered().exists()
    with pytest.raises(ValidationError, match="没有逾期"):
        reminders.remind(submissions=[submission], user=office.reviewer)


def test_a_reminder_is_for_the_street_or_the_county_within_reach(submission, office):
    with pytest.raises(PermissionDenied):
        reminders.remind(submissions=[submission], user=office.clerk)
    with pytest.raises(ValidationError):
        reminders.remind(submissions=[submission], user=make_user(Role.STREET_REVIEWER, f"{STREET[:6]}002"))


def test_the_notice_for_print(submission, office):
    make_area(STREET, name="解放街道", authority="党委社会工作部")
    reminders.remind(submissions=[submission], user=office.reviewer)
    (notice,) = reminders.notices(user=office.county, on=date(2026, 10, 15))
    assert (notice.name, notice.authority) == ("解放街道", "党委社会工作部")
    (row,) = notice.rows
    assert (row.community, row.group, row.period) == ("东风社区居民委员会", "人口户数", "2026年第三季度")
    assert (row.state, row.days_late, row.reminders) == ("未报", 5, 1)
    assert reminders.notices(user=make_user(Role.COUNTY_REVIEWER, "110101")) == []


def test_rates_of_streets_and_counties(office, django_assert_num_queries):
    make_area(STREET, name="解放街道")
    first, second, third = (make_community(street=STREET) for _number in range(3))
    other = make_community(street=f"{STREET[:6]}002")
    made = {one.pk: make_submission(one) for one in [first, second, third, other]}
    put(made[first.pk], "approved", office)
    put(made[second.pk], "submitted", office)
    put(made[third.pk], "returned", office)
    at = datetime.datetime(2026, 10, 10, 15, 59, tzinfo=datetime.UTC)
    Submission.objects.filter(community=first).update(first_submitted_at=at)
    Submission.objects.filter(community=second).update(first_submitted_at=at + datetime.timedelta(minutes=1))
    period = made[first.pk].period
    with django_assert_num_queries(2):
        street, empty = rates.reporting_rates(group="population", period=period)
    assert (street["name"], street["expected"], street["handed_in"], street["returned"]) == ("解放街道", 3, 2, 1)
    assert (street["on_time"], street["approved"]) == (1, 1)
    assert (street["completeness"], street["punctuality"]) == (66.7, 33.3)
    assert (empty["completeness"], empty["punctuality"]) == (0, 0)
    (county,) = rates.reporting_rates(group="population", period=period, level=rates.Level.COUNTY)
    assert (county["expected"], county["handed_in"], county["completeness"]) == (4, 2, 50)
    assert rates.share(0, 0) is None


def test_lock_helper_of_these_tests_is_honest(east, office):
    assert lock(east, office).state == State.APPROVED
