"""报送与审核 in the browser's words: forms sent, pages read, refusals told."""

import datetime

import pytest
from django.contrib.auth.models import Group
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from communities.choices import Role
from communities.models import Headcount, LockException, Reminder, ReviewSetting, StreetBatch
from communities.roles import sync_roles
from communities.submissions.choices import BatchState, State
from tests.communities.offices import STREET, Office, bring_to, make_counted, make_submission, make_user, sent_once
from tests.factories import COUNTY, make_area, make_community

pytestmark = pytest.mark.django_db


class Desk:
    """The accounts of an office with their rights, each in front of its own browser."""

    def __init__(self):
        cache.clear()
        make_area(COUNTY, name="试验区")
        make_area(STREET, name="解放街道")
        self.office = Office()
        sync_roles()
        self.clerk, self.reviewer, self.county = (
            self.browser(user) for user in (self.office.clerk, self.office.reviewer, self.office.county)
        )

    @staticmethod
    def browser(user):
        client = Client()
        client.force_login(user)
        return client

    def account(self, role, area):
        user = make_user(role, area)
        user.groups.add(Group.objects.get(name=role))
        return self.browser(user)


@pytest.fixture
def east():
    community = make_community(street=STREET, name="东风社区居民委员会")
    make_counted(community)
    return community


@pytest.fixture
def submission(east):
    return make_submission(east)


@pytest.fixture
def desk(submission):
    return Desk()


def url(step, row):
    return reverse(f"communities:submission_{step}", args=[row.pk])


def text_of(response):
    """What the page itself says; the menu stands before it."""
    return response.content.decode().partition("<main")[2]


def take(client, step, row, **values):
    """Open the page of a step and send its form, as a browser would."""
    page = client.get(url(step, row))
    assert page.status_code == 200, (step, page.status_code)
    form = page.context["form"]
    hidden = {field.html_name: field.value() for field in form if field.is_hidden}
    return client.post(url(step, row), {**hidden, **values}, follow=True)


def state_of(row):
    row.refresh_from_db()
    return row.state


def test_community_street_county_with_a_return_and_the_lock(desk, submission):
    batch = submission.batch
    assert "已提交审核" in text_of(take(desk.clerk, "submit", submission))
    counted = Headcount.objects.get(community=submission.community)
    table = Headcount._meta.db_table
    back = take(desk.reviewer, "return", submission, reason="户数不符", **{f"{table}-{counted.pk}": "户数应为1200"})
    assert "已退回" in text_of(back)
    seen = text_of(desk.clerk.get(url("detail", submission)))
    assert "户数应为1200" in seen
    assert "户数不符" in seen
    assert f"/{counted.pk}/" in seen
    assert "退回 1 份" in text_of(desk.clerk.get(reverse("communities:todo")))
    take(desk.clerk, "submit", submission, reason="已更正")
    assert "已通过" in text_of(take(desk.reviewer, "pass", submission))
    assert "已上报" in text_of(take(desk.reviewer, "send", batch))
    take(desk.county, "sendback", batch, reason="再核", **{f"sentence_{submission.pk}": "人数存疑"})
    assert state_of(submission) == State.SUBMITTED
    assert state_of(batch) == BatchState.RETURNED
    for client, step, row in [
        (desk.reviewer, "pass", submission),
        (desk.reviewer, "send", batch),
        (desk.county, "approve", batch),
    ]:
        take(client, step, row)
    assert state_of(submission) == State.APPROVED
    story = text_of(desk.county.get(url("detail", submission)))
    assert "退回原因" not in story
    for word in ["提交审核", "退回社区", "退回街道", "审核通过", "人数存疑", "户数应为1200"]:
        assert word in story
    assert "锁定" in text_of(edited(desk.clerk, counted, residents=3100))
    counted.refresh_from_db()
    assert counted.residents == 3000


def edited(client, row, **values):
    """What the form of a headcount answers when it is sent again with other values."""
    page = reverse("communities:headcount_edit", args=[row.pk])
    shown = {field.html_name: field.value() for field in client.get(page).context["form"]}
    sent = {name: value for name, value in (shown | values).items() if value not in (None, False)}
    return client.post(page, sent)


def test_an_error_keeps_it_and_leads_to_the_row(desk, submission):
    Headcount.objects.filter(community=submission.community).delete()
    page = desk.clerk.get(url("submit", submission))
    assert page.context["stops"]
    assert "更正后才能提交" in text_of(page)
    assert reverse("communities:community_detail", args=[submission.community_id]) in text_of(page)
    assert desk.clerk.post(url("submit", submission), sent_once(version=0)).status_code == 200
    assert state_of(submission) == State.NOT_SUBMITTED


def test_a_warning_asks_for_its_reason(desk, submission):
    Headcount.objects.filter(community=submission.community).update(floating=4000)
    page = desk.clerk.get(url("submit", submission))
    names = [name for name in page.context["form"].fields if name.startswith("warning_")]
    assert names
    refused = desk.clerk.post(url("submit", submission), sent_once(version=0))
    assert refused.status_code == 200
    assert state_of(submission) == State.NOT_SUBMITTED
    take(desk.clerk, "submit", submission, **dict.fromkeys(names, "新建商品房入住"))
    assert state_of(submission) == State.SUBMITTED
    assert "新建商品房入住" in text_of(desk.reviewer.get(url("detail", submission)))


def test_a_return_says_why(desk, submission):
    take(desk.clerk, "submit", submission)
    refused = take(desk.reviewer, "return", submission, reason=" ")
    assert refused.context["form"].errors["reason"]
    assert state_of(submission) == State.SUBMITTED


def test_taken_back_while_the_street_was_reading(desk, submission):
    take(desk.clerk, "submit", submission)
    opened = desk.reviewer.get(url("pass", submission)).context["form"]["version"].value()
    take(desk.clerk, "withdraw", submission)
    late = desk.reviewer.post(url("pass", submission), sent_once(version=opened))
    assert late.status_code == 409
    assert "未报" in text_of(late)
    take(desk.clerk, "submit", submission)
    stale = desk.reviewer.post(url("pass", submission), sent_once(version=opened))
    assert stale.status_code == 409
    assert state_of(submission) == State.SUBMITTED


@pytest.mark.parametrize("sending", ["again", "after the form was opened anew"])
def test_r6_a_step_sent_twice_is_taken_once_and_shown_again(desk, submission, sending):
    """R6: a double click, or the back button and the same form again."""
    form = desk.clerk.get(url("submit", submission)).context["form"]
    data = {field.html_name: field.value() for field in form if field.is_hidden}
    desk.clerk.post(url("submit", submission), data)
    if sending != "again":
        data["version"] = 1
    answer = desk.clerk.post(url("submit", submission), data, follow=True)
    assert answer.redirect_chain == [(url("detail", submission), 302)]
    assert "没有重复办理" in text_of(answer)
    assert submission.events.count() == 1


def test_r6_control_without_the_token_of_the_form_a_step_sent_twice_is_late(desk, submission, monkeypatch):
    """R6, its guard off: the second sending is told that somebody else was faster."""
    monkeypatch.setattr("communities.views.submissions.steps.sent_before", lambda request, kind: (False, None))
    data = sent_once(version=0)
    desk.clerk.post(url("submit", submission), data)
    assert desk.clerk.post(url("submit", submission), data).status_code == 409


def test_a_step_out_of_turn_is_told_not_offered(desk, submission):
    for client, step, row in [
        (desk.clerk, "withdraw", submission),
        (desk.reviewer, "pass", submission),
        (desk.reviewer, "return", submission),
        (desk.county, "approve", submission.batch),
        (desk.county, "sendback", submission.batch),
        (desk.county, "unlock", submission),
    ]:
        page = client.get(url(step, row))
        assert page.status_code == 409, step
        assert 'method="post" novalidate' not in text_of(page), step


def test_a_street_is_sent_whole_or_not_at_all(desk, submission):
    west = make_community(street=STREET, name="西风社区居民委员会")
    make_submission(west)
    bring_to(submission, State.PASSED, desk.office)
    refused = take(desk.reviewer, "send", submission.batch)
    assert "西风社区" in text_of(refused)
    assert state_of(submission.batch) == BatchState.COLLECTING


def test_other_roles_are_refused(desk, submission):
    pages = {"submit": desk.reviewer, "pass": desk.clerk, "return": desk.county}
    for step, client in pages.items():
        assert client.get(url(step, submission)).status_code == 403, step
        assert client.post(url(step, submission), sent_once(version=0)).status_code == 403, step
    assert desk.reviewer.post(url("approve", submission.batch), sent_once(version=0)).status_code == 403
    assert desk.county.post(url("send", submission.batch), sent_once(version=0)).status_code == 403
    assert desk.reviewer.get(reverse("communities:submission_levels")).status_code == 403
    leader = desk.account(Role.LEADER, COUNTY)
    assert leader.get(url("board", submission.batch)).status_code == 200
    assert leader.get(url("remind", submission.batch)).status_code == 403


def test_the_street_hands_in_only_where_the_community_does_not(desk, submission):
    street = desk.account(Role.STREET_CLERK, STREET)
    assert street.post(url("submit", submission), sent_once(version=0)).status_code == 403
    ReviewSetting.objects.create(county=COUNTY, community_level=False)
    assert "核对并提交" in text_of(street.get(url("detail", submission)))
    assert "核对并提交" not in text_of(desk.clerk.get(url("detail", submission)))
    take(street, "submit", submission)
    assert state_of(submission) == State.SUBMITTED


def test_of_other_places_nothing_exists(desk, submission):
    there = "510199001"
    clients = [desk.account(Role.STREET_REVIEWER, there), desk.account(Role.COUNTY_REVIEWER, there[:6])]
    for client in clients:
        for step in ["detail", "pass", "unlock"]:
            assert client.get(url(step, submission)).status_code in (403, 404), step
        for step in ["board", "send", "remind"]:
            assert client.get(url(step, submission.batch)).status_code in (403, 404), step
        assert client.get(url("board", submission.batch)).status_code == 404
        assert "解放街道" not in text_of(client.get(reverse("communities:submission_list")))
        assert "东风社区" not in text_of(client.get(reverse("communities:submission_notices"), {"area": STREET}))
    east = {"period": submission.period_id, "group": submission.group, "area": STREET}
    assert "解放街道" not in text_of(clients[1].get(reverse("communities:submission_list"), east))


def test_the_board_counts_and_marks_what_is_late(desk, submission):
    page = desk.reviewer.get(url("board", submission.batch))
    assert "上报区县" not in text_of(page)
    assert [number for _word, number, _look in page.context["counts"]] == [1, 0, 0, 0]
    assert "逾期" in text_of(page)
    bring_to(submission, State.PASSED, desk.office)
    page = desk.reviewer.get(url("board", submission.batch))
    assert [number for _word, number, _look in page.context["counts"]] == [0, 0, 0, 1]
    assert "逾期" not in text_of(page)
    assert "上报区县" in text_of(page)


def test_the_county_sees_rates(desk, submission):
    home = reverse("communities:submission_list")
    first = desk.county.get(home)
    assert first.context["totals"][0]["completeness"] == 0
    assert "解放街道" in text_of(first)
    bring_to(submission, State.SUBMITTED, desk.office)
    page = desk.county.get(home, {"period": submission.period_id, "group": "population"})
    ((row, batch),) = page.context["rates"]
    assert (row["name"], row["completeness"], batch) == ("解放街道", 100.0, submission.batch)
    city = desk.account(Role.CITY_OFFICER, COUNTY[:4])
    ((row, batch),) = city.get(home, {"period": submission.period_id, "group": "population"}).context["rates"]
    assert (row["name"], batch) == ("试验区", None)


def test_a_community_sees_its_own(desk, submission):
    clerk = desk.account(Role.COMMUNITY_CLERK, submission.community.code)
    page = clerk.get(reverse("communities:submission_list"))
    assert "本社区的报送" in text_of(page)
    assert [row.pk for row in page.context["page_obj"]] == [submission.pk]
    assert clerk.get(url("board", submission.batch)).status_code == 403


def test_reminded_once_though_sent_twice(desk, submission):
    values = {"submissions": [submission.pk], "message": "请今天提交"}
    form = desk.reviewer.get(url("remind", submission.batch)).context["form"]
    values["submission_id"] = str(form["submission_id"].value())
    for _ in range(2):
        assert desk.reviewer.post(url("remind", submission.batch), values).status_code == 302
    assert Reminder.objects.get().message == "请今天提交"
    assert "被催报 1 份" in text_of(desk.clerk.get(reverse("communities:todo")))
    assert "请今天提交" in text_of(desk.clerk.get(url("detail", submission)))
    notice = text_of(desk.reviewer.get(reverse("communities:submission_notices"), {"area": STREET}))
    assert "解放街道:" in notice
    assert "东风社区" in notice


def test_nobody_late_nobody_reminded(desk, submission):
    bring_to(submission, State.SUBMITTED, desk.office)
    refused = desk.reviewer.post(url("remind", submission.batch), {"submissions": [submission.pk]})
    assert refused.context["form"].errors["submissions"]
    assert "没有逾期未报的社区" in text_of(desk.reviewer.get(reverse("communities:submission_notices")))


def test_opened_for_a_correction_and_closed_again(desk, submission):
    bring_to(submission, State.APPROVED, desk.office)
    today = timezone.localdate()
    far = {"started_on": today, "ended_on": today + datetime.timedelta(days=60), "reason": "误录"}
    assert take(desk.county, "unlock", submission, **far).context["form"].errors["ended_on"]
    near = {**far, "ended_on": today + datetime.timedelta(days=3)}
    assert "误录" in text_of(take(desk.county, "unlock", submission, **near))
    exception = LockException.objects.get()
    assert "提前恢复锁定" not in text_of(desk.reviewer.get(url("detail", submission)))
    take(desk.county, "relock", exception, reason="已更正")
    assert not LockException.objects.open(on=today).exists()


def levels(client, **values):
    page = client.get(reverse("communities:submission_levels"))
    initial = page.context["form"].initial
    sent = sent_once(county=initial["county"], version=initial["version"], reason="区里通知") | values
    return client.post(reverse("communities:submission_levels"), sent)


def test_a_level_is_switched_off(desk, submission):
    assert levels(desk.county, community_level="on", street_level="on").status_code == 302
    assert not ReviewSetting.objects.get(county=COUNTY).county_level
    refused = levels(desk.county, community_level="on")
    assert "至少保留一级" in text_of(refused)
    stale = levels(desk.county, community_level="on", street_level="on", county_level="on", version="")
    assert stale.status_code == 409
    foreign = levels(desk.county, county="510199", street_level="on")
    assert foreign.status_code == 404
    assert not ReviewSetting.objects.filter(county="510199").exists()


def test_no_level_goes_while_something_waits_at_it(desk, submission):
    bring_to(submission, State.PASSED, desk.office)
    assert "在街道办理中" in text_of(levels(desk.county, community_level="on", county_level="on"))
    bring_to(submission, State.SENT, desk.office)
    assert "等待区县审核" in text_of(levels(desk.county, community_level="on", street_level="on"))
    assert not ReviewSetting.objects.exists()


def test_cost_does_not_grow_with_communities(desk, submission):
    every, own = reverse("communities:submission_list"), desk.account(Role.COMMUNITY_CLERK, submission.community.code)
    pages = [
        (desk.county, every),
        (desk.county, url("board", submission.batch)),
        (desk.county, f"{every}?period={submission.period_id}&group=population"),
        (desk.county, reverse("communities:submission_notices")),
        (own, every),
        (desk.reviewer, reverse("communities:todo")),
    ]

    def cost(client, address):
        cache.clear()
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        return len(queries)

    _warm, before = ([cost(*page) for page in pages] for _time in range(2))
    for number in range(2, 5):
        make_area(f"{COUNTY}00{number}")
        for street in (STREET, f"{COUNTY}00{number}"):
            make_submission(make_community(street=street))
    make_submission(submission.community, on=datetime.date(2026, 6, 30))
    assert [cost(*page) for page in pages] == before
    assert StreetBatch.objects.count() > 3


def test_the_same_step_twice_is_answered_kindly(desk, submission):
    bring_to(submission, State.SUBMITTED, desk.office)
    version = {"version": submission.version}
    first = desk.reviewer.post(url("pass", submission), sent_once(**version))
    second = desk.reviewer.post(url("pass", submission), sent_once(**version), follow=True)
    assert first.status_code == 302
    assert "不必再次办理" in text_of(second)
    again = desk.reviewer.get(url("pass", submission), follow=True)
    assert "不必再次办理" in text_of(again)
    other = desk.account(Role.STREET_REVIEWER, STREET)
    assert other.post(url("pass", submission), sent_once(**version)).status_code == 409


def test_many_communities_are_passed_at_once_and_the_refused_is_named(desk, east):
    west = make_community(street=STREET, name="西风社区居民委员会")
    make_counted(west)
    both = [bring_to(make_submission(place), State.SUBMITTED, desk.office) for place in (east, west)]
    Headcount.objects.filter(community=west).update(residents=3100)
    board = reverse("communities:submission_pass_many", args=[both[0].batch_id])
    data = {"row": [row.pk for row in both], **{f"version-{row.pk}": row.version for row in both}}
    answer = desk.reviewer.post(board, data, follow=True)
    assert "已通过 1 个社区" in text_of(answer)
    assert "西风社区居民委员会" in text_of(answer)
    for row, state in zip(both, (State.PASSED, State.SUBMITTED), strict=True):
        row.refresh_from_db()
        assert row.state == state
    assert desk.clerk.post(board, data).status_code == 403
    elsewhere = desk.account(Role.STREET_REVIEWER, f"{COUNTY}002")
    assert elsewhere.post(board, data).status_code == 404


def test_a_county_opens_a_period_by_hand_and_moves_its_due_day_for_itself_alone(desk, east):
    there = make_community(street="431099001")
    make_area("431099", name="邻县")
    page = reverse("communities:submission_period")
    token = iter(f"0a1b2c3d-0a1b-4a1b-8a1b-0a1b2c3d4e{number:02}" for number in range(60, 99))

    def send(**values):
        asked = {"county": COUNTY, "group": "population", "on": "2026-06-30", "reason": "补报", "due_on": ""}
        return desk.county.post(page, {**asked, "submission_id": next(token), **values}, follow=True)

    assert "已开启2026年第二季度" in text_of(send())
    board = StreetBatch.objects.get(period__started_on=datetime.date(2026, 4, 1))
    assert (board.street, board.due_on) == (STREET, board.period.due_on)
    other = make_submission(there, on=datetime.date(2026, 6, 30)).batch
    send(due_on="2026-12-01", reason="春节顺延")
    board.refresh_from_db()
    other.refresh_from_db()
    assert (board.due_on, other.due_on) == (datetime.date(2026, 12, 1), other.period.due_on)
    assert "不能早于" in text_of(send(due_on="2026-03-01"))
    assert "还不能开启" in text_of(send(on=f"{timezone.localdate().year + 1}-12-31"))
    assert send(county="431099").status_code == 200
    other.refresh_from_db()
    assert other.due_on == other.period.due_on
    assert desk.reviewer.get(page).status_code == 403
