"""人员编号: two at once never get one number, and none is given twice."""

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction

from communities.models import Community
from staffing.models import NumberSeries, Worker
from staffing.numbers import issue_staff_number, issue_staff_numbers
from tests.threads import at_once

COUNTY = "500103"


def make_holder(staff_no):
    place, _new = Community.objects.get_or_create(code=f"{COUNTY}001001", name="较场口居委会", kind="residents")
    return Worker.objects.create(community=place, staff_no=staff_no, name="张三")


@pytest.mark.django_db
def test_numbers_of_a_county_follow_each_other():
    assert issue_staff_number(COUNTY) == "500103000001"
    assert issue_staff_numbers(COUNTY, 3) == ["500103000002", "500103000003", "500103000004"]
    assert issue_staff_number("500104") == "500104000001"
    assert issue_staff_numbers(COUNTY, 0) == []


@pytest.mark.django_db
def test_numbers_that_came_with_a_sheet_are_stepped_over():
    make_holder("500103000007")
    assert issue_staff_number(COUNTY) == "500103000008"
    make_holder("500103000020")
    assert issue_staff_numbers(COUNTY, 2) == ["500103000021", "500103000022"]


@pytest.mark.django_db
def test_the_number_of_a_deleted_person_is_not_given_again():
    holder = make_holder(issue_staff_number(COUNTY))
    holder.delete()
    assert issue_staff_number(COUNTY) == "500103000002"


@pytest.mark.django_db
@pytest.mark.parametrize("known", [False, True], ids=["from people", "from the series"])
def test_the_last_number_is_the_last(known):
    if known:
        NumberSeries.objects.create(county=COUNTY, last=999_998)
    else:
        make_holder("500103999998")
    with pytest.raises(ValidationError, match="剩余的不够2个"):
        issue_staff_numbers(COUNTY, 2)
    assert issue_staff_number(COUNTY) == "500103999999"
    with pytest.raises(ValidationError, match="剩余的不够1个"):
        issue_staff_number(COUNTY)


@pytest.mark.django_db
def test_a_county_has_six_digits():
    with pytest.raises(ValueError, match="50010"):
        issue_staff_number("50010")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("first", [False, True], ids=["known county", "first of the county"])
def test_eight_at_once_never_get_one_number(first):
    if not first:
        issue_staff_number(COUNTY)

    def take():
        taken = []
        for _round in range(5):
            with transaction.atomic():
                taken.extend(issue_staff_numbers(COUNTY, 3))
        return taken

    taken = [number for numbers in at_once(*[take] * 8) for number in numbers]
    assert len(taken) == len(set(taken)) == 120
