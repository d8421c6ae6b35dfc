"""Loading the demonstration: real divisions, invented people and premises, and the report that shows them."""

import datetime
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from django.db import connection, transaction
from django.db.models import F, Value
from django.db.models.functions import Concat
from django.utils.translation import gettext as _

import communities
from communities.choices import AreaLevel
from communities.divisions import load_divisions
from communities.models import Area, AreaFigure, Community, CommunityCode, Headcount, Nil, WorkFund
from communities.places import NO_CITIES
from communities.roles import sync_roles
from compliance import registry
from compliance.choices import Reach
from compliance.models import Publication, Report
from compliance.services import build_report, publish_report
from compliance.shipped import load_standards
from demo import AS_OF, SOURCE
from demo.directory import load_directory
from demo.estates import load_estates
from demo.figures import load_figures
from demo.grids import duty_tables, load_grids
from demo.identities import Identities
from demo.logins import create_logins, make_logins
from demo.places import read_places
from demo.premises import invent_premises, load_premises
from demo.public import load_public
from demo.staff import staff_tables
from demo.volunteers import volunteer_tables
from facilities.models import Facility
from grids.models import Building, Covering, EventCount, Grid, GridDuty, GridEvent
from property_mgmt.models import (
    Committee,
    CommitteeEstate,
    CommitteeMember,
    Compound,
    Dispute,
    FeeYear,
    PropertyCompany,
    Renewal,
)
from records.beside import Beside
from records.history import acting
from records.loading import loading, uncollected
from records.models import Change
from records.site import DEMO, fact, state_fact
from staffing.models import ApprovedPosts, Licence, Spell, Training, Worker
from volunteers.models import Activity, Need, Participation, Team, Volunteer

WHOLE, SMALL = "50", "500103"
SAMPLES = Path(communities.__file__).parent / "data"
OF_STAFF = [Spell, Licence, Training, ApprovedPosts]
LARGE = [
    Community, CommunityCode, Worker, *OF_STAFF, Facility, Headcount, WorkFund, Team, Volunteer, Compound,
    CommitteeMember, FeeYear, Grid, GridDuty, Building, Covering, EventCount, Change,
]  # fmt: skip
SMALL_REGISTERS = [
    Area, AreaFigure, Nil, Activity, Participation, Need, PropertyCompany, Committee,
    CommitteeEstate, Renewal, Dispute, GridEvent,
]  # fmt: skip
SECOND_HALF = 120, 10_000_000
"""Identity and phone numbers of the second half of the staff begin where those of the first do not reach."""
DIVISIONS_AS_OF = datetime.date(2023, 6, 30)


class DemoRefused(Exception):
    """The demonstration would mix with data that are there already, or nothing is known of the place."""


@dataclass
class Loaded:
    """What a demonstration consists of."""

    area: str
    communities: int = 0
    workers: int = 0
    facilities: int = 0
    estates: int = 0
    grids: int = 0
    services: int = 0
    volunteers: int = 0
    report: object = None
    logins: list = field(default_factory=list)
    logins_file: Path | None = None


def sample_of(area):
    """The shipped file of divisions that holds the area."""
    for path in sorted(SAMPLES.glob("*_*.csv")):
        code = path.stem.rsplit("_", 1)[1]
        if area.startswith(code):
            return path
    names = "、".join(sorted(path.stem.rsplit("_", 1)[1] for path in SAMPLES.glob("*_*.csv")))
    raise DemoRefused(_("没有 %(area)s 的区划样例。可用的区划(及其下级):%(names)s。") % {"area": area, "names": names})


def is_unfinished():
    """Whether nothing is there yet, or a demonstration whose report was not built any more."""
    if fact(DEMO):
        return not Report.objects.exists()
    return not Community.objects.exists()


def load_demo(area):
    """Fill an instance that has no people and premises, and publish its report.

    Returns what was `Loaded`, or None where it was already.
    The report is built of what is committed, its parts side by side; if that was interrupted, it is built now.
    """
    loaded = None if fact(DEMO) == area else _load(area)
    if loaded or not Report.objects.filter(area_code=area).exists():
        loaded = loaded or Loaded(area)
        with transaction.atomic():
            loaded.report = publish_report(build_report(area=area, on=AS_OF))
    return loaded


@uncollected()
def _load(area):
    if fact(DEMO) or Worker.objects.exists() or Facility.objects.exists():
        raise DemoRefused(_("登记册中已有人员或设施,演示数据只能载入空的实例。请另设 DATA_DIR 后再载入。"))
    logins = make_logins()
    with transaction.atomic():
        loaded = Loaded(area, logins=logins)
        with acting(reason=_("载入演示数据 %s") % area):
            with loading(LARGE) as load:
                if not Community.objects.filter(code__startswith=area).exists():
                    load_divisions(sample_of(area), as_of=DIVISIONS_AS_OF, inside=area)
                _fill(loaded, load)
            sync_roles()
            loaded.logins_file = create_logins(logins, area)
        _analyse()
    return loaded


def _fill(loaded, load):
    places = read_places(loaded.area)
    if not places:
        raise DemoRefused(_("区划 %s 中没有社区。") % loaded.area)
    state_fact(DEMO, loaded.area)
    loaded.communities = len(places)
    loaded.workers = sum(place.staff for place in places)
    with ExitStack() as stack:
        _fill_registers(loaded, load, places, lambda tables: stack.enter_context(Beside(tables)))
    _name_authorities(loaded.area)
    load_standards()
    _open_to_public(loaded.area)


def _fill_registers(loaded, load, places, beside):
    """While `beside` invents people in other processes, this one stores what is ready and makes its indexes."""
    half = len(places) // 2
    some = beside(staff_tables(places[:half], Identities()))
    others = beside(staff_tables(places[half:], Identities(*SECOND_HALF)))
    tables, loaded.volunteers = volunteer_tables(places)
    volunteers = beside(tables)
    load.finish(Community, CommunityCode)
    loaded.facilities = load_premises(invent_premises(places))
    load.finish(Facility)
    load_figures(places, loaded.area)
    some.copy(*OF_STAFF)
    others.copy(*OF_STAFF)
    load.finish(Headcount, WorkFund, *OF_STAFF)
    loaded.estates = load_estates(places)
    loaded.services = load_directory(loaded.area)
    load_public(places)
    grids, loaded.grids = load_grids(places)
    load.finish(Compound, CommitteeMember, FeeYear, Grid, Building, Covering, EventCount)
    volunteers.copy()
    load.finish(Team, Volunteer)
    some.copy()
    others.copy()
    duties = beside(duty_tables(*grids))
    load.finish(Worker)
    duties.copy()


def _name_authorities(area):
    """Who leads community work there, for headings and signatures: since 2023 the party's 社会工作部."""
    levels = [AreaLevel.PROVINCE, AreaLevel.CITY, AreaLevel.COUNTY]
    areas = Area.objects.filter(code__startswith=area, level__in=levels, authority="").exclude(name__in=NO_CITIES)
    areas.update(authority=Concat(Value("中共"), F("name"), Value("委员会社会工作部")))


def _open_to_public(area):
    """Everything to community level: there is nobody to protect."""
    there = set(Publication.objects.filter(area=area).values_list("indicator", flat=True))
    slugs = [each.slug for each in registry.indicators() if each.slug not in there]
    Publication.objects.bulk_create(
        Publication(area=area, indicator=slug, reach=Reach.COMMUNITY, source=SOURCE) for slug in slugs
    )


def _analyse():
    """Tell the planner at once how big the registers have become."""
    names = [model._meta.db_table for model in SMALL_REGISTERS]
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE " + ", ".join(map(connection.ops.quote_name, names)))
