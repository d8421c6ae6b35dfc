"""Acts on premises: what each leaves in the register, and what it refuses, in which words."""

import datetime
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from accounts.models import User
from communities.models import Posting
from facilities import services
from facilities.models import Facility, TemporaryShortfall
from records.models import Change
from tests.factories import LONG_AGO, make_community, make_facility

pytestmark = pytest.mark.django_db

D = datetime.date
DAY, LATER = D(2024, 3, 1), D(2024, 6, 1)
BEFORE = D(2024, 2, 29)


@pytest.fixture
def east():
    return make_community("500199001001")


@pytest.fixture
def far():
    return make_community("500199002001")


@pytest.fixture
def clerk():
    user = User.objects.create_user("clerk")
    Posting.objects.create(user=user, role="street_clerk", area_code="500199001", started_on=LONG_AGO)
    return user


def refused(act, *args, **kwargs):
    before = Change.objects.count()
    with pytest.raises(ValidationError) as caught:
        act(*args, **kwargs)
    assert Change.objects.count() == before
    return " ".join(caught.value.messages)


def in_use(on):
    return [(one.name, one.address) for one in Facility.objects.in_use(on=on)]


class TestOpening:
    def test_new_premises(self, east, clerk):
        facility = Facility(community=east, name="党群服务中心", kind="service_center", opened_on=DAY)
        services.open_facility(facility=facility, user=clerk, reason="新建")
        assert in_use(DAY) == [("党群服务中心", "")]
        assert Change.of(facility)[0].event.user == clerk

    def test_a_name_in_use_is_taken_and_a_closed_one_gives_it(self, east, clerk):
        old = make_facility(east, name="图书室")
        again = Facility(community=east, name="图书室", kind="library", opened_on=LATER)
        assert "已有同名设施" in refused(services.open_facility, facility=again, user=clerk)
        services.close_facility(facility=old, on=DAY, user=clerk)
        services.open_facility(facility=again, user=clerk)
        assert set(Facility.objects.values_list("name", flat=True)) == {"图书室", "图书室(至2024-03-01)"}

    def test_a_long_name_stays_within_its_column(self, east):
        facility = make_facility(east, name="长" * 80, closed_on=DAY, status="idle")
        assert len(services.closed_name(facility)) == 80

    def test_planned_and_built_premises_are_put_into_use(self, east, clerk):
        facility = make_facility(east, name="新馆", status="building", opened_on=None)
        services.put_into_use(facility=facility, on=DAY, user=clerk)
        assert (in_use(BEFORE), in_use(DAY)) == ([], [("新馆", "")])

    def test_used_again_after_a_while_is_another_row(self, east, clerk):
        facility = make_facility(east, name="旧馆", status="idle", closed_on=DAY, area=Decimal(120))
        again = services.put_into_use(facility=facility, on=LATER, user=clerk)
        assert again.area == 120
        assert in_use(BEFORE) == [("旧馆(至2024-03-01)", "")]
        assert (in_use(DAY), in_use(LATER)) == ([], [("旧馆", "")])

    def test_used_again_on_the_day_it_closed_goes_on(self, east, clerk):
        facility = make_facility(east, name="旧馆", status="idle", closed_on=DAY)
        assert services.put_into_use(facility=facility, on=DAY, user=clerk).pk == facility.pk
        assert in_use(BEFORE) == in_use(DAY) == [("旧馆", "")]

    @pytest.mark.parametrize(
        ("values", "words"),
        [
            ({}, "“在用”,不能启用"),
            ({"status": "demolished", "closed_on": DAY}, "“拆除”,不能启用"),
            ({"status": "idle", "closed_on": LATER}, "不能早于上次停用日期2024-06-01"),
        ],
    )
    def test_only_what_is_not_in_use(self, east, clerk, values, words):
        facility = make_facility(east, **values)
        assert words in refused(services.put_into_use, facility=facility, on=DAY, user=clerk)

    def test_a_place_outside_reach(self, far, clerk):
        facility = Facility(community=far, name="图书室", kind="library", opened_on=DAY)
        assert "不在您的辖区内" in refused(services.open_facility, facility=facility, user=clerk)
        stored = make_facility(far)
        assert "不在您的辖区内" in refused(services.close_facility, facility=stored, on=DAY, user=clerk)


class TestClosing:
    @pytest.mark.parametrize("outcome", ["idle", "demolished"])
    def test_in_use_until_the_day_and_the_rooms_with_it(self, east, clerk, outcome):
        centre = make_facility(east, name="中心")
        make_facility(east, name="图书室", within=centre, opened_on=D(2020, 1, 1))
        closed_before = make_facility(east, name="旧室", within=centre, status="idle", closed_on=D(2020, 1, 1))
        services.close_facility(facility=centre, on=DAY, outcome=outcome, user=clerk, reason="拆迁")
        assert {name for name, _address in in_use(BEFORE)} == {"中心", "图书室"}
        assert in_use(DAY) == []
        closed_before.refresh_from_db()
        assert closed_before.closed_on == D(2020, 1, 1)

    def test_refused(self, east, clerk):
        facility = make_facility(east, opened_on=DAY)
        act = {"facility": facility, "user": clerk}
        assert "请删除这条设施" in refused(services.close_facility, on=DAY, **act)
        assert "早于启用日期" in refused(services.close_facility, on=BEFORE, **act)
        assert "请选择闲置或拆除" in refused(services.close_facility, on=LATER, outcome="planned", **act)
        services.close_facility(on=LATER, **act)
        assert "不在使用中(闲置)" in refused(services.close_facility, on=LATER, **act)


class TestRelocating:
    def test_the_old_row_ends_and_the_new_place_has_the_name(self, east, clerk):
        centre = make_facility(east, name="中心", address="旧街1号", area=Decimal(300), floor=2, phone="63000000")
        moved = services.relocate_facility(facility=centre, on=DAY, address="新街2号", user=clerk)
        assert (in_use(BEFORE), in_use(DAY)) == ([("中心(至2024-03-01)", "旧街1号")], [("中心", "新街2号")])
        assert (moved.area, moved.floor, moved.phone) == (None, None, "63000000")
        centre.refresh_from_db()
        assert (centre.area, centre.status, centre.closed_on) == (300, "idle", DAY)

    @pytest.mark.parametrize(("with_rooms", "names"), [(False, {"中心"}), (True, {"中心", "图书室"})])
    def test_rooms_move_where_asked(self, east, clerk, with_rooms, names):
        centre = make_facility(east, name="中心")
        make_facility(east, name="图书室", kind="library", within=centre, area=Decimal(40))
        moved = services.relocate_facility(facility=centre, on=DAY, with_rooms=with_rooms, user=clerk)
        assert {name for name, _address in in_use(DAY)} == names
        assert all(room.area is None for room in moved.rooms.all())
        assert len(in_use(BEFORE)) == 2

    def test_on_the_first_day_the_row_itself_changes(self, east, clerk):
        centre = make_facility(east, name="中心", opened_on=DAY, address="旧街1号")
        assert services.relocate_facility(facility=centre, on=DAY, address="新街2号", user=clerk).pk == centre.pk
        assert in_use(DAY) == [("中心", "新街2号")]

    def test_twice_to_new_places(self, east, clerk):
        centre = make_facility(east, name="中心")
        moved = services.relocate_facility(facility=centre, on=DAY, user=clerk)
        services.relocate_facility(facility=moved, on=LATER, user=clerk)
        assert set(Facility.objects.values_list("name", flat=True)) == {
            "中心", "中心(至2024-03-01)", "中心(至2024-06-01)",
        }  # fmt: skip


class TestShortfall:
    def declare(self, community, clerk, **values):
        act = {"started_on": DAY, "ended_on": LATER, "cause": "拆迁", "document": "〔2024〕1号", **values}
        return services.declare_shortfall(community=community, user=clerk, **act)

    def test_it_holds_until_its_day(self, east, clerk):
        shortfall = self.declare(east, clerk)
        found = TemporaryShortfall.objects.open
        assert list(found(on=DAY)) == [shortfall]
        assert not found(on=BEFORE).exists()
        assert not found(on=LATER).exists()
        assert Change.of(shortfall)[0].event.user == clerk

    def test_the_day_may_be_put_off(self, east, clerk):
        shortfall = services.end_shortfall(shortfall=self.declare(east, clerk), ended_on=D(2024, 9, 1), user=clerk)
        assert TemporaryShortfall.objects.open(on=LATER).get() == shortfall

    def test_refused(self, east, far, clerk):
        assert "须晚于起始日期" in refused(self.declare, east, clerk, ended_on=DAY)
        assert "不在您的辖区内" in refused(self.declare, far, clerk)
        assert refused(self.declare, east, clerk, cause="")
        shortfall = self.declare(east, clerk)
        assert "已有临时不达标说明" in refused(self.declare, east, clerk, started_on=D(2024, 4, 1))
        assert "须晚于" in refused(services.end_shortfall, shortfall=shortfall, ended_on=DAY, user=clerk)
