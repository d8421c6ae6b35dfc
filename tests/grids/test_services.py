"""Acts on grids: numbers, duties that pass from one to another, what is put where."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from communities.choices import Role
from communities.distribution import Move
from communities.roles import sync_roles
from grids import coverage, services
from grids.distribution import follow
from grids.models import Building, Covering, Grid, GridDuty
from tests.factories import (
    COUNTY,
    make_building,
    make_community,
    make_compound,
    make_covering,
    make_duty,
    make_grid,
    make_spell,
    make_worker,
)
from tests.world import make_account

DAY = datetime.date(2026, 3, 1)
pytestmark = pytest.mark.django_db


@pytest.fixture
def place():
    return make_community(f"{COUNTY}001001")


@pytest.fixture
def clerk(place):
    sync_roles()
    return make_account(Role.STREET_CLERK, area=f"{COUNTY}001")


def refused(code, field, act):
    with pytest.raises(ValidationError) as error:
        act()
    assert [one.code for one in error.value.error_dict[field]] == [code]


def test_numbers_are_issued_one_after_the_other(place, clerk):
    make_grid(place, code=f"{place.code}007", ended_on=DAY)
    first = services.open_grid(grid=Grid(community=place, name="甲"), user=clerk)
    micro = services.open_grid(grid=Grid(parent=first, name="一号楼"), user=clerk)
    second = services.open_grid(grid=Grid(parent=first, name="二号楼"), user=clerk)
    assert [each.code[12:] for each in (first, micro, second)] == ["008", "00801", "00802"]
    assert micro.community == place
    refused("conflict", "parent", lambda: services.open_grid(grid=Grid(parent=micro, name="三"), user=clerk))
    elsewhere = make_community("510199001001")
    refused("foreign_territory", "community", lambda: services.open_grid(grid=Grid(community=elsewhere), user=clerk))


def test_a_gap_is_closed_with_the_micro_grids(place, clerk):
    make_grid(place)
    late = make_grid(place, code=f"{place.code}005")
    micro = make_grid(parent=late)
    services.renumber_grid(grid=late, user=clerk)
    micro.refresh_from_db()
    assert (Grid.objects.get(pk=late.pk).code, micro.code) == (f"{place.code}002", f"{place.code}00201")
    assert not [each for each in coverage.find([place.code], DAY) if each.kind == "number"]


def test_a_grid_ends_with_its_micro_grids_and_duties(place, clerk):
    grid = make_grid(place)
    micro = make_grid(parent=grid)
    duties = [
        make_duty(grid),
        make_duty(micro, role="micro"),
        make_duty(grid, name="钱一", ended_on=datetime.date(2020, 1, 1)),
    ]
    services.end_grid(grid=grid, on=DAY, user=clerk)
    assert set(Grid.objects.values_list("ended_on", flat=True)) == {DAY}
    for duty in duties:
        duty.refresh_from_db()
    assert [duty.ended_on for duty in duties] == [DAY, DAY, datetime.date(2020, 1, 1)]
    refused("order", "on", lambda: services.end_grid(grid=grid, on=DAY, user=clerk))


def test_a_duty_passes_to_somebody_else_on_the_day(place, clerk):
    worker = make_worker(place, name="孙八")
    old = make_duty(make_grid(place), role="leader", phone="13812345678")
    new = services.hand_over_duty(duty=old, on=DAY, worker=worker, user=clerk)
    old.refresh_from_db()
    assert (old.ended_on, new.started_on, new.name, new.worker, new.phone) == (DAY, DAY, "孙八", worker, "")
    assert list(GridDuty.objects.open(on=DAY)) == [new]
    refused("order", "on", lambda: services.hand_over_duty(duty=old, on=DAY, name="钱一", user=clerk))
    again = lambda: services.hand_over_duty(duty=new, on=datetime.date(2026, 4, 1), worker=worker, user=clerk)  # noqa: E731
    refused("conflict", "name", again)


def test_somebody_on_file_is_linked_by_name(place, clerk):
    duty, worker, other = (
        make_duty(make_grid(place)),
        make_worker(place, name="赵小红"),
        make_worker(place, name="钱一"),
    )
    refused("mismatch", "worker", lambda: services.link_worker(duty=duty, worker=other, user=clerk))
    assert services.link_worker(duty=duty, worker=worker, user=clerk).worker == worker
    assert GridDuty.objects.of_leavers(on=DAY).count() == 1
    make_spell(place, worker=worker)
    assert GridDuty.objects.of_leavers(on=DAY).count() == 0


def test_an_estate_is_put_into_one_grid(place, clerk):
    first, second = make_grid(place), make_grid(place)
    estate = make_compound(place)
    make_covering(estate, first)
    inside, astray = make_building(estate, grid=make_grid(parent=second)), make_building(estate, grid=first)
    services.place_compound(compound=estate, grid=second, user=clerk)
    assert list(Covering.objects.values_list("grid", flat=True)) == [second.pk]
    inside.refresh_from_db()
    astray.refresh_from_db()
    assert (inside.grid.parent, astray.grid) == (second, None)
    foreign = make_grid(make_community(f"{COUNTY}001002"))
    refused("conflict", "grid", lambda: services.place_compound(compound=estate, grid=foreign, user=clerk))
    net = make_grid(place, kind="urban")
    refused("invalid_choice", "grid", lambda: services.place_compound(compound=estate, grid=net, user=clerk))


def test_a_building_leaves_the_others_where_they_are(place, clerk):
    first, second = make_grid(place), make_grid(place)
    estate = make_compound(place)
    make_covering(estate, first)
    moved, stays = make_building(estate), make_building(estate)
    services.place_building(building=moved, grid=second, user=clerk)
    assert dict(Building.objects.values_list("pk", "grid")) == {moved.pk: second.pk, stays.pk: first.pk}
    assert not Covering.objects.exists()
    assert not [each for each in coverage.find([place.code], DAY) if each.compound_id]


def test_grids_follow_a_merger(place, clerk):
    after = make_community(f"{COUNTY}001002")
    make_grid(after, name="第一网格")
    grid = make_grid(place, name="第一网格")
    make_grid(parent=grid, name="一号楼")
    duty = make_duty(grid)
    building = make_building(make_compound(after), grid=grid)
    follow(grid, Move(before=place, on=DAY, shares=[(after, 1)], continues=False))
    assert not Grid.objects.open(on=DAY).filter(community=place).exists()
    building.refresh_from_db()
    duty.refresh_from_db()
    assert building.grid.code == f"{after.code}002"
    assert building.grid.micro_grids.get().code == f"{after.code}00201"
    assert (duty.ended_on, building.grid.duties.get().started_on) == (DAY, DAY)


# -- the page -----------------------------------------------------------------------


@pytest.fixture
def at_desk(client, clerk):
    client.force_login(clerk)
    return client


def settle(client, **data):
    answer = client.post(reverse("grids:coverage_settle"), data, follow=True)
    assert answer.status_code == 200
    return [str(message) for message in answer.context["messages"]]


def test_findings_are_settled_from_their_lists(place, at_desk):
    first, second = make_grid(place, name="甲"), make_grid(place, name="乙")
    make_duty(first)
    make_duty(second)
    loose, split = make_compound(place, name="锦绣小区"), make_compound(place, name="和平小区")
    make_building(split, grid=first)
    near = make_building(split)
    page = at_desk.get(reverse("grids:coverage"))
    assert [(kind.value, count) for kind, count in page.context["tabs"]][:2] == [("unassigned", 2), ("twice", 0)]
    assert [(line.grid, may_settle) for line, may_settle in page.context["lines"]] == [(first, True), (None, True)]
    assert settle(at_desk, do="proposed", kind="unassigned") == ["已按建议划入 1 处。"]
    near.refresh_from_db()
    assert near.grid == first
    assert "请先选择网格" in settle(at_desk, do="place", compound=loose.pk, grid="")[0]
    assert settle(at_desk, do="place", compound=loose.pk, grid=second.pk) == ["已将锦绣小区划入乙。"]
    assert coverage.find([COUNTY], DAY) == []


def test_what_lies_in_two_grids_goes_where_the_building_says(place, at_desk):
    first, second = make_grid(place), make_grid(place)
    estate = make_compound(place)
    make_covering(estate, first)
    make_building(estate, grid=second)
    assert settle(at_desk, do="proposed", kind="twice") == ["已按建议划入 1 处。"]
    assert not [each for each in coverage.find([COUNTY], DAY) if each.compound_id]


def test_nothing_out_of_reach_is_settled(place, at_desk):
    far = make_community("510199001001")
    theirs, grid = make_compound(far), make_grid(far)
    assert "请先选择网格" in settle(at_desk, do="place", compound=theirs.pk, grid=grid.pk)[0]
    assert "请先选择网格" in settle(at_desk, do="place", compound=theirs.pk, grid=make_grid(place).pk)[0]
    assert "请先选择网格" in settle(at_desk, do="number", grid="9" * 40)[0]
    assert not Covering.objects.exists()
    assert at_desk.get(reverse("grids:coverage"), {"area": "510199"}).context["total"] == 1


def test_a_city_chooses_a_county_first(place, client):
    sync_roles()
    client.force_login(make_account(Role.CITY_OFFICER, area=COUNTY[:4]))
    assert client.get(reverse("grids:coverage")).context["counties"] is not None
    make_grid(place)
    assert client.get(reverse("grids:coverage"), {"area": COUNTY}).context["total"] == 1
