"""The grids of the demonstration and who answers for them: 100,131 grid staff (重庆市人大 2023-05-30) for 38,000 grids.

A few things do not add up, so that the lists of coverage have something to show.
"""

import datetime
from collections import defaultdict
from dataclasses import dataclass, field

from demo import AS_OF, SOURCE
from demo.chance import Chance, apportion
from demo.identities import Identities
from demo.names import invent
from grids.choices import NETS, Category, DutyRole, Flow, GridKind
from grids.models import Building, Covering, EventCount, Grid, GridDuty, GridEvent
from property_mgmt.models import Compound
from records.copying import copy_rows, next_ids
from staffing.choices import StaffKind
from staffing.models import Spell

COMMUNITIES, GRIDS, STAFF = 11_269, 38_000, 100_131
NOT_FILLED, NO_HOUSEHOLDS, NOBODY, GAP, WITH_NET, WITH_MICRO = 0.012, 0.003, 0.012, 0.003, 0.09, 0.08
OTHERS = {DutyRole.PARTTIME: 0.55, DutyRole.FULLTIME: 0.37, DutyRole.POLICE: 1}
PER_BUILDING, WHOLE, LOOSE, TWICE = 30, 0.72, 0.006, 0.003
COUNTED, MONTHS = 0.4, 3
SINCE = (datetime.date(2019, 1, 1), datetime.date(2026, 6, 30))

GRID = ["id", "code", "name", "community_id", "parent_id", "kind", "households", "residents", "started_on", "source"]
ESTATE = ("pk", "community_id", "name", "households", "buildings")
DUTY = ["grid_id", "name", "phone", "role", "worker_id", "started_on", "pinyin", "initials", "source"]


@dataclass
class Net:
    """The grids of one community, in the order of their numbers, and how many people serve in them."""

    place: object
    count: int
    staff: int
    general: list = field(default_factory=list)


def load_grids(places):
    """Grids, buildings, events; what `duty_tables` goes on with, and how many general grids."""
    nets = _nets(places)
    rows = list(_grids(nets))
    for key, row in zip(next_ids(Grid, len(rows)), rows, strict=True):
        row["id"] = key
    for row in rows:
        row["parent_id"] = row["parent"]["id"] if row["parent"] else None
    copy_rows(Grid, GRID, ([row[name] for name in GRID] for row in rows))
    _load_buildings(nets)
    names = ["community_id", "month", "flow", "category", "reported", "closed", "source"]
    copy_rows(EventCount, names, _event_counts(nets))
    names = ["grid_id", "reported_on", "category", "title", "flow", "state", "source"]
    copy_rows(GridEvent, names, _events(nets))
    return (nets, rows), sum(net.count for net in nets)


def duty_tables(nets, rows):
    """A function that invents who serves in the grids, some of them on the staff that is there by now, for
    `records.beside`."""
    staff = _staff(nets)

    def tables():
        yield GridDuty, DUTY, _duties(nets, rows, staff)

    return tables


def _nets(places):
    """As many grids and people as the report tells for as many communities, more where more households live."""
    filled = [place for place in places if not Chance("grids", place.code).happens(NOT_FILLED)]
    weights = [place.households for place in filled]
    grids = apportion(max(round(len(filled) * GRIDS / COMMUNITIES), len(filled)), weights, 1)
    staff = apportion(max(round(len(filled) * STAFF / COMMUNITIES), sum(grids)), grids, 1)
    return [Net(*each) for each in zip(filled, grids, staff, strict=True)]


def _grids(nets):
    """Each net's general grids, its micro-grids, and the net of a department that is not merged yet."""
    for net in nets:
        chance, last = Chance("nets", net.place.code), 0
        for number in range(1, net.count + 1):
            last += 2 if number > 1 and chance.happens(GAP) else 1
            grid = _grid(net, last, f"第{number}网格", chance)
            net.general.append(grid)
            yield grid
        if net.place.is_urban and chance.happens(WITH_MICRO):
            for parent in net.general:
                for number in (1, 2):
                    yield _grid(net, number, f"第{number}微网格", chance, parent=parent)
        if chance.happens(WITH_NET):
            kind = chance.choice(NETS)
            yield _grid(net, last + 1, str(GridKind(kind).label), chance, kind=kind)


def _grid(net, serial, name, chance, *, parent=None, kind=GridKind.GENERAL):
    code = f"{parent['code']}{serial:02}" if parent else f"{net.place.code}{serial:03}"
    households = round(net.place.households / net.count * chance.uniform(0.8, 1.2) * (0.5 if parent else 1))
    is_known = kind == GridKind.GENERAL and not chance.happens(NO_HOUSEHOLDS)
    return {
        "code": code, "name": name, "community_id": net.place.pk, "parent": parent, "kind": kind,
        "households": households if is_known else None, "residents": round(households * 2.5) if is_known else None,
        "started_on": chance.day(datetime.date(2015, 1, 1), datetime.date(2018, 12, 31)), "source": SOURCE,
    }  # fmt: skip


def _duties(nets, rows, staff):
    """A leader for each grid, then the others one by one; staff of the community first, linked to their file."""
    phones = Identities()
    for net in nets:
        chance, known = Chance("duties", net.place.code), iter(staff[net.place.pk])
        nobodys = {number for number in range(net.count) if chance.happens(NOBODY)}
        for number in range(net.staff):
            grid = net.general[number % net.count]
            if number % net.count in nobodys:
                continue
            role = DutyRole.LEADER if number < net.count else chance.one_of(OTHERS)
            yield _duty(grid, role, chance, next(known, None) if role != DutyRole.POLICE else None, phones)
    for row in rows:
        if row["parent"]:
            yield _duty(row, DutyRole.MICRO, Chance("micro", row["code"]), None, phones)


def _duty(grid, role, chance, known, phones):
    worker, name, sound, letters = known or (None, *invent(chance, chance.choice(("male", "female"))))
    phone = phones.phone() if role == DutyRole.LEADER else ""
    return grid["id"], name, phone, role, worker, chance.day(*SINCE), sound, letters, SOURCE


def _staff(nets):
    """{community: [(worker, name, reading, initials)]} of those paid as grid staff, and of some others."""
    found = defaultdict(list)
    kinds = [StaffKind.GRID, StaffKind.FULLTIME]
    here = {net.place.pk for net in nets}
    spells = Spell.objects.filter(staff_kind__in=kinds, ended_on=None).order_by("-staff_kind", "pk")
    names = ("community_id", "staff_kind", "worker_id", "worker__name", "worker__pinyin", "worker__initials")
    for place, kind, *person in spells.values_list(*names).iterator():
        if place in here and (kind == StaffKind.GRID or len(found[place]) < 2):
            found[place].append(tuple(person))
    return found


def _load_buildings(nets):
    """Each estate lies in a grid as a whole, or its buildings in several one by one."""
    by_place = {net.place.pk: net for net in nets}
    coverings, buildings = [], []
    estates = Compound.objects.filter(community__in=by_place).order_by("community__code", "pk")
    for pk, place, name, households, count in estates.values_list(*ESTATE):
        net = by_place[place]
        chance = Chance("estate", net.place.code, name)
        number = count or max(round((households or 300) / PER_BUILDING), 1)
        first = chance.randrange(net.count)
        direct = _placed(chance, net, first, pk, coverings)
        each = households // number if households else None
        for building in range(number):
            grid = direct[building * len(direct) // number] if direct else None
            buildings.append((pk, f"{building + 1}栋", chance.choice((1, 2, 3)), each, grid, SOURCE))
    copy_rows(Covering, ["compound_id", "grid_id", "source"], coverings)
    copy_rows(Building, ["compound_id", "name", "units", "households", "grid_id", "source"], buildings)


def _placed(chance, net, first, estate, coverings):
    """The grids of the estate's buildings; none where the estate lies in one as a whole, or in none yet."""
    if chance.happens(LOOSE):
        return []
    own, following = net.general[first]["id"], net.general[(first + 1) % net.count]["id"]
    if net.count > 1 and not chance.happens(WHOLE):
        return [own, following]
    coverings.append((estate, own, SOURCE))
    if net.count > 1 and chance.happens(TWICE):
        coverings.append((estate, following, SOURCE))
    return []


def _event_counts(nets):
    """The last months of the communities whose platform reports them: mostly handed down, too little from below."""
    for net in nets:
        chance = Chance("events", net.place.code)
        if not chance.happens(COUNTED):
            continue
        for back in range(MONTHS):
            month = AS_OF.replace(month=AS_OF.month - back, day=1)
            for flow, mean in ((Flow.UP, 4), (Flow.DOWN, 7)):
                for category in (Category.SAFETY, Category.DISPUTE):
                    reported = round(chance.around(mean * net.count / 2, 0.5))
                    yield net.place.pk, month, flow, category, reported, min(reported, round(reported * 0.95)), SOURCE


TITLES = {Category.SAFETY: "楼道堆放杂物", Category.DISPUTE: "邻里噪声纠纷", Category.ENVIRONMENT: "垃圾未及时清运"}


def _events(nets):
    """A few single events, in communities without monthly counts."""
    for net in nets:
        if Chance("events", net.place.code).happens(COUNTED):
            continue
        chance = Chance("event", net.place.code)
        for _number in range(chance.randrange(3)):
            category = chance.choice(list(TITLES))
            on = chance.day(AS_OF - datetime.timedelta(days=300), AS_OF)
            flow = chance.one_of({Flow.UP: 0.45, Flow.DOWN: 1})
            yield chance.choice(net.general)["id"], on, category, TITLES[category], flow, "closed", SOURCE
