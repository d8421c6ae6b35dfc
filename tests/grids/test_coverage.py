"""Coverage by lists: exactly what was planted is found, by the command as well."""

import datetime
import io
import json

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from grids import coverage
from grids.models import Grid
from tests.factories import (
    COUNTY,
    make_building,
    make_community,
    make_compound,
    make_covering,
    make_duty,
    make_grid,
)

D = datetime.date(2026, 6, 30)
pytestmark = pytest.mark.django_db


def found(code=COUNTY, on=D):
    return {(each.kind, each.community, each.grids, each.subject) for each in coverage.find([code], on)}


def staffed(community=None, **kw):
    grid = make_grid(community, **kw)
    make_duty(grid, role="leader")
    return grid


@pytest.fixture
def place():
    return make_community(f"{COUNTY}001001")


def test_a_covered_community_has_no_findings(place):
    first, second = staffed(place), staffed(place)
    micro = make_grid(parent=first)
    whole = make_compound(place)
    make_covering(whole, first)
    make_building(whole)
    make_building(whole, grid=micro)
    split = make_compound(place)
    make_building(split, grid=first)
    make_building(split, grid=second)
    make_covering(make_compound(place), second)
    assert found() == set()


def test_what_lies_nowhere_is_unassigned(place):
    staffed(place)
    make_compound(place, name="锦绣小区")
    make_building(make_compound(place, name="和平小区"), name="3栋")
    assert found() == {
        ("unassigned", place.code, (), "锦绣小区"),
        ("unassigned", place.code, (), "和平小区 3栋"),
    }


def test_a_special_net_or_an_ended_grid_covers_nothing(place):
    staffed(place)
    special = make_grid(place, kind="security")
    ended = make_grid(place, ended_on=D)
    estate = make_compound(place, name="锦绣小区")
    for grid in (special, ended):
        make_covering(estate, grid)
    assert found() == {("unassigned", place.code, (), "锦绣小区")}
    assert found(on=D - datetime.timedelta(1)) == {("no_duty", place.code, (ended.code,), ended.code)}
    assert coverage.unmerged([COUNTY], D) == [("security", 1, 1)]


def test_what_lies_in_two_grids_is_told_with_both(place):
    first, second = staffed(place), staffed(place)
    estate = make_compound(place, name="锦绣小区")
    make_covering(estate, first)
    make_building(estate, name="1栋")
    make_building(estate, name="2栋", grid=make_grid(parent=second))
    empty = make_compound(place, name="和平小区")
    make_covering(empty, first)
    make_covering(empty, second)
    both = (first.code, second.code)
    assert found() == {("twice", place.code, both, "锦绣小区 2栋"), ("twice", place.code, both, "和平小区")}


@pytest.mark.parametrize("role", ["police", "party"])
def test_those_beside_a_grid_do_not_staff_it(place, role):
    grid = make_grid(place)
    make_duty(grid, role=role)
    make_duty(grid, ended_on=D)
    assert found() == {("no_duty", place.code, (grid.code,), grid.code)}


def test_numbers_follow_one_another(place):
    staffed(place)
    make_grid(place, ended_on=datetime.date(2020, 1, 1))
    fits = staffed(place)
    gap = staffed(place, code=f"{place.code}005")
    after = staffed(place, code=f"{place.code}006")
    foreign = staffed(place, code="500199009009001")
    zero = staffed(place, code=f"{place.code}000")
    micro = make_grid(parent=after, code=f"{fits.code}01")
    assert {subject for kind, *_rest, subject in found() if kind == "number"} == {
        gap.code, foreign.code, zero.code, micro.code,
    }  # fmt: skip


def test_a_micro_grid_outside_its_parents_community(place):
    parent, other = staffed(place), make_community(f"{COUNTY}001002")
    micro = make_grid(other, parent=parent)
    assert found() == {("parent", other.code, (micro.code,), micro.code)}
    assert found(place.code) == set()


def fine(place, home, _number):
    make_covering(make_compound(place), home)
    return "", (), ""


def unassigned(place, _home, _number):
    return "unassigned", (), make_compound(place).name


def unassigned_building(place, home, _number):
    estate = make_compound(place)
    make_building(estate, grid=home)
    return "unassigned", (), f"{estate.name} {make_building(estate).name}"


def twice(place, home, _number):
    estate, other = make_compound(place), staffed(place, code=next_code(place))
    make_covering(estate, home)
    make_covering(estate, other)
    return "twice", (home.code, other.code), estate.name


def twice_building(place, home, _number):
    estate, other = make_compound(place), staffed(place, code=next_code(place))
    make_covering(estate, home)
    make_building(estate)
    return "twice", (home.code, other.code), f"{estate.name} {make_building(estate, grid=other).name}"


def misnumbered(place, _home, number):
    code = staffed(place, code=f"{place.code}{900 - 2 * number}").code
    return "number", (code,), code


def nobody(place, _home, _number):
    code = make_grid(place, code=next_code(place)).code
    return "no_duty", (code,), code


def next_code(place):
    codes = Grid.objects.filter(code__startswith=place.code, code__lt=f"{place.code}500").values_list("code", flat=True)
    return f"{place.code}{max(int(code[12:15]) for code in codes) + 1:03}"


WAYS = [fine, unassigned, unassigned_building, twice, twice_building, misnumbered, nobody]


def plant(place, ways):
    """Make a clean community untidy in these ways; returns what must be found."""
    home = staffed(place)
    told = [way(place, home, number) for number, way in enumerate(ways)]
    return {(kind, place.code, grids, subject) for kind, grids, subject in told if kind}


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(here=st.lists(st.sampled_from(WAYS), max_size=8), there=st.lists(st.sampled_from(WAYS), max_size=4))
def test_exactly_what_is_planted_is_found(db, here, there):
    with transaction.atomic():
        first, second = make_community(f"{COUNTY}002001"), make_community(f"{COUNTY}003001")
        planted = plant(first, here) | plant(second, there)
        assert found() == planted
        assert found(f"{COUNTY}002") == {each for each in planted if each[1] == first.code}
        transaction.set_rollback(True)


def test_the_command_tells_the_same(place):
    make_grid(place)
    make_compound(place, name="锦绣小区")
    out = io.StringIO()
    call_command("check_coverage", "--area", COUNTY, "--json", stdout=out)
    code = f"{place.code}001"
    assert json.loads(out.getvalue()) == {
        "area": COUNTY,
        "grids": 1,
        "findings": [
            {"kind": "unassigned", "community": place.code, "grids": [], "subject": "锦绣小区"},
            {"kind": "no_duty", "community": place.code, "grids": [code], "subject": code},
        ],
    }
    out = io.StringIO()
    make_grid(place, kind="urban")
    call_command("check_coverage", "--area", place.code, stdout=out)
    assert "未划入:1" in out.getvalue()
    assert "尚未整合的城管网格:1 个,涉及 1 个社区" in out.getvalue()


@pytest.mark.parametrize(("area", "code"), [("99", 1), ("5001990", 2), ("九", 2)])
def test_the_command_refuses_what_is_no_area(place, area, code):
    with pytest.raises(CommandError) as refused:
        call_command("check_coverage", "--area", area)
    assert refused.value.returncode == code
