"""Communities are merged, split, recoded: what was read stays, what is under way goes on in the successor."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.timezone import localdate

from communities.choices import Role
from communities.distribution import Assignment, distribute, proposal, remaining
from communities.models import CommunityChange
from communities.roles import sync_roles
from communities.services import act_on_change
from disclosure import services
from disclosure.models import Disclosure, Notice
from disclosure.overdue import missing
from tests.factories import COUNTY, make_area, make_community, make_disclosure, make_entry, make_notice, publish_text
from tests.world import make_account

pytestmark = pytest.mark.django_db
STREET = f"{COUNTY}001"

DAY = localdate() - datetime.timedelta(days=20)


@pytest.fixture
def hands():
    sync_roles()
    make_area(COUNTY)
    make_area(STREET)
    return make_account(Role.STREET_CLERK, STREET, "writer"), make_account(Role.STREET_REVIEWER, STREET, "other")


@pytest.fixture
def east():
    return make_community(f"{STREET}001", name="东风社区居民委员会", short_name="东风社区")


@pytest.fixture
def west():
    return make_community(f"{STREET}002", name="西湖社区居民委员会", short_name="西湖社区")


def decide(kind, before, after, code=""):
    codes = {"before": ";".join(one.code for one in before), "after": code or ";".join(one.code for one in after)}
    return CommunityChange.objects.create(kind=kind, on=DAY, decree="区政府〔2026〕8号", **codes)


def page(client, name, community):
    return client.get(reverse(f"disclosure:{name}"), {"area": community.code}).content.decode()


def test_what_was_read_stays_and_what_is_under_way_goes_on(east, west, hands, client):
    writer, other = hands
    read = publish_text(make_disclosure(east, title="二季度收支"), writer, other)
    services.correct(row=read, user=writer, why="漏列")
    entry = read.entry
    handed_in = services.submit(row=make_disclosure(east, entry=entry, title="三季度收支"), user=writer)
    handed_in = services.oversee(row=handed_in, user=writer, name="赵监督", on=localdate())
    make_disclosure(west, entry=entry, title="三季度收支")
    holds = publish_text(make_notice(east, title="电梯检修"), writer, other)
    correction = services.correct(row=holds, user=writer, why="改期")
    over = publish_text(make_notice(east, title="已过期"), writer, other)
    Notice.objects.filter(pk=over.pk).update(until=DAY - datetime.timedelta(days=1))
    draft = make_notice(east, title="草稿")

    change = decide("merged", [east, west], [west])
    assert {kind.slug for kind, _place, _row in remaining(change)} == {"disclosures", "notices"}
    distribute(change=change, assignments=proposal(change), user=None)
    assert remaining(change) == []

    handed_in.refresh_from_db()
    assert (handed_in.community, handed_in.title) == (west, "三季度收支(东风社区)")
    assert (handed_in.state, handed_in.oversight_by, handed_in.oversight_on) == ("draft", "", None)
    for row in (holds, correction, draft, over):
        row.refresh_from_db()
    goes_on = Notice.objects.published().get(community=west)
    assert (goes_on.title, goes_on.published_at, goes_on.reviewer) == ("电梯检修", holds.published_at, other)
    assert (holds.community, holds.until) == (east, DAY - datetime.timedelta(days=1))
    assert (correction.community, correction.replaces, draft.community) == (west, goes_on, west)
    assert over.community == east
    assert Disclosure.objects.get(replaces=read).community == east

    assert reverse("disclosure:notice", args=[goes_on.pk]) in page(client, "notices", west)
    assert reverse("disclosure:notice", args=[holds.pk]) not in page(client, "notices", east)
    assert "二季度收支" in page(client, "items", east)
    listed = page(client, "items", west)
    assert "二季度收支" not in listed
    assert f"?area={east.code}" in listed
    assert "东风社区" in listed


def test_a_split_goes_where_the_table_says_and_only_under_a_catalogue_that_holds_there(east, west, hands):
    beyond = make_community("510199001001", name="远处社区居民委员会", short_name="远处社区")
    here, there = (make_entry(area=area, title="财务收支") for area in (COUNTY, "510199"))
    own = make_disclosure(east, entry=make_entry(area=COUNTY, title="本地事项"))
    goes = make_disclosure(east, entry=here)
    notice = make_notice(east)
    change = decide("split", [east], [west, beyond])
    with pytest.raises(ValidationError, match="该目录事项不适用于远处社区"):
        distribute(change=change, assignments=[Assignment(kind="disclosures", row=own, before=east, after=beyond)],
                   user=None)  # fmt: skip
    table = [("disclosures", own, west), ("disclosures", goes, beyond), ("notices", notice, west)]
    lines = [Assignment(kind=kind, row=row, before=east, after=after) for kind, row, after in table]
    distribute(change=change, assignments=lines, user=None)
    for row in (own, goes, notice):
        row.refresh_from_db()
    assert (own.community, notice.community) == (west, west)
    assert (goes.community, goes.entry) == (beyond, there)


def test_a_new_code_takes_drafts_to_the_catalogue_that_holds_there(east, hands):
    writer, other = hands
    make_area("510199001")
    here, there = (make_entry(area=area, title="财务收支") for area in (COUNTY, "510199"))
    read = publish_text(make_disclosure(east, entry=here), writer, other)
    draft = make_disclosure(east, entry=here, title="草稿")
    act_on_change(decide("recoded", [east], [], code="510199001099"))
    read.refresh_from_db(), draft.refresh_from_db()
    assert (read.entry, draft.entry) == (here, there)


def test_a_period_is_owed_by_whoever_was_there_at_its_end(hands):
    writer, _other = hands
    make_entry(title="财务收支", area=COUNTY, rhythm="quarter", days=10)
    day = datetime.date
    for number, begins, ends in (
        (1, None, day(2026, 9, 30)), (2, None, day(2026, 10, 1)), (3, day(2026, 9, 30), None),
        (4, day(2026, 10, 1), None),
    ):  # fmt: skip
        make_community(f"{STREET}00{number}", short_name=f"第{number}社区", established_on=begins, abolished_on=ends)
    rows, _total = missing(writer, day(2026, 11, 22), limit=10)
    assert [row.place for row in rows] == ["第2社区", "第3社区"]
