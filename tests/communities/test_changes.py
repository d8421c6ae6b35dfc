"""Decisions on communities act once, with a decree, and leave the register true for every day."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from communities.models import Community, CommunityChange, Posting
from communities.places import listed_names
from communities.services import act_on_change
from records.history import acting
from tests.factories import make_area, make_community, make_headcount, make_spell

pytestmark = pytest.mark.django_db
STREET = "500199001"
ON = datetime.date(2024, 3, 1)
BEFORE, AFTER = datetime.date(2024, 2, 29), datetime.date(2024, 3, 2)


@pytest.fixture
def places():
    make_area(STREET)
    return [make_community(f"{STREET}00{number}", name=f"第{number}居委会") for number in range(1, 5)]


def decide(kind, before=(), after=(), *, on=ON, decree="批复", **values):
    """A change and whether it acted."""
    with acting(reason="测试"):
        change = CommunityChange.objects.create(
            kind=kind, on=on, decree=decree, before=";".join(before), after=";".join(after), **values
        )
        return change, act_on_change(change)


def codes(on):
    return set(Community.objects.as_of(on).values_list("code_on", flat=True))


def test_without_a_decree_it_is_a_draft(places):
    change, acted = decide("abolished", [places[0].code], decree="")
    places[0].refresh_from_db()
    assert (acted, change.acted_at, places[0].abolished_on) == (False, None, None)


def test_it_acts_once(places):
    change, acted = decide("renamed", [places[0].code], new_name="幸福路居委会")
    assert (acted, act_on_change(change)) == (True, False)
    assert places[0].codes.count() == 2


def test_established_sets_a_blank_day_only(places):
    decide("established", after=[places[0].code])
    decide("established", after=[places[0].code], on=AFTER)
    places[0].refresh_from_db()
    assert places[0].established_on == ON
    assert places[0].code not in codes(BEFORE)
    assert places[0].code in codes(ON)


def test_abolished_ends_the_community_and_its_code_on_the_day(places):
    decide("abolished", [places[0].code])
    assert places[0].code in codes(BEFORE)
    assert places[0].code not in codes(ON)
    assert places[0].codes.get().ended_on == ON


def test_merged_ends_what_was_and_begins_what_is(places):
    one, two, new, _other = places
    decide("merged", [one.code, two.code], [new.code])
    assert codes(BEFORE) & {one.code, two.code, new.code} == {one.code, two.code}
    assert codes(ON) & {one.code, two.code, new.code} == {new.code}


def test_one_that_takes_in_another_goes_on(places):
    one, two, *_others = places
    decide("merged", [one.code, two.code], [one.code])
    one.refresh_from_db()
    assert (one.established_on, one.abolished_on) == (None, None)
    assert two.code not in codes(ON)


def test_split_ends_one_and_begins_several(places):
    one, two, three, _other = places
    decide("split", [one.code], [two.code, three.code])
    assert codes(ON) & {one.code, two.code, three.code} == {two.code, three.code}
    assert codes(BEFORE) & {one.code, two.code, three.code} == {one.code}


def test_renamed_keeps_the_code_and_both_names(places):
    decide("renamed", [places[0].code], new_name="幸福路居委会")
    names = [Community.objects.as_of(on).get(pk=places[0].pk).name_on for on in (BEFORE, ON)]
    places[0].refresh_from_db()
    assert names == ["第1居委会", "幸福路居委会"]
    assert (places[0].code, places[0].name, places[0].initials[:2]) == (f"{STREET}001", "幸福路居委会", "xf")


def test_recoded_is_the_same_community_with_its_register_and_its_clerk(places, django_user_model):
    community, new_code = places[0], f"{STREET}101"
    make_headcount(community, residents=3000)
    make_spell(community)
    clerk = django_user_model.objects.create(username="clerk")
    Posting.objects.create(user=clerk, role="community_clerk", area_code=community.code)
    decide("recoded", [community.code], [new_code])
    then = [Community.objects.as_of(on).get(pk=community.pk).code_on for on in (BEFORE, ON)]
    assert then == [f"{STREET}001", new_code]
    moved = Community.objects.get(code=new_code)
    assert (moved.pk, moved.headcounts.count(), moved.spells.count()) == (community.pk, 1, 1)
    assert Community.objects.visible_to(clerk).get() == moved


def test_a_decision_names_its_communities_also_by_former_codes(places):
    decide("recoded", [f"{STREET}002"], [f"{STREET}101"])
    asked = f"{STREET}001;{STREET}002;{STREET}777"
    told = f"第1居委会 {STREET}001、第2社区 {STREET}002、{STREET}777"
    assert listed_names({asked, ""}) == {"": "", asked: told}


def test_a_former_code_still_finds_the_community(places):
    decide("recoded", [places[0].code], [f"{STREET}101"])
    decide("abolished", [f"{STREET}001"], on=AFTER)
    assert Community.objects.get(pk=places[0].pk).abolished_on == AFTER


@pytest.mark.parametrize(
    ("kind", "before", "after", "values", "field", "code"),
    [
        ("abolished", ["500199001999"], [], {}, "before", "unknown_code"),
        ("abolished", [], [], {}, "before", "required"),
        ("merged", ["500199001001"], ["500199001999"], {}, "after", "unknown_code"),
        ("established", [], [], {}, "after", "required"),
        ("split", ["500199001001"], [], {}, "after", "required"),
        ("renamed", ["500199001001"], [], {}, "new_name", "required"),
        ("renamed", ["500199001001", "500199001002"], [], {"new_name": "甲"}, "before", "mismatch"),
        ("recoded", ["500199001001"], ["500199001002"], {}, "after", "conflict"),
        ("recoded", ["500199001001"], ["500199777001"], {}, "after", "unknown_code"),
        ("recoded", ["500199001001"], ["5001"], {}, "after", "required"),
        ("abolished", ["500199001001"], [], {"on": datetime.date(2999, 1, 1)}, "on", "out_of_range"),
    ],
)
def test_what_cannot_be_carried_out_is_refused_by_field(places, kind, before, after, values, field, code):
    with pytest.raises(ValidationError) as refused:
        decide(kind, before, after, **values)
    assert [error.code for error in refused.value.error_dict[field]] == [code]
    assert not CommunityChange.objects.exists()


def test_a_decision_is_not_dated_before_a_later_one(places):
    decide("renamed", [places[0].code], new_name="幸福路居委会")
    with pytest.raises(ValidationError, match="已有更晚的登记"):
        decide("renamed", [places[0].code], on=BEFORE, new_name="平安路居委会")


def test_what_is_abolished_cannot_be_renamed_later(places):
    decide("abolished", [places[0].code])
    with pytest.raises(ValidationError, match="撤销"):
        decide("renamed", [places[0].code], on=AFTER, new_name="平安路居委会")


def test_a_change_to_come_is_announced_to_residents_once_it_is_approved(places, client):
    one, two, *_others = places
    page, on = reverse("communities:public", args=[one.code]), timezone.localdate() + datetime.timedelta(days=40)
    change, _acted = decide("merged", [one.code, two.code], [two.code], on=on, decree="")
    assert "即将调整" not in client.get(page).content.decode()
    CommunityChange.objects.filter(pk=change.pk).update(approved_by="某区人民政府")
    text = client.get(page).content.decode()
    announced = text[text.index("即将调整") : text.index("仍找现在的社区办事")]
    for told in (f"{on.year}年{on.month}月{on.day}日起合并", f"{one}、{two} → {two}", "某区人民政府批准"):
        assert told in announced
    assert "已于" not in text
    CommunityChange.objects.filter(pk=change.pk).update(on=ON, decree="某府〔2024〕1号")
    text = client.get(page).content.decode()
    assert "即将调整" not in text
    assert "某府〔2024〕1号" in text
