"""The counts of the demonstration: people and households of communities and areas, money, what is declared as none."""

import datetime
from collections import defaultdict
from decimal import Decimal

from communities.choices import Level, Payer, Purpose, Register
from communities.models import Area, AreaFigure, Headcount, Nil, WorkFund
from demo import AS_OF, SOURCE
from demo.chance import Chance
from records.copying import copy_rows

COUNTED_ON, EARLIER = datetime.date(2025, 12, 31), datetime.date(2024, 6, 30)
NO_HEADCOUNT, STALE = 0.012, 0.02
RUNNING, SPREAD = {True: 160_000, False: 85_000}, 0.3
NO_FUND, NIL_FUND = 0.03, 0.002
LICENSED_PROFESSIONALS, VOLUNTEERS = 0.0006, 0.187
"""Per resident: 2.05万 certified, 641万 registered volunteers on 34.3 million (重庆市人大 2023-05-30)."""

HEADCOUNT = [
    "community_id", "on", "residents", "urban_residents", "registered", "floating", "households",
    "occupied_households", "registered_households", "source",
]  # fmt: skip
FIGURE = ["area_id", "on", "urban_residents", "residents", "households", "social_workers", "volunteers", "source"]
FUND = ["community_id", "year", "payer", "purpose", "budgeted", "received", "spent", "source"]


def load_figures(places, prefix):
    """Head counts, area figures, funds and declarations of none."""
    copy_rows(Headcount, HEADCOUNT, (row for place in places for row in _headcounts(place)))
    copy_rows(AreaFigure, FIGURE, _area_figures(places, prefix))
    copy_rows(WorkFund, FUND, (row for place in places for row in _funds(place)))
    copy_rows(Nil, ["community_id", "register", "started_on", "source"], _nils(places))


def _headcounts(place):
    """The newest count; of some only one that is older than eighteen months, of a few none."""
    chance = Chance("headcount", place.code)
    if chance.happens(NO_HEADCOUNT):
        return
    on = EARLIER if chance.happens(STALE) else COUNTED_ON
    registered = round(place.residents * chance.uniform(0.72, 1.18))
    floating = max(place.residents - registered, 0) + round(place.residents * chance.uniform(0.02, 0.12))
    yield (
        place.pk, on, place.residents, place.residents if place.is_urban else None, registered, floating,
        place.households, round(place.households * chance.uniform(0.82, 0.97)) if place.is_urban else None,
        round(registered / chance.uniform(2.6, 3.1)), SOURCE,
    )  # fmt: skip


def _area_figures(places, prefix):
    """What a statistics office would publish of the counties, cities and province that are wholly in the demonstration:
    near the sum of the communities, rounded, and not equal to it."""
    sums = defaultdict(lambda: [0, 0, 0])
    for place in places:
        for level in (Level.PROVINCE, Level.CITY, Level.COUNTY):
            total = sums[place.code[: level.width]]
            total[0] += place.residents if place.is_urban else 0
            total[1] += place.residents
            total[2] += place.households
    areas = dict(Area.objects.filter(code__startswith=prefix).values_list("code", "pk"))
    for code in sorted(set(sums) & set(areas)):
        near = 1 + Chance("areafigure", code).uniform(-0.012, 0.012)
        urban, residents, households = (int(round(total * near, -2)) for total in sums[code])
        professionals, volunteers = round(residents * LICENSED_PROFESSIONALS), int(round(residents * VOLUNTEERS, -2))
        yield areas[code], COUNTED_ON, urban, residents, households, professionals, volunteers, SOURCE


def _funds(place):
    chance = Chance("fund", place.code)
    if chance.happens(NO_FUND):
        return
    running = Decimal(round(chance.around(RUNNING[place.is_urban], SPREAD), -3))
    last = AS_OF.year - 1
    received = None if chance.happens(0.1) else running * 3 / 4
    yield place.pk, AS_OF.year, Payer.COUNTY, Purpose.RUNNING, running, received, None, SOURCE
    if chance.happens(0.4):
        yield place.pk, last, Payer.COUNTY, Purpose.RUNNING, running, running, running - chance.randrange(9000), SOURCE
    if chance.happens(0.3):
        service = Decimal(round(chance.around(40_000, 0.3), -3))
        yield place.pk, AS_OF.year, Payer.CITY, Purpose.SERVICE, service, service, None, SOURCE


def _nils(places):
    for place in places:
        if not place.is_urban and Chance("nil", place.code).happens(NIL_FUND) and not list(_funds(place)):
            yield place.pk, Register.FUNDS, datetime.date(AS_OF.year, 1, 1), SOURCE
