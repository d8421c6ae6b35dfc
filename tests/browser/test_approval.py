"""Community, street, county in a real browser: handed in, given back row by row, sent, given back, approved, locked."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from communities.choices import Role
from communities.models import Headcount
from communities.roles import sync_roles
from communities.submissions.choices import BatchState, State
from tests.browser.test_import import look
from tests.browser.test_main_path import sit_down
from tests.communities.offices import make_counted, make_submission
from tests.factories import COUNTY, make_area, make_community
from tests.world import make_account

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
STREET = f"{COUNTY}001"


@pytest.fixture
def submission(live_server):
    """The quarter's headcount of the one community of a street, and an account for each of the three hands."""
    sync_roles()
    make_area(COUNTY, name="渝中区")
    make_area(STREET, name="解放碑街道")
    place = make_community(street=STREET, name="较场口社区居民委员会")
    make_counted(place)
    for role, area in (
        (Role.COMMUNITY_CLERK, place.code),
        (Role.STREET_REVIEWER, STREET),
        (Role.COUNTY_REVIEWER, COUNTY),
    ):
        make_account(role, area, name=role)
    return make_submission(place)


def be(page, role):
    """Sit down at the desk as somebody else."""
    sit_down(page, User.objects.get(username=role))


def step(page, name, row, picture="", **values):
    """Open the page of a step, fill it in, send it."""
    page.goto(reverse(f"communities:submission_{name}", args=[row.pk]))
    for group in page.locator("main form summary").all():
        group.click()
    for field, text in values.items():
        page.fill(f"[name='{field}']", text)
    if picture:
        look(page, picture)
    page.click(".formbar .btn-primary")
    page.wait_for_selector(".notice.success")


def correct(page, row, residents):
    """Change the headcount on its page; what the page then says."""
    page.goto(reverse("communities:headcount_edit", args=[row.pk]))
    page.fill("#id_residents", residents)
    page.click(".formbar .btn-primary")
    page.wait_for_selector(".notice")
    return page.inner_text("main")


def test_community_street_county_with_returns_and_the_lock(page, submission):
    counted, batch = Headcount.objects.get(), submission.batch
    be(page, Role.COMMUNITY_CLERK)
    page.goto(reverse("communities:todo"))
    look(page, "approval-1-todo")
    step(page, "submit", submission, "approval-2-submit")

    be(page, Role.STREET_REVIEWER)
    row = f"{Headcount._meta.db_table}-{counted.pk}"
    step(page, "return", submission, "approval-3-return", **{"reason": "户数与底册不符", row: "常住户数应为 1010"})
    submission.refresh_from_db()
    assert submission.state == State.RETURNED

    be(page, Role.COMMUNITY_CLERK)
    page.goto(reverse("communities:submission_detail", args=[submission.pk]))
    assert "常住户数应为 1010" in page.inner_text("main")
    look(page, "approval-4-returned")
    page.click("main a[href*='/headcount/']")
    page.click(".actions .btn-primary")
    page.fill("#id_households", "1010")
    page.click(".formbar .btn-primary")
    page.wait_for_selector(".notice.success")
    step(page, "submit", submission)

    be(page, Role.STREET_REVIEWER)
    step(page, "pass", submission)
    page.goto(reverse("communities:submission_board", args=[batch.pk]))
    look(page, "approval-5-board")
    step(page, "send", batch)
    be(page, Role.COUNTY_REVIEWER)
    step(page, "sendback", batch, "approval-6-sendback", reason="再核", **{f"sentence_{submission.pk}": "人数存疑"})
    batch.refresh_from_db()
    assert batch.state == BatchState.RETURNED
    be(page, Role.STREET_REVIEWER)
    page.goto(reverse("communities:submission_detail", args=[submission.pk]))
    assert "人数存疑" in page.inner_text("main")
    step(page, "pass", submission)
    step(page, "send", batch)
    be(page, Role.COUNTY_REVIEWER)
    step(page, "approve", batch, "approval-7-approve")
    submission.refresh_from_db()
    assert submission.state == State.APPROVED

    be(page, Role.COMMUNITY_CLERK)
    assert "锁定" in correct(page, counted, "3100")
    look(page, "approval-8-locked")
    page.goto(reverse("communities:headcount_add"))
    page.fill("#id_on", "2026-08-31")
    page.fill("#id_residents", "3050")
    page.click(".formbar .btn-primary")
    page.wait_for_selector("[data-errors]")
    assert "锁定" in page.inner_text("main")

    be(page, Role.COUNTY_REVIEWER)
    today = timezone.localdate()
    step(
        page, "unlock", submission, "approval-9-unlock",
        started_on=f"{today}", ended_on=f"{today + datetime.timedelta(days=3)}", reason="普查更正",
    )  # fmt: skip
    be(page, Role.COMMUNITY_CLERK)
    assert "锁定" not in correct(page, counted, "3100")
    counted.refresh_from_db()
    assert (counted.residents, counted.households) == (3100, 1010)

    be(page, Role.COUNTY_REVIEWER)
    step(page, "relock", submission.exceptions.get(), reason="已更正")
    be(page, Role.COMMUNITY_CLERK)
    assert "锁定" in correct(page, counted, "3200")
    page.goto(reverse("communities:submission_detail", args=[submission.pk]))
    look(page, "approval-10-story")
