"""Committees from their first day to their last, the finders, and who may do what."""

import datetime
import uuid
from types import SimpleNamespace

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.timezone import localdate as today

from communities.choices import Role
from communities.models import Community
from communities.panels import Visit
from communities.roles import sync_roles
from property_mgmt import checks, services
from property_mgmt.models import Committee, CommitteeEstate, Compound, Dispute, FeeYear
from property_mgmt.panels import estates as estates_panel
from records.models import Change
from records.refusals import sentence
from tests.factories import (
    COUNTY,
    make_area,
    make_committee,
    make_community,
    make_company,
    make_compound,
    make_fee_year,
    make_nil,
)
from tests.world import make_account

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)
STREET = f"{COUNTY}001"


@pytest.fixture
def place():
    sync_roles()
    make_area(COUNTY, name="测试区")
    make_area(STREET, name="解放碑街道")
    return make_community(f"{STREET}001", name="新建路社区居民委员会", short_name="新建路社区")


@pytest.fixture
def next_door(place):
    return make_community(f"{STREET}002", name="和平路社区居民委员会", short_name="和平路社区")


@pytest.fixture
def county(place):
    return make_account(Role.COUNTY_REVIEWER, COUNTY)


def found(compound, user, *neighbours, **kw):
    values = {"name": "联合业委会", "kind": "owners", "established_on": today(), "term_until": today() + 1000 * DAY}
    return services.found_committee(compound=compound, neighbours=neighbours, user=user, **{**values, **kw})


def names(rows):
    return sorted(rows.values_list("name", flat=True))


def test_a_county_records_a_joint_committee(place, next_door, county):
    one, two = make_compound(place, name="甲"), make_compound(next_door, name="乙")
    committee = found(one, county, two)
    assert [each.compound for each in committee.estates.order_by("pk")] == [one, two]
    event = Change.of(committee).last().event
    assert (event.user, event.reason) == (county, "联合组建委员会")
    assert Committee.objects.joint(on=today()).get() == committee


def test_a_joint_committee_across_streets_is_refused_and_nothing_stays(place, county):
    beyond = make_compound(make_community(f"{COUNTY}002001"), name="远")
    with pytest.raises(ValidationError, match="不能跨街道联合组建"):
        found(make_compound(place), county, beyond)
    assert not Committee.objects.exists()


def across_streets(place):
    """A committee of 解放碑街道 takes in an estate of another street, with no service or form in between."""
    beyond = make_compound(make_community(f"{COUNTY}002001"), name="远")
    joins = CommitteeEstate(committee=make_committee(place), compound=beyond, started_on=today())
    CommitteeEstate.objects.bulk_create([joins])


def test_the_database_refuses_a_committee_across_streets(place, next_door):
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        across_streets(place)
    assert caught.value.__cause__.diag.constraint_name == "committeeestate_one_street"
    assert "不能跨街道联合组建委员会" in sentence(caught.value)
    estate = make_committee(place, make_compound(next_door)).estates.get()
    beyond = make_compound(make_community(f"{COUNTY}003001"))
    with pytest.raises(IntegrityError), transaction.atomic():
        CommitteeEstate.objects.filter(pk=estate.pk).update(compound=beyond)
    assert CommitteeEstate.objects.get(pk=estate.pk).compound != beyond


def test_control_without_the_guard_a_committee_across_streets_is_stored(place):
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE property_mgmt_committeeestate DISABLE TRIGGER one_street_insert")
    across_streets(place)
    assert CommitteeEstate.objects.count() == 2


def test_a_street_parted_later_leaves_its_committees_as_they_are(place, next_door):
    committee = make_committee(place, make_compound(next_door))
    Community.objects.filter(pk=next_door.pk).update(code=f"{COUNTY}002002")
    estate = committee.estates.get()
    estate.ended_on = today()
    estate.save()
    assert CommitteeEstate.objects.get().ended_on == today()


def test_an_estate_has_one_committee_at_a_time(place, county):
    one = make_compound(place)
    found(one, county)
    with pytest.raises(ValidationError, match="已有委员会"):
        found(one, county, name="又一个")


def test_a_clerk_founds_nothing_in_another_community(place, next_door):
    clerk = make_account(Role.COMMUNITY_CLERK, place.code)
    with pytest.raises(ValidationError, match="不在您的辖区内"):
        found(make_compound(place), clerk, make_compound(next_door))


def test_joining_and_leaving_a_neighbour_s_committee(place, next_door, county):
    one, two = make_compound(place), make_compound(next_door)
    committee = make_committee(place, one)
    services.join_committee(compound=two, committee=committee, on=today() - DAY, user=county)
    assert two.represented.get().started_on == today() - DAY
    services.leave_committee(compound=two, on=today(), user=county)
    assert two.represented.get().ended_on == today()
    with pytest.raises(ValidationError, match="只代表这一个小区"):
        services.leave_committee(compound=one, on=today(), user=county)


@pytest.mark.parametrize("term_until", [today() - DAY, None])
def test_nobody_joins_a_committee_that_may_not_act(place, county, term_until):
    committee = make_committee(place, term_until=term_until)
    with pytest.raises(ValidationError, match="不在任期内"):
        services.join_committee(compound=make_compound(place), committee=committee, on=today(), user=county)


def test_a_new_term_is_later_than_the_old_one(place, county):
    committee = make_committee(place, term_until=today() - 10 * DAY)
    assert Committee.objects.overdue(on=today()).get() == committee
    with pytest.raises(ValidationError, match="晚于换届日期"):
        services.reelect_committee(committee=committee, on=today(), term_until=today(), user=county)
    services.reelect_committee(committee=committee, on=today(), term_until=today() + 100 * DAY, user=county)
    assert not Committee.objects.overdue(on=today()).exists()


def test_a_committee_that_ends_sets_its_estates_free(place, county):
    one = make_compound(place)
    committee = make_committee(place, one)
    services.end_committee(committee=committee, on=today(), user=county)
    assert one.represented.get().ended_on == today()
    with pytest.raises(ValidationError, match="终止"):
        services.end_committee(committee=committee, on=today(), user=county)
    assert found(one, county).established_on == today()


def test_the_finders(place, next_door):
    """Each finds exactly what was planted for it."""
    past, ahead = today() - DAY, today() + DAY
    make_compound(place, name="无人管", mode="none")
    make_compound(place, name="不知道")
    make_compound(place, name="有公司", mode="company", contract_until=past)
    make_compound(place, name="够条件", mode="company", eligible_on=today(), contract_until=today())
    make_compound(place, name="将够条件", mode="company", eligible_on=ahead)
    led = make_compound(next_door, name="有业委会", mode="none", eligible_on=past)
    overdue = make_committee(next_door, led, name="届满", term_until=past)
    everything = Compound.objects.all()
    assert names(everything.left_alone(on=today())) == ["无人管"]
    assert names(everything.due_for_committee(on=today())) == ["够条件"]
    assert names(everything.contract_out(on=today())) == ["有公司"]
    assert names(everything.could_join(on=today())) == []
    assert names(Committee.objects.overdue(on=today())) == ["届满"]
    Committee.objects.filter(pk=overdue.pk).update(term_until=today())
    assert names(everything.could_join(on=today())) == ["不知道", "够条件", "将够条件", "无人管", "有公司"]
    assert names(everything.with_committee(on=today())) == ["有业委会"]
    far = make_compound(make_community(f"{COUNTY}002001"), name="远")
    assert far not in everything.could_join(on=today())


@pytest.mark.parametrize("finder", ["left_alone", "due_for_committee", "could_join", "contract_out"])
def test_a_finder_is_a_filter_of_the_list(finder, place, county, client):
    make_compound(place, name="无关", mode="self", eligible_on=None)
    client.force_login(county)
    answer = client.get(reverse("property_mgmt:compound_list"), {"find": finder})
    assert answer.status_code == 200
    expected = 1 if finder == "left_alone" else 0
    assert answer.context["table"].paginator.count == expected


def test_the_page_of_an_estate_offers_the_joint_committee(place, next_door, county, client):
    one, two = make_compound(place, name="甲", eligible_on=today()), make_compound(next_door, name="乙")
    make_compound(make_community(f"{COUNTY}002001"), name="远方花园")
    client.force_login(county)
    page = client.get(reverse("property_mgmt:compound_detail", args=[one.pk]))
    url = reverse("property_mgmt:compound_act", args=[one.pk, "found"])
    assert url in page.content.decode()
    shown = client.get(url)
    assert "乙" in shown.content.decode()
    assert "远方花园" not in shown.content.decode()
    data = {
        "name": "甲乙联合业委会", "kind": "owners", "established_on": str(today()),
        "term_until": str(today() + 365 * DAY),
        "neighbours": [two.pk], "version": shown.context["form"]["version"].value(), "submission_id": str(uuid.uuid4()),
    }  # fmt: skip
    answers = [client.post(url, data) for _time in range(2)]
    assert [answer.status_code for answer in answers] == [302, 302], answers[0].context["form"].errors
    assert Committee.objects.get().estates.count() == 2


def test_a_street_clerk_looks_at_companies_but_does_not_rate_them(place, client):
    company = make_company(name="安居物业")
    client.force_login(make_account(Role.STREET_CLERK, STREET))
    assert client.get(reverse("property_mgmt:propertycompany_detail", args=[company.pk])).status_code == 200
    assert client.get(reverse("property_mgmt:propertycompany_edit", args=[company.pk])).status_code == 403


def test_a_form_of_an_estate_finds_the_company_and_refuses_strangers(place, county, client):
    make_company(name="安居物业")
    clerk = make_account(Role.STREET_CLERK, STREET)
    client.force_login(clerk)
    url = reverse("property_mgmt:compound_add")
    data = {"community": place.code, "name": "甲", "mode": "company", "company": "安居物业"}
    assert client.post(url, data | {"submission_id": str(uuid.uuid4())}).status_code == 302
    assert Compound.objects.get().company.name == "安居物业"
    answer = client.post(url, data | {"name": "乙", "company": "没有", "submission_id": str(uuid.uuid4())})
    assert "company" in answer.context["form"].errors
    answer = client.post(url, data | {"name": "乙", "mode": "none", "submission_id": str(uuid.uuid4())})
    assert "专业物业服务" in str(answer.context["form"].errors)


def test_a_committee_entered_by_form_is_kept_with_its_estates(place, next_door, county, client):
    make_compound(place, name="甲")
    make_compound(next_door, name="乙")
    client.force_login(county)
    data = {
        "community": place.code, "name": "联合", "kind": "owners", "established_on": "2024-01-01",
        "term_until": "2029-01-01", "estates_named": "甲;和平路社区/乙", "submission_id": str(uuid.uuid4()),
    }  # fmt: skip
    answer = client.post(reverse("property_mgmt:committee_add"), data)
    assert answer.status_code == 302, answer.context["form"].errors
    committee = Committee.objects.get()
    assert committee.estates.count() == 2
    edit = reverse("property_mgmt:committee_edit", args=[committee.pk])
    form = client.get(edit).context["form"]
    assert form["estates_named"].value() == "甲;和平路社区/乙" or form["estates_named"].value() == "和平路社区/乙;甲"
    again = {name: form[name].value() or "" for name in form.fields} | {"estates_named": "甲", "reason": "更正"}
    late = again | {"estates_named": form["estates_named"].value(), "term_until": "2028-01-01"}
    assert client.post(edit, again).status_code == 302
    assert committee.estates.filter(ended_on=None).get().compound.name == "甲"
    answer = client.post(edit, late | {"submission_id": str(uuid.uuid4())})
    assert answer.status_code == 409  # the estates are part of the version: nobody's change of them is lost unseen
    told = {one.name: (one.theirs, one.is_theirs) for one in answer.context["stale"].differences}
    assert told == {"estates_named": ("甲", True), "term_until": ("2029-01-01", False)}
    assert answer.context["form"]["estates_named"].value() == "甲"
    assert committee.estates.filter(ended_on=None).count() == 1


def test_more_received_than_due_is_stored_and_told(place, client):
    make_compound(place, name="甲")
    client.force_login(make_account(Role.STREET_CLERK, STREET))
    data = {"compound": "甲", "year": today().year, "due": "100", "received": "120", "submission_id": str(uuid.uuid4())}
    answer = client.post(reverse("property_mgmt:feeyear_add"), data, follow=True)
    assert FeeYear.objects.get().received == 120
    said = [str(message) for message in answer.context["messages"] if message.level_tag == "warning"]
    assert len(said) == 1
    assert "收回往年欠费" in said[0]
    data |= {"year": today().year - 1, "received": "100", "submission_id": str(uuid.uuid4())}
    answer = client.post(reverse("property_mgmt:feeyear_add"), data, follow=True)
    assert [message.level_tag for message in answer.context["messages"]] == ["success"]


def test_a_dispute_is_settled_once(place, county):
    dispute = Dispute.objects.create(compound=make_compound(place), raised_on=today() - DAY, kind="fee", title="欠费")
    clerk = make_account(Role.STREET_CLERK, STREET)
    services.settle_dispute(dispute=dispute, state="mediated", on=today(), user=clerk)
    dispute.refresh_from_db()
    assert (dispute.state, dispute.settled_on) == ("mediated", today())
    with pytest.raises(ValidationError, match="不能早于受理日期"):
        services.settle_dispute(dispute=dispute, state="sued", on=today() - 2 * DAY, user=clerk)


def test_the_public_panel_names_company_stars_committee_and_term_but_nobody(place):
    company = make_company(name="安居物业", stars=4)
    one = make_compound(place, name="甲", mode="company", company=company)
    make_committee(place, one, name="甲业委会", term_until=datetime.date(2099, 5, 1)).members.create(name="赵一")
    shown = estates_panel(Visit(community=place, on=today()))
    assert [each.name for each in shown["estates"]] == ["甲"]
    text = render_to_string("property_mgmt/panel.html", {"panel": shown})
    for said in ("甲", "安居物业", "4 星", "甲业委会", "任期至 2099-05-01"):
        assert said in text
    assert "赵一" not in text
    assert estates_panel(Visit(community=make_community(), on=today())) is None


def test_what_is_looked_at_before_estates_are_handed_in(place, next_door):
    """One mistake of each kind, told in words; a community without estates has to say so."""
    past = today() - 2 * DAY
    one = make_compound(place, name="甲", mode="company", contract_until=past)
    make_fee_year(one, year=today().year - 1, due=100, received=120)
    make_committee(place, one, name="甲业委会", term_until=past)
    period = SimpleNamespace(last_day=today())
    found = {
        finder.__name__: [str(each["sentence"]) for each in finder(Community.objects.all(), period)]
        for finder in (
            checks.compounds_missing, checks.compound_unstated, checks.compound_contract, checks.committee_overdue,
            checks.fee_above_due,
        )
    }  # fmt: skip
    assert {name: len(told) for name, told in found.items()} == dict.fromkeys(found, 1)
    assert "已过2天" in found["compound_contract"][0]
    assert "已过2天未换届" in found["committee_overdue"][0]
    assert "多20元" in found["fee_above_due"][0]
    make_nil(next_door, "compounds")
    assert list(checks.compounds_missing(Community.objects.all(), period)) == []
