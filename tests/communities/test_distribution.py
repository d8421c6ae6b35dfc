"""Communities are merged and split: people, premises and money follow from the day on, earlier days stay."""

import datetime
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from accounts.models import User
from communities import distribution_form
from communities.distribution import Assignment, distribute, kinds, places, proposal, remaining
from communities.distribution_form import DistributionForm
from communities.models import CommunityChange, Distribution, Posting, WorkFund
from communities.own_actions import has_rows_left
from communities.services import act_on_change
from compliance.engine import measure
from compliance.models import Standard
from facilities.models import BuildProject, Facility, IdleAsset, PublicService
from records.models import Change
from staffing.models import Spell
from staffing.services import leave_post
from tests.communities.offices import Office, lock, sent_once
from tests.factories import LONG_AGO, make_area, make_community, make_facility, make_fund, make_posts, make_spell

pytestmark = pytest.mark.django_db

D = datetime.date
DAY = D(2024, 7, 1)
BEFORE, AFTER = D(2024, 6, 30), D(2024, 12, 31)
SLUGS = ("workers-per-community", "floor-area", "fund-per-community")


@pytest.fixture
def east():
    return make_community("500199001001", name="东风社区居民委员会", short_name="东风社区")


@pytest.fixture
def west():
    return make_community("500199001002", name="西湖社区居民委员会", short_name="西湖社区")


@pytest.fixture
def north():
    return make_community("500199001003", name="北岭社区居民委员会", short_name="北岭社区", established_on=DAY)


def decide(kind, before, after, code="", **kw):
    codes = {name: ";".join(one.code for one in side) for name, side in (("before", before), ("after", after))}
    codes["after"] = code or codes["after"]
    return CommunityChange.objects.create(**{"kind": kind, "on": DAY, "decree": "区政府〔2024〕8号", **codes, **kw})


def give(kind, row, before, after, share="1"):
    return Assignment(kind=kind, row=row, before=before, after=after, share=Decimal(share))


def refused(change, assignments, user=None):
    before = Change.objects.count()
    with pytest.raises(ValidationError) as caught:
        distribute(change=change, assignments=assignments, user=user)
    assert Change.objects.count() == before
    return " ".join(caught.value.messages)


def figures(on):
    """What a report of the day would say, by community code."""
    return {
        slug: {code: one.numerator for code, one in measure(slug, on=on).items() if len(code) == 12} for slug in SLUGS
    }


def test_every_register_that_follows_is_there():
    assert {kind.slug for kind in kinds()} >= {"staffing", "posts", "facilities", "funds", "disclosures", "notices"}


class TestMerging:
    def test_all_goes_to_the_only_successor_and_the_past_stays(self, east, west, north):
        for place in (east, west):
            make_spell(place)
            make_facility(place, name="党群服务中心", area=Decimal(300))
            make_fund(place, year=2024, budgeted=Decimal(100_000))
        change = decide("merged", [east, west], [north])
        past = figures(BEFORE)
        lines = distribute(change=change, assignments=proposal(change), user=None)
        assert len(lines) == 6
        assert remaining(change) == []
        assert figures(BEFORE) == past
        now = figures(AFTER)
        assert now["workers-per-community"] == {north.code: 2}
        assert now["floor-area"] == {north.code: 600}
        assert now["fund-per-community"] == {north.code: 200_000}
        assert {one.name for one in Facility.objects.in_use(on=AFTER)} == {"党群服务中心", "党群服务中心(西湖社区)"}

    def test_into_one_of_them(self, east, west):
        mine, theirs = make_spell(east), make_spell(west)
        make_fund(east, year=2024, budgeted=Decimal(10))
        make_fund(west, year=2024, budgeted=Decimal(5))
        change = decide("merged", [east, west], [east])
        assert {row for _kind, _place, row in remaining(change)} == {
            theirs.worker,
            WorkFund.objects.get(community=west),
        }
        distribute(change=change, assignments=proposal(change), user=None)
        mine.refresh_from_db(), theirs.refresh_from_db(), theirs.worker.refresh_from_db()
        assert (mine.ended_on, theirs.ended_on, theirs.worker.community) == (None, DAY, east)
        assert WorkFund.objects.get(community=east).budgeted == 15
        assert WorkFund.objects.get(community=west).budgeted == 5

    def test_two_directors_are_not_merged_unseen(self, east, west, north):
        for place in (east, west):
            make_spell(place, committee_post="director", name=f"{place}主任")
        change = decide("merged", [east, west], [north])
        assert "本社区现任主任为东风社区主任" in refused(change, proposal(change))


class TestSplitting:
    def test_each_row_goes_where_the_table_says(self, east, west, north):
        type(west).objects.filter(pk=west.pk).update(established_on=DAY)
        stays, goes = make_spell(east), make_spell(east, approved=True, committee_post="member")
        centre = make_facility(east, name="中心", area=Decimal(100))
        room = make_facility(east, name="图书室", within=centre)
        fund = make_fund(east, year=2024, budgeted=Decimal("100.01"), received=None, spent=Decimal(30))
        change = decide("split", [east], [west, north])
        past = figures(BEFORE)
        assert proposal(change) == []
        table = [
            give("staffing", stays.worker, east, west),
            give("staffing", goes.worker, east, north),
            give("facilities", centre, east, north),
            give("funds", fund, east, west, "0.5"),
            give("funds", fund, east, north, "0.5"),
        ]
        distribute(change=change, assignments=table, user=None)
        assert figures(BEFORE) == past
        moved = Spell.objects.get(community=north)
        assert (moved.started_on, moved.approved, moved.committee_post, moved.worker) == (
            DAY,
            True,
            "member",
            goes.worker,
        )
        moved.worker.refresh_from_db()
        assert moved.worker.community == north
        assert {one.name for one in Facility.objects.in_use(on=AFTER)} == {"中心", "图书室"}
        assert Facility.objects.get(community=north, name="图书室").within == Facility.objects.get(
            community=north, name="中心"
        )
        room.refresh_from_db()
        assert (room.community, room.within, room.closed_on) == (east, centre, DAY)
        amounts = WorkFund.objects.exclude(community=east).order_by("community__code")
        assert list(amounts.values_list("budgeted", "received", "spent")) == [
            (Decimal("50.00"), None, 15), (Decimal("50.01"), None, 15),
        ]  # fmt: skip

    def test_a_community_that_goes_on_gives_away_what_is_assigned_only(self, east, north):
        stays, goes = make_spell(east), make_spell(east)
        fund = make_fund(east, year=2024, budgeted=Decimal(100))
        change = decide("split", [east], [east, north])
        assert remaining(change) == []
        table = [give("staffing", goes.worker, east, north), give("funds", fund, east, north, "0.3")]
        assert "份额合计应为1" in refused(change, [give("staffing", goes.worker, east, north, "0.3")])
        distribute(change=change, assignments=table, user=None)
        stays.refresh_from_db(), fund.refresh_from_db()
        assert (stays.ended_on, fund.budgeted) == (None, 70)
        assert WorkFund.objects.get(community=north).budgeted == 30

    def test_what_happened_since_the_day_follows_as_well(self, east, west, north):
        first = make_spell(east)
        second = make_spell(east, started_on=D(2024, 8, 1))
        leave_post(spell=first, on=D(2024, 9, 1), end_reason="resigned", user=None)
        opened = make_facility(east, name="新馆", opened_on=D(2024, 8, 1))
        planned = make_facility(east, name="规划馆", status="planned", opened_on=None)
        gone = make_spell(east, ended_on=D(2024, 6, 1))
        closed = make_facility(east, name="旧馆", status="idle", closed_on=D(2024, 6, 1))
        change = decide("split", [east], [west, north])
        rows = {row for _kind, _place, row in remaining(change)}
        assert rows == {first.worker, second.worker, opened, planned}
        table = [give("staffing", one.worker, east, west) for one in (first, second)]
        table += [give("facilities", one, east, north) for one in (opened, planned)]
        distribute(change=change, assignments=table, user=None)
        rows = first.worker.spells.order_by("pk").values_list("community", "started_on", "ended_on", "end_reason")
        assert list(rows) == [
            (east.pk, LONG_AGO, DAY, ""), (west.pk, DAY, D(2024, 9, 1), "resigned"),
        ]  # fmt: skip
        second.refresh_from_db(), opened.refresh_from_db(), gone.refresh_from_db(), closed.refresh_from_db()
        assert (second.community, second.started_on) == (west, D(2024, 8, 1))
        assert (opened.community, opened.opened_on) == (north, D(2024, 8, 1))
        assert Facility.objects.get(community=north, name="规划馆").opened_on is None
        assert (gone.community, closed.community) == (east, east)

    def test_the_table_may_be_filled_in_several_times_but_no_row_twice(self, east, west, north):
        one, other = make_spell(east), make_spell(east)
        change = decide("split", [east], [west, north])
        distribute(change=change, assignments=[give("staffing", one.worker, east, west)], user=None)
        assert [row for _kind, _place, row in remaining(change)] == [other.worker]
        again = [give("staffing", one.worker, east, north)]
        assert "不在东风社区待分配的记录中" in refused(change, again)
        distribute(change=change, assignments=[give("staffing", other.worker, east, north)], user=None)
        assert remaining(change) == []
        assert Distribution.objects.filter(change=change).count() == 2


class TestForm:
    def form(self, change, **data):
        return DistributionForm(sent_once(**data), user=None, row=change)

    def test_a_community_that_goes_on_keeps_what_is_not_given_away(self, east, north):
        stays, goes = make_spell(east), make_spell(east)
        fund = make_fund(east, year=2024, budgeted=Decimal(100))
        change = decide("split", [east], [east, north])
        person = f"staffing-{east.pk}-{goes.worker.pk}"
        form = self.form(change, rest=str(north.pk), **{person: str(north.pk)})
        assert form.is_valid(), form.errors
        assert form.values()["assignments"] == [give("staffing", goes.worker, east, north)]
        share = f"funds-{east.pk}-{fund.pk}-{north.pk}"
        assert self.form(change, **{share: "30"}).is_valid()
        assert "100" in str(self.form(change, **{share: "101"}).errors[share])
        assert not self.form(change).is_valid()
        distribute(user=None, change=change, **form.values())
        stays.refresh_from_db()
        assert stays.ended_on is None

    def test_with_one_successor_everything_is_proposed_to_go_there(self, east, west, north):
        make_spell(east), make_fund(west, year=2024, budgeted=Decimal(5))
        form = DistributionForm(user=None, row=decide("merged", [east, west], [north]))
        asked = [name for _title, names in form.groups for name in names]
        assert {form.fields[name].initial for name in asked} == {str(north.pk)}

    def test_of_many_rows_only_the_exceptions_are_named(self, east, west, north, monkeypatch):
        type(west).objects.filter(pk=west.pk).update(established_on=DAY)
        monkeypatch.setattr(distribution_form, "MANY", 3)
        people = {name: make_spell(east, name=name).worker for name in ("张三", "李四", "王五", "赵六")}
        twins = [make_spell(east, name="刘洋") for _one in range(2)]
        change = decide("split", [east], [west, north])
        rest, here, there = (f"{what}-staffing-{east.pk}" for what in ("rest", f"to-{west.pk}", f"to-{north.pk}"))
        asked = DistributionForm(user=None, row=change)
        assert {name for _title, names in asked.groups for name in names} == {rest, here, there}
        wrong = self.form(change, **{rest: str(north.pk), here: "张三\n陈七;刘洋", there: "张 三"})
        assert not wrong.is_valid()
        told = " ".join(text for errors in wrong.errors.values() for text in errors)
        assert "没有“陈七”" in told
        numbered = [f"刘洋{twin.worker.staff_no}" for twin in twins]
        assert f"“刘洋”不止一条,请写成:{'、'.join(sorted(numbered))}" in told
        assert "“张三”写了两处" in told
        form = self.form(change, **{rest: str(north.pk), here: f" 张三\n\n李四 ;{numbered[0]}"})
        assert form.is_valid(), form.errors
        distribute(user=None, change=change, **form.values())
        assert set(Spell.objects.filter(community=west).values_list("worker", flat=True)) == {
            people["张三"].pk, people["李四"].pk, twins[0].worker.pk,
        }  # fmt: skip
        assert Spell.objects.filter(community=north).count() == 3
        assert not has_rows_left(change)

    def test_it_is_offered_until_nothing_is_left(self, east, north):
        make_spell(east)
        change = decide("merged", [east], [north], decree="")
        assert not has_rows_left(change)
        change.decree = "区政府〔2024〕8号"
        change.save()
        assert has_rows_left(change)
        distribute(change=change, assignments=proposal(change), user=None)
        assert not has_rows_left(change)


class TestRefusals:
    def test_drafts_and_other_kinds(self, east, north):
        assert "没有文号" in refused(decide("split", [east], [north], decree=""), [])
        assert "只有合并、拆分、撤销" in refused(decide("renamed", [east], [], new_name="东方社区"), [])

    def test_places_that_are_not_in_the_decision(self, east, west, north):
        spell = make_spell(east)
        change = decide("split", [east], [north])
        text = refused(change, [give("staffing", spell.worker, east, west)])
        assert text == "“王小明”只能从原社区分配到该沿革的现社区。"
        assert east.abolished_on is None

    def test_rows_of_another_community(self, east, west, north):
        spell = make_spell(west)
        change = decide("split", [east], [north])
        assert "不在东风社区" in refused(change, [give("staffing", spell.worker, east, north)])

    def test_more_than_there_is(self, east, west, north):
        fund = make_fund(east, year=2024, budgeted=Decimal(100))
        change = decide("split", [east], [west, north])
        table = [give("funds", fund, east, west, "0.7"), give("funds", fund, east, north, "0.7")]
        assert "份额合计应为1" in refused(change, table)

    def test_both_sides_must_be_within_reach(self, east):
        far = make_community("500199002001")
        clerk = User.objects.create_user("clerk")
        Posting.objects.create(user=clerk, role="street_clerk", area_code="500199001", started_on=LONG_AGO)
        assert "不在您的辖区内" in refused(decide("merged", [east], [far]), [], user=clerk)

    def test_who_and_why_are_on_record(self, east, north):
        spell = make_spell(east)
        county = User.objects.create_user("county")
        Posting.objects.create(user=county, role="county_reviewer", area_code="500199", started_on=LONG_AGO)
        change = decide("merged", [east], [north])
        assert places(change) == ([east], [north])
        distribute(change=change, assignments=proposal(change), user=county)
        assert (Change.of(spell)[0].event.user, Change.of(spell)[0].event.reason) == (county, "撤并分配")
        east.refresh_from_db()
        assert east.abolished_on == DAY


def test_assets_projects_and_posts_follow_a_merger(east, west):
    idle = IdleAsset.objects.create(community=east, name="旧厂房", kind="plant")
    running = BuildProject.objects.create(community=east, name="改造", kind="refit", started_on=D(2024, 5, 1))
    done = BuildProject.objects.create(community=east, name="新建", kind="new", finished_on=D(2023, 5, 1))
    make_posts(east, 5, decree="编〔2020〕1号")
    make_posts(west, 7, decree="编〔2020〕2号")
    change = decide("merged", [east, west], [west])
    distribute(change=change, assignments=proposal(change), user=None)
    for row, place in ((idle, west), (running, west), (done, east)):
        row.refresh_from_db()
        assert row.community == place
    posts = {
        place: list(place.approved_posts.order_by("started_on").values_list("posts", "ended_on", "decree"))
        for place in (east, west)
    }
    assert posts[east] == [(5, DAY, "编〔2020〕1号")]
    assert posts[west] == [(7, DAY, "编〔2020〕2号"), (12, None, "编〔2020〕2号;编〔2020〕1号")]
    assert not remaining(change)


def test_who_shares_a_facility_follows_a_merger(east, west, north):
    hall = make_facility(north, area=900, counted_area=300, shared_with=[east.code, west.code])
    own = make_facility(west, area=900, counted_area=300, shared_with=[east.code])
    act_on_change(decide("merged", [east], [west]))
    hall.refresh_from_db()
    own.refresh_from_db()
    assert hall.shared_with == [west.code]
    assert own.shared_with == []


def test_a_new_code_is_followed_by_all_that_is_kept_by_code(east, north):
    make_area("500199001")
    new = "500199001099"
    hall = make_facility(north, area=900, counted_area=300, shared_with=[east.code])
    service = PublicService.objects.create(area=east.code, name="低保申请", theme="assistance")
    limit = {"indicator": "floor-area", "operator": "at_least", "limit": "300"}
    old = Standard.objects.create(area=east.code, started_on=D(2020, 1, 1), **limit)
    later = Standard.objects.create(area=east.code, started_on=D(2030, 1, 1), scope="urban", **limit)
    act_on_change(decide("recoded", [east], [], code=new))
    for row in (hall, service, old, later):
        row.refresh_from_db()
    assert (hall.shared_with, service.area, later.area) == ([new], new, new)
    assert (old.area, old.ended_on) == ("500199001001", DAY)
    assert Standard.objects.get(area=new, scope="all").started_on == DAY


def test_a_locked_period_does_not_stop_a_new_code(east, north):
    make_area("500199001")
    make_facility(north, area=900, counted_area=300, shared_with=[east.code])
    lock(north, Office(), group="facilities", on=D(2026, 6, 30))
    act_on_change(decide("recoded", [east], [], code="500199001099"))
    assert Facility.objects.get().shared_with == ["500199001099"]
