"""The premises of the demonstration: a service centre nearly everywhere, rooms in it, points around it.

重庆市人大 2023-05-30: about 40 ㎡ per 100 households in towns and 50 ㎡ in the country, every community with a centre.
"""

import datetime
from decimal import Decimal
from itertools import groupby

from demo import AS_OF, SOURCE
from demo.chance import Chance
from facilities.choices import FacilityKind, FacilityStatus, Tenure
from facilities.models import Facility
from records.copying import copy_rows, next_ids

PER_HUNDRED, SPREAD = {True: 38.5, False: 51}, {True: 0.42, False: 0.4}
SMALLEST_CENTRE = 90
ROOMS = {
    FacilityKind.HALL: ("便民服务大厅", 0.8, 0.5),
    FacilityKind.MEETING: ("居民议事厅", 0.5, 0.2),
    FacilityKind.LIBRARY: ("图书阅览室", 0.5, 0.2),
    FacilityKind.ACTIVITY: ("文体活动室", 0.55, 0.25),
    FacilityKind.DAYCARE: ("日间照料室", 0.25, 0.08),
    FacilityKind.POLICE: ("警务室", 0.35, 0.12),
    FacilityKind.SCHOOL: ("居民学校", 0.25, 0.1),
    FacilityKind.DONATION: ("慈善捐赠点", 0.2, 0.05),
    FacilityKind.SENIOR_ROOM: ("老年活动室", 0.2, 0.1),
    FacilityKind.MEDIATION: ("人民调解室", 0.2, 0.1),
}
"""Kind → name, share of town communities and of villages that have entered it."""

AROUND = {
    FacilityKind.CULTURE: ("综合性文化服务中心", 0.2, 0.12, 120),
    FacilityKind.CHILDREN: ("儿童之家", 0.2, 0.08, 45),
    FacilityKind.SOCIALWORK: ("社会工作室", 0.2, 0.04, 30),
    FacilityKind.ELDERLY: ("居家养老服务站", 0.55, 0.05, 260),
    FacilityKind.CANTEEN: ("老年食堂", 0.18, 0.02, 110),
    FacilityKind.MUTUAL_CARE: ("互助养老点", 0.01, 0.35, 90),
    FacilityKind.HEALTH: ("社区卫生服务站", 0.2, 0, 150),
    FacilityKind.VILLAGE_CLINIC: ("村卫生室", 0, 0.3, 80),
    FacilityKind.FIRE: ("微型消防站", 0.2, 0.03, 15),
    FacilityKind.PLAZA: ("文化健身广场", 0.12, 0.15, 500),
}
"""Kind → name, shares, mean area."""

TENURE = {
    True: {Tenure.STATE: 0.42, Tenure.HANDED_OVER: 0.26, Tenure.LEASED: 0.12, Tenure.PENDING: 0.05,
           Tenure.PURCHASED: 0.05, Tenure.BORROWED: 0.07, Tenure.SHARED: 1},
    False: {Tenure.COLLECTIVE: 0.86, Tenure.STATE: 0.1, Tenure.BORROWED: 1},
}  # fmt: skip
STATUS = {
    FacilityStatus.TEMPORARY: 0.012, FacilityStatus.PLANNED: 0.003, FacilityStatus.BUILDING: 0.002,
    FacilityStatus.DEMOLISHED: 0.003, FacilityStatus.IN_USE: 1,
}  # fmt: skip
NOT_FILLED, NO_AREA, NO_PARTS, UPSTAIRS, FLOOR_UNKNOWN, SHARED = 0.006, 0.015, 0.15, 0.22, 0.03, 0.006
SQUARES = {"500103": ((106.52, 106.585), (29.545, 29.563))}
"""Degrees of longitude and latitude within which the premises of a county are strewn: not where anything really is."""
HOURS = "周一至周五 9:00—12:00,14:00—17:30"
OPENED = (datetime.date(2008, 1, 1), datetime.date(2025, 12, 31))
FIELDS = [
    "id", "community_id", "name", "kind", "area", "office_area", "activity_area", "shared_with", "counted_area",
    "within_id", "floor", "has_lift", "is_accessible", "tenure", "has_title", "status", "opened_on", "closed_on",
    "hours", "longitude", "latitude", "source",
]  # fmt: skip


def invent_premises(places):
    """Every community's premises, each as a dictionary."""
    rows = [row for place in places for row in _premises(place)]
    _share_centres(places, rows)
    _strew(places, rows)
    return rows


def load_premises(rows):
    """Store them, the rooms within their centres; how many."""
    keys = next_ids(Facility, len(rows))
    centres = {}
    for key, row in zip(keys, rows, strict=True):
        row["id"] = key
        if row["kind"] == FacilityKind.SERVICE_CENTER:
            centres[row["community_id"]] = key
        row["within_id"] = centres.get(row["community_id"]) if row["is_room"] else None
    copy_rows(Facility, FIELDS, ([row[name] for name in FIELDS] for row in rows))
    return len(rows)


def _premises(place):
    """The centre first, then its rooms, then what stands around it; nothing where the register is not filled in."""
    chance = Chance("premises", place.code)
    if chance.happens(NOT_FILLED):
        return
    centre = _centre(place, chance)
    yield centre
    for kind, (name, *shares) in ROOMS.items():
        if centre["status"] == FacilityStatus.IN_USE and chance.happens(shares[not place.is_urban]):
            yield _room(place, chance, centre, kind, name)
    for kind, (name, town, country, mean) in AROUND.items():
        if chance.happens(town if place.is_urban else country):
            yield _point(place, chance, kind, name, mean)


def _row(place, kind, name, **values):
    nothing = dict.fromkeys(FIELDS)
    named = {"community_id": place.pk, "kind": kind, "name": name, "shared_with": [], "source": SOURCE, "hours": ""}
    return {**nothing, **named, "tenure": "", "status": FacilityStatus.IN_USE, "is_room": False, **values}


def _square_metres(value):
    return Decimal(round(value * 100)) / 100


def _centre(place, chance):
    urban = place.is_urban
    size = max(place.households / 100 * chance.around(PER_HUNDRED[urban], SPREAD[urban]), SMALLEST_CENTRE)
    area = None if chance.happens(NO_AREA) else _square_metres(size)
    stated = area is not None and not chance.happens(NO_PARTS)
    status = chance.one_of(STATUS)
    began = status not in (FacilityStatus.PLANNED, FacilityStatus.BUILDING)
    opened = chance.day(*OPENED) if began else None
    gone = status == FacilityStatus.DEMOLISHED
    return _row(
        place, FacilityKind.SERVICE_CENTER, f"{place.short_name}党群服务中心",
        area=area,
        office_area=_square_metres(size * chance.triangular(0.08, 0.36, 0.17)) if stated else None,
        activity_area=_square_metres(size * chance.uniform(0.42, 0.63)) if stated else None,
        floor=1, has_lift=chance.happens(0.2 if urban else 0.02), is_accessible=chance.happens(0.6),
        tenure=chance.one_of(TENURE[urban]), has_title=chance.happens(0.45), status=status, opened_on=opened,
        closed_on=chance.day(max(opened, datetime.date(2026, 1, 1)), AS_OF) if gone else None, hours=HOURS,
    )  # fmt: skip


def _room(place, chance, centre, kind, name):
    """A room of the centre: on its ground floor or above; sometimes nobody has entered the floor."""
    unknown = chance.happens(FLOOR_UNKNOWN)
    floor = 2 + chance.happens(0.3) if chance.happens(UPSTAIRS) else 1
    return _row(
        place, kind, name, is_room=True, area=_square_metres(chance.uniform(18, 70)), floor=None if unknown else floor,
        has_lift=None if unknown else centre["has_lift"], opened_on=centre["opened_on"], hours=HOURS,
    )  # fmt: skip


def _point(place, chance, kind, name, mean):
    upstairs = place.is_urban and chance.happens(UPSTAIRS / 2)
    outdoors = kind == FacilityKind.PLAZA
    lift = chance.happens(0.35 if upstairs else 0.1)
    return _row(
        place, kind, name,
        area=None if chance.happens(NO_AREA) else _square_metres(chance.around(mean, 0.4)),
        floor=None if outdoors else 1 + upstairs, has_lift=None if outdoors else lift,
        is_accessible=chance.happens(0.5), tenure=chance.one_of(TENURE[place.is_urban]), opened_on=chance.day(*OPENED),
    )  # fmt: skip


def _share_centres(places, rows):
    """Here and there two neighbours of one street use one centre, half of it each."""
    centres = {row["community_id"]: row for row in rows if row["kind"] == FacilityKind.SERVICE_CENTER}
    for _street, neighbours in groupby(places, key=lambda place: place.code[:9]):
        for one, other in _pairs(list(neighbours)):
            if Chance("shared", one.code).happens(SHARED * 2):
                _share(one, other, centres.get(one.pk), centres.get(other.pk))


def _pairs(neighbours):
    return zip(neighbours[::2], neighbours[1::2], strict=False)


def _share(one, other, mine, yours):
    if mine and yours and mine["area"] and mine["status"] == yours["status"] == FacilityStatus.IN_USE:
        yours.update({name: mine[name] for name in ("area", "office_area", "activity_area", "floor", "has_lift")})
        mine["counted_area"] = yours["counted_area"] = (mine["area"] / 2).quantize(Decimal("0.01"))
        mine["shared_with"], yours["shared_with"] = [other.code], [one.code]
        mine["tenure"] = yours["tenure"] = Tenure.SHARED
        if mine["counted_area"] * 2 > mine["area"]:
            yours["counted_area"] -= Decimal("0.01")


def _strew(places, rows):
    """Positions for the counties that have them: a community's premises lie within some 200 m of each other."""
    by_key = {place.pk: place for place in places if place.county in SQUARES}
    for row in rows:
        if place := by_key.get(row["community_id"]):
            for name, (low, high) in zip(("longitude", "latitude"), SQUARES[place.county], strict=True):
                middle = Chance(name, place.code).uniform(low, high)
                aside = 0 if row["is_room"] else Chance(name, place.code, row["name"]).uniform(-0.001, 0.001)
                row[name] = Decimal(round((middle + aside) * 1_000_000)) / 1_000_000
