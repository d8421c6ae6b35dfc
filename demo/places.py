"""The communities of the demonstration and how big each is: the means that 重庆市人大 reports (2023-05-30)."""

from dataclasses import dataclass, field

from communities.choices import Kind
from communities.models import Community
from demo.chance import Chance, apportion

MEAN_RESIDENTS = {Kind.RESIDENTS: 5152, Kind.VILLAGERS: 2183}
SPREAD = {Kind.RESIDENTS: 0.5, Kind.VILLAGERS: 0.42}
PER_HOUSEHOLD = {Kind.RESIDENTS: 2.45, Kind.VILLAGERS: 2.55}
FEWEST_RESIDENTS = 260
STAFF, IN_COMMUNITIES = 95_710, 11_232
EVERY_COMMUNITY, PER_RESIDENT = 5.0, {Kind.RESIDENTS: 0.00112, Kind.VILLAGERS: 0.0012}
FEWEST_STAFF = 4
SILENT = 37 / 11_269
"""So many communities have not filled in their register of people: 11,269 − 37 = 11,232 have."""


@dataclass
class Place:
    """A community and its size."""

    pk: int
    code: str
    name: str
    short_name: str
    kind: str
    residents: int = 0
    households: int = 0
    staff: int = 0
    chance: Chance = field(default=None, repr=False)

    @property
    def is_urban(self):
        return self.kind == Kind.RESIDENTS

    @property
    def county(self):
        return self.code[:6]


def read_places(prefix):
    """Every community inside the area, sized, by code."""
    rows = Community.objects.filter(abolished_on=None, code__startswith=prefix).order_by("code")
    places = [Place(*row) for row in rows.values_list("pk", "code", "name", "short_name", "kind")]
    for kind in Kind:
        _people(kind, [place for place in places if place.kind == kind])
    _staff(places)
    return places


def _people(kind, places):
    weights = [Chance("residents", place.code).around(1, SPREAD[kind]) for place in places]
    total = MEAN_RESIDENTS[kind] * len(places)
    for place, residents in zip(places, apportion(total, weights or [1], FEWEST_RESIDENTS), strict=False):
        place.residents = residents
        size = PER_HOUSEHOLD[kind] + Chance("households", place.code).uniform(-0.25, 0.25)
        place.households = round(residents / size)


def _staff(places):
    """As many people as the report tells for as many communities, more where more residents live."""
    silent = max(round(len(places) * SILENT), 1) if len(places) > 1 else 0
    by_chance = sorted(places, key=lambda place: Chance("silent", place.code).random())
    filled = sorted(by_chance[silent:], key=lambda place: place.code)
    weights = [EVERY_COMMUNITY - FEWEST_STAFF + PER_RESIDENT[place.kind] * place.residents for place in filled]
    total = round(len(filled) * STAFF / IN_COMMUNITIES)
    for place, staff in zip(filled, apportion(total, weights or [1], FEWEST_STAFF), strict=False):
        place.staff = staff
