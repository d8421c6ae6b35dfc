"""Two counties that know nothing of each other, with a report each, and somebody in every role in the first one."""

import datetime
from dataclasses import dataclass

from django.contrib.auth.models import Group
from django.utils import timezone

from accounts.models import User
from communities.choices import Role
from communities.models import Alert, CommunityChange, LockException, Posting, Submission
from communities.roles import sync_roles
from communities.submissions.periods import open_period
from compliance import registry
from compliance.models import Opening, Publication, Report, Standard, StandardDraft
from compliance.services import build_report, publish_report
from disclosure.models import BoardPhoto, CalendarDay, Disclosure, Notice
from facilities.models import BuildProject, IdleAsset, PublicService
from jobs.models import Job
from property_mgmt.models import Dispute, Renewal
from rectification.models import Finding, Progress
from staffing.models import Pay, Vacancy
from tests.factories import (
    make_activity,
    make_area,
    make_area_figure,
    make_building,
    make_committee,
    make_community,
    make_company,
    make_compound,
    make_covering,
    make_disclosure,
    make_draft,
    make_duty,
    make_entry,
    make_event_count,
    make_facility,
    make_fee_year,
    make_finding,
    make_fund,
    make_grid,
    make_grid_event,
    make_headcount,
    make_licence,
    make_need,
    make_notice,
    make_objection,
    make_participation,
    make_posts,
    make_spell,
    make_standard,
    make_team,
    make_training,
    make_visit,
    make_volunteer,
)

DAY = datetime.date(2024, 6, 30)
HERE, THERE = "500199", "510199"
POSTED = {
    Role.COMMUNITY_CLERK: f"{HERE}001001",
    Role.STREET_CLERK: f"{HERE}001",
    Role.STREET_REVIEWER: f"{HERE}001",
    Role.CITY_OFFICER: HERE[:4],
}


@dataclass
class World:
    """What tests of pages look at."""

    here: Report
    there: Report
    community: object
    foreign: object

    def row(self, report):
        """The first community, which everybody posted to the county, its street or itself reaches."""
        return report.rows.get(code=f"{report.area_code}001001")

    def submission(self, report):
        """Of the first community: not handed in, and late."""
        return Submission.objects.get(community__code=f"{report.area_code}001001")

    def exception(self, report):
        return LockException.objects.get(submission=self.submission(report))

    def notice(self, report):
        return Notice.objects.published().inside(report.area_code).earliest("pk")

    def disclosure(self, report):
        return Disclosure.objects.published().inside(report.area_code).earliest("pk")

    def service(self, report):
        return PublicService.objects.filter(area__startswith=report.area_code).earliest("pk")

    def standard(self, report):
        return Standard.objects.get(area=report.area_code)

    def draft(self, report):
        return StandardDraft.objects.get(area=report.area_code)

    def opening(self, report):
        return Opening.objects.get(area=report.area_code)

    def finding(self, report):
        return Finding.objects.get(place=f"{report.area_code}001001")

    def job(self, report):
        return Job.objects.get(area_code=report.area_code)


def make_county(code, communities=2):
    """A county with one street, communities of which each keeps its registers, and a published report."""
    for width in (2, 4, 6):
        make_area(code[:width], name=f"Area {code[:width]}")
    make_area_figure(make_area(f"{code}001", name=f"Street {code}001"), residents=4000)
    made = []
    for number in range(1, communities + 1):
        name = f"Place {code} No {number}"
        place = make_community(
            f"{code}001{number:03}", name=name, short_name=name, phone="010-12345678", address="Road 1"
        )
        make_headcount(place, residents=2000, urban_residents=2000, households=800)
        make_spell(place, name="Somebody", party_post="secretary", committee_post="director", staff_kind="member")
        make_facility(place, name=f"Centre {number}", area=100 * number, floor=2)
        make_posts(place, 5)
        make_ledgers(place, name)
        make_estate(place, name, make_net(place, name))
        make_volunteering(place, name)
        make_public(place, name)
        made.append(place)
    make_standard("office-share", 50, area=code, operator="at_most")
    Alert.objects.create(
        key=f"seen:{code}", kind="failing", place=code, title=f"Place {code} fails", permission="compliance.view_report"
    )
    finding = make_finding(made[0], title=f"Place {code} finding")
    Progress.objects.create(finding=finding, year=2024, half=1, words="Begun")
    Opening.objects.create(area=code, reaches={"floor-area": "total"})
    make_draft(made[0], document=f"Place {code} paper")
    report = build_report(area=code, on=DAY)
    publish_report(report)
    return report, made


def make_ledgers(place, name):
    """What else is kept of people and premises, of money and figures."""
    worker = make_spell(place, name=f"{name} hand").worker
    make_licence(worker, number=f"{name} licence")
    make_training(worker, DAY, title=f"{name} course")
    Pay.objects.create(worker=worker, month=DAY.replace(day=1), base=4000)
    Vacancy.objects.create(community=place, post=f"{name} post", asked_on=DAY)
    BuildProject.objects.create(community=place, name=f"{name} works", kind="refit")
    IdleAsset.objects.create(community=place, name=f"{name} plant", kind="plant")
    PublicService.objects.create(area=place.code, name=f"{name} service", theme="assistance")
    make_fund(place)
    CommunityChange.objects.create(kind="renamed", on=DAY, before=place.code, new_name=f"{name} anew")


def make_net(place, name):
    """A grid with somebody in it, what was reported there, counted and looked at."""
    grid = make_grid(place, name=f"{name} grid", households=300)
    make_duty(grid, name="Leader", role="leader", phone="13812345678")
    make_grid_event(grid, title=f"{name} event")
    make_event_count(place, DAY.replace(day=1))
    make_visit(grid, household=f"{name} household")
    return grid


def make_estate(place, name, grid):
    """An estate in the grid with its company and committee, fees, a renewal and a dispute; another lies in it whole."""
    company = make_company(area=place.code[:6], name=f"{name} company")
    estate = make_compound(place, name=f"{name} estate", mode="company", company=company)
    make_building(estate, grid=grid, name=f"{name} building")
    make_covering(make_compound(place, name=f"{name} small estate"), grid)
    make_committee(place, estate, name=f"{name} committee").members.create(name=f"{name} member")
    make_fee_year(estate, due=100, received=90)
    Renewal.objects.create(compound=estate, year=2024, document=f"{name} paper")
    Dispute.objects.create(compound=estate, raised_on=DAY, kind="fee", title=f"{name} dispute")


def make_public(place, name):
    """What the community publishes, by which catalogue and which calendar."""
    entry = make_entry(area=place.code[:9], title=f"{name} entry")
    seen = {"oversight_by": f"{name} overseer", "oversight_on": DAY, "published_at": timezone.now()}
    item = make_disclosure(
        place,
        entry=entry,
        title=f"{name} figures",
        number=f"{place.code}-2024-001",
        state="published",
        body="100 in, 90 out",
        **seen,
    )
    make_disclosure(place, entry=entry, title=f"{name} draft", due_on=DAY)
    BoardPhoto.objects.create(disclosure=item, posted_on=DAY, stored_as=f"{place.code}.jpg")
    make_objection(item, text=f"{name} objection")
    make_notice(place, title=f"{name} notice", body="No lift today.", state="published", published_at=timezone.now())
    make_notice(place, title=f"{name} notice to come")
    CalendarDay.objects.create(
        area=place.code[:9], on=DAY + datetime.timedelta(days=int(place.code[-3:])), name=name[:20]
    )


def make_volunteering(place, name):
    """A team, somebody in it on two platforms, what they did, and what is asked of them."""
    team = make_team(place, name=f"{name} team", leader=f"{name} leader")
    one, _other = (
        make_volunteer(place, name=f"{name} friend", team=team, phone="13812345678", platform=platform)
        for platform in ("A", "B")
    )
    make_participation(make_activity(place, DAY, title=f"{name} clean-up", team=team), one)
    make_need(place, title=f"{name} wish", wanted_on=DAY)


def make_submissions(code, keeper):
    """The county's communities are asked for their households; one of them was once opened for a correction."""
    open_period(group="population", on=DAY, area_code=code)
    first = Submission.objects.get(community__code=f"{code}001001")
    LockException.objects.create(
        submission=first, started_on=DAY, ended_on=datetime.date(2024, 7, 31), reason="Counted anew", granted_by=keeper
    )


def make_world():
    for indicator in registry.indicators():
        Publication.objects.update_or_create(area="", indicator=indicator.slug, defaults={"reach": "community"})
    here, ours = make_county(HERE)
    there, theirs = make_county(THERE)
    sync_roles()
    keeper = User.objects.create_user("keeper", display_name="Keeper")
    for code in (HERE, THERE):
        make_submissions(code, keeper)
        Job.objects.create(kind="report", area_code=code, params={"as_of": str(DAY)})
    return World(here, there, ours[0], theirs[0])


def make_account(role, area=None, name=None):
    """An account in a role, posted to the first county (or the part of it the role is about)."""
    user = User.objects.create_user(name or f"user-{role}", password="right-horse-7", display_name="Officer")
    Posting.objects.create(
        user=user, role=role, area_code=area or POSTED.get(role, HERE), started_on=timezone.localdate()
    )
    user.groups.add(Group.objects.get(name=role))
    return user
