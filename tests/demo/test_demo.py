"""The demonstration: small enough to load here, true to the densities it claims, and nobody's real data."""

import datetime
import json
from io import StringIO
from statistics import mean

import pytest
from django.conf import settings
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.db import transaction
from django.db.models import Count, Q

from accounts.models import User
from communities.choices import Role
from communities.models import Community, Headcount
from compliance import registry
from compliance.models import Publication, Report, Result
from demo import AS_OF, SOURCE
from demo.chance import Chance, apportion
from demo.identities import Identities
from demo.loading import DemoRefused, is_unfinished, load_demo, sample_of
from demo.places import MEAN_RESIDENTS, read_places
from facilities.models import Facility
from property_mgmt.models import Committee, CommitteeMember, Compound, Dispute, FeeYear, PropertyCompany, Renewal
from records.identity import clean_id_number
from records.models import Event
from records.site import is_demo
from staffing.models import ApprovedPosts, Spell, Worker
from staffing.querysets import council
from volunteers.likeness import count_pairs
from volunteers.models import Activity, Need, Participation, Team, Volunteer

PLACE = "610330"
VOLUNTEERING = (Team, Volunteer, Activity, Participation, Need)
ESTATES = (PropertyCompany, Compound, Committee, CommitteeMember, FeeYear, Renewal, Dispute)


@pytest.fixture(autouse=True)
def data_dir(monkeypatch, tmp_path):
    monkeypatch.setattr(settings, "DATA_DIR", tmp_path)
    yield tmp_path
    cache.clear()


@pytest.fixture(scope="class")
def loaded(django_db_setup, django_db_blocker, tmp_path_factory):
    """凤县 with its people, loaded once for the tests that only look at it."""
    before, settings.DATA_DIR = settings.DATA_DIR, tmp_path_factory.mktemp("demo")
    with django_db_blocker.unblock(), transaction.atomic():
        yield load_demo(PLACE)
        transaction.set_rollback(True)
    settings.DATA_DIR = before
    cache.clear()


def spells():
    return Spell.objects.open(on=AS_OF).filter(is_primary=True)


@pytest.mark.usefixtures("db")
class TestLoaded:
    @pytest.fixture(autouse=True)
    def _loaded(self, loaded):
        self.loaded = loaded

    def test_as_many_people_as_the_density_says(self):
        filled = Community.objects.filter(spells__isnull=False).distinct().count()
        assert filled == Community.objects.count() - 1
        assert spells().count() == Worker.objects.count() == round(filled * 95_710 / 11_232)

    @pytest.mark.parametrize("kind", MEAN_RESIDENTS)
    def test_communities_have_the_mean_number_of_residents(self, kind):
        places = [place for place in read_places(PLACE) if place.kind == kind]
        assert mean(place.residents for place in places) == MEAN_RESIDENTS[kind]

    def test_every_community_has_one_head_or_a_secretary_and_a_director(self):
        heads = (
            spells()
            .values("community")
            .annotate(
                secretaries=Count("pk", filter=Q(party_post="secretary")),
                directors=Count("pk", filter=Q(committee_post="director")),
            )
        )
        assert {(row["secretaries"], row["directors"]) for row in heads} == {(1, 1)}
        both = spells().filter(party_post="secretary", committee_post="director").count()
        assert both >= 0.9 * len(heads)

    def test_council_is_as_young_and_as_educated_as_reported(self):
        members = spells().filter(council())
        young = members.filter(worker__born_on__gt=AS_OF.replace(year=AS_OF.year - 36)).count()
        educated = members.filter(worker__education__in=["college", "bachelor", "graduate"]).count()
        assert 0.28 < young / members.count() < 0.48
        assert 0.35 < educated / members.count() < 0.65

    def test_identity_numbers_are_formally_right_and_nobodys(self):
        numbers = [worker.id_number for worker in Worker.objects.all() if worker.id_number]
        assert len(set(numbers)) == len(numbers) > 0.95 * Worker.objects.count()
        assert all(clean_id_number(number).startswith("500199") for number in numbers)

    def test_phone_numbers_have_eleven_digits_and_no_mobile_prefix(self):
        phones = [worker.phone for worker in Worker.objects.all() if worker.phone]
        assert len(set(phones)) == len(phones)
        assert all(len(phone) == 11 and phone.startswith("111") for phone in phones)

    def test_every_row_passes_the_checks_of_its_form(self):
        for model in (Worker, Spell, ApprovedPosts, Facility, Headcount, *ESTATES, *VOLUNTEERING):
            for row in model.objects.order_by("pk")[:60]:
                row.full_clean()

    def test_stored_readings_are_those_a_form_would_store(self):
        derived = Worker._meta.get_field("pinyin").derive
        workers = Worker.objects.all()
        assert sum(worker.pinyin == derived(worker.name) for worker in workers) > 0.97 * len(workers)

    def test_every_row_says_that_it_is_invented(self):
        for model in (Worker, Spell, ApprovedPosts, Facility, Headcount, *ESTATES, *VOLUNTEERING):
            assert set(model.objects.values_list("source", flat=True)) == {SOURCE}

    def test_no_approval_looks_like_a_document_number(self):
        approvals = set(Spell.objects.exclude(approval="").values_list("approval", flat=True))
        assert not any("〔" in text or "号 " in text or any(sign.isdigit() for sign in text) for text in approvals)

    def test_some_things_are_not_known(self):
        assert Community.objects.filter(spells=None).exists()
        assert Worker.objects.filter(id_number_index=None).exists()
        assert Worker.objects.filter(education="").exists()

    def test_volunteers_of_two_platforms_are_nobody_and_some_stand_on_both(self):
        people = list(Volunteer.objects.all())
        numbers = [one.id_number for one in people if one.id_number]
        assert len(people) > 1000
        assert {one.platform for one in people} == {"志愿汇", "重庆志愿服务网"}
        assert all(clean_id_number(number).startswith("500199") for number in numbers)
        assert all(one.phone.startswith("111") for one in people)
        assert 0 < count_pairs(Volunteer, None) < len(people) / 50

    def test_hours_are_mostly_verified_and_some_teams_sleep(self):
        hours = Participation.objects.count()
        assert 0.7 * hours < Participation.objects.exclude(verified_at=None).count() < hours
        assert Team.objects.dormant(on=AS_OF).exists()
        assert Team.objects.dormant(on=AS_OF).count() < Team.objects.count()
        assert set(Need.objects.values_list("state", flat=True)) == {"open", "done", "cancelled"}

    def test_rooms_lie_in_the_centre_of_their_community(self):
        rooms = Facility.objects.exclude(within=None).select_related("within")
        assert {room.within.kind for room in rooms} == {"service_center"}
        assert all(room.community_id == room.within.community_id for room in rooms)

    def test_it_is_one_dated_event_beside_the_divisions(self):
        reasons = Event.objects.filter(changes__isnull=False).distinct().values_list("reason", flat=True)
        ours = [reason for reason in reasons if PLACE in reason]
        assert sorted(ours) == ["导入区划代码 fengxian_610330.csv", f"载入演示数据 {PLACE}"]

    def test_the_instance_and_the_report_say_that_it_is_a_demonstration(self):
        report = Report.objects.get()
        assert is_demo()
        assert (report.state, report.is_demo, report.as_of, report.area_code) == ("published", True, AS_OF, PLACE)
        figure = Result.objects.get(report=report, row__code=PLACE, indicator="staff-per-community")
        assert round(figure.value, 1) == 8.5

    def test_everything_is_open_to_the_public(self):
        opened = Publication.objects.filter(area=PLACE, reach="community").values_list("indicator", flat=True)
        assert set(opened) == {each.slug for each in registry.indicators()}

    def test_there_is_one_login_per_role_and_the_list_is_private(self):
        path = self.loaded.logins_file
        assert path.stat().st_mode & 0o777 == 0o600
        text = path.read_text(encoding="utf-8")
        assert all(login.password in text for login in self.loaded.logins)
        assert {login.role for login in self.loaded.logins} == {*Role.values, ""}
        for login in self.loaded.logins:
            assert User.objects.get(username=login.username).check_password(login.password)


@pytest.mark.django_db
def test_the_same_place_is_loaded_alike_twice():
    def what_is_there():
        load_demo("610330100")
        people = Worker.objects.order_by("staff_no").values_list("staff_no", "name", "born_on", "id_number_index")
        premises = Facility.objects.order_by("community__code", "name")
        volunteers = Volunteer.objects.order_by("platform", "platform_no")
        served = Participation.objects.order_by("starts_at", "volunteer__platform_no")
        return json.dumps(
            [[[*map(str, row[:3]), bytes(row[3] or b"").hex()] for row in people],
             [list(map(str, row)) for row in premises.values_list("community__code", "name", "area", "floor")],
             [list(map(str, row)) for row in volunteers.values_list("platform_no", "name", "born_on", "team__name")],
             [list(map(str, row)) for row in served.values_list("name", "starts_at", "hours", "verified_by")]]
        )  # fmt: skip

    both = []
    for _time in range(2):
        with transaction.atomic():
            both.append(what_is_there())
            transaction.set_rollback(True)
        cache.clear()
    assert both[0] == both[1]


@pytest.mark.django_db
def test_loading_again_does_nothing_and_says_so():
    assert is_unfinished()
    load_demo("610330100")
    assert not is_unfinished()
    out = StringIO()
    call_command("load_demo", "--place", "610330100", stdout=out)
    assert "未作改动" in out.getvalue()
    # The report was interrupted: it is all that is missing.
    Report.objects.all().delete()
    assert is_unfinished()
    out = StringIO()
    call_command("load_demo", "--place", "610330100", stdout=out)
    assert "已发布测算报告" in out.getvalue()
    assert "演示数据已载入" not in out.getvalue()
    assert not is_unfinished()
    with pytest.raises(CommandError, match="只能载入空的实例"):
        call_command("load_demo", "--small")


@pytest.mark.django_db
def test_a_place_without_a_sample_is_refused():
    with pytest.raises(DemoRefused, match="没有 11 的区划样例"):
        load_demo("11")
    with pytest.raises(CommandError):
        call_command("load_demo", "--place", "610330999")
    assert not Community.objects.exists()


def test_samples_are_found_by_their_code():
    assert sample_of("500103").name == "chongqing_50.csv"
    assert sample_of("50").name == "chongqing_50.csv"


def test_apportioned_shares_add_up_and_keep_the_least():
    shares = apportion(100, [1, 1, 5, 0.1], 10)
    assert sum(shares) == 100
    assert min(shares) >= 10
    assert shares[2] == max(shares)


def test_chance_repeats_itself():
    assert [Chance("a", 1).random() for _time in range(2)] == [Chance("a", 1).random()] * 2
    assert Chance("a", 1).random() != Chance("a", 2).random()


def test_no_number_is_given_out_twice():
    identities = Identities()
    born = datetime.date(1990, 1, 1)
    numbers = [identities.id_number(born, gender) for gender in ("male", "female") for _person in range(500)]
    assert len(set(map(clean_id_number, numbers))) == 1000
    with pytest.raises(OverflowError):
        identities.id_number(born, "male")
    assert len({identities.phone() for _person in range(10_000)}) == 10_000
