"""The estates of the demonstration: most towns have some, villages hardly any; who manages them, and their committees.

Sources 000 and 001: professional service is far from everywhere, «相当部分小区没有业主委员会», small estates of one
street join, fees are paid in part, accounts are separated in a few.
"""

import datetime
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby, islice

from stdnum.cn import uscc

from demo import AS_OF, SOURCE
from demo.chance import Chance
from demo.names import invent
from property_mgmt.choices import CommitteeKind, DisputeKind, DisputeState, MemberRole, Mode, RenewalPart, RenewalState
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
from records.copying import copy_rows, next_ids

HOUSEHOLDS_EACH, SPREAD, SMALLEST, MOST = 480, 0.6, 40, 9
IN_VILLAGES, NOT_FILLED, NO_HOUSEHOLDS, NO_MODE = 0.06, 0.03, 0.012, 0.008
MODES = {Mode.COMPANY: 0.58, Mode.SELF: 0.07, Mode.COMMUNITY: 0.13, Mode.UNIT: 0.05, Mode.NONE: 1}
OLD_MODES = {Mode.COMPANY: 0.3, Mode.SELF: 0.1, Mode.COMMUNITY: 0.24, Mode.UNIT: 0.08, Mode.NONE: 1}
ELIGIBLE, COMMITTEES, JOINT, OVERDUE, NO_TERM = 0.55, 0.42, 0.12, 0.14, 0.01
SEPARATED, WITH_FEES, WITH_DISPUTE, WITH_RENEWAL = 0.06, 0.8, 0.09, 0.35
COLLECTED = (0.62, 0.97)
COMPANIES_PER_COUNTY = 24
WORDS = "康安锦华瑞丰和盛龙湖春江翠景金紫阳光福宁兴隆祥云天悦"
ENDINGS = ("花园", "小区", "家园", "苑", "新村", "大院", "名都", "公寓")
NOBODYS = "500199"
"""A county code that was never assigned, so that no credit code is a real company's."""
YEAR = AS_OF.year


@dataclass
class Estate:
    """An estate and where it lies."""

    pk: int
    key: str
    place: object
    name: str
    mode: str
    households: int | None
    is_old: bool
    eligible_on: datetime.date | None
    committee: int | None = None


def load_estates(places):
    """Companies, estates, committees and what is kept of them; how many estates."""
    companies = _companies(places)
    estates = list(_estates(places))
    copy_rows(Compound, COMPOUND, (_compound(estate, companies[estate.place.county]) for estate in estates))
    _load_committees(estates)
    copy_rows(FeeYear, ["compound_id", "year", "due", "received", "arrears", "source"], _fees(estates))
    copy_rows(Renewal, RENEWAL, _renewals(estates))
    copy_rows(Dispute, DISPUTE, _disputes(estates))
    return len(estates)


def _companies(places):
    """{county: keys of its companies}"""
    counties = sorted({place.county for place in places})
    keys = iter(next_ids(PropertyCompany, COMPANIES_PER_COUNTY * len(counties)))
    kept = {county: list(islice(keys, COMPANIES_PER_COUNTY)) for county in counties}

    def rows():
        for place, (county, own) in enumerate(kept.items()):
            chance = Chance("companies", county)
            for number, key in enumerate(own, start=place * COMPANIES_PER_COUNTY + 1):
                first = f"91{NOBODYS}MA{number:07}"
                name = f"演示{''.join(chance.sample(WORDS, 2))}物业服务有限公司{number}"
                stars = None if chance.happens(0.2) else chance.one_of({1: 0.08, 2: 0.24, 3: 0.4, 4: 0.2, 5: 1})
                score = None if stars is None else Decimal(50 + stars * 8 + chance.randrange(9))
                yield key, county, first + uscc.calc_check_digit(first), name, stars, score, SOURCE

    copy_rows(PropertyCompany, ["id", "area", "uscc", "name", "stars", "score", "source"], rows())
    return kept


def _counts(places):
    """(the community, how many estates it has)"""
    for place in places:
        chance = Chance("estates", place.code)
        if chance.happens(NOT_FILLED) or (not place.is_urban and not chance.happens(IN_VILLAGES)):
            continue
        share = 0.85 if place.is_urban else 0.2
        yield place, min(max(round(place.households * share / HOUSEHOLDS_EACH), 1), MOST), chance


def _estates(places):
    counted = list(_counts(places))
    keys = iter(next_ids(Compound, sum(count for _place, count, _chance in counted)))
    for place, count, chance in counted:
        for number in range(count):
            name = f"{''.join(chance.sample(WORDS, 2))}{chance.choice(ENDINGS)}"
            named = f"{name}{number + 1}期" if count > 1 else name
            yield _estate(next(keys), f"{place.code}:{number}", place, named, chance)


def _estate(pk, key, place, name, chance):
    is_old = chance.happens(0.3)
    mode = "" if chance.happens(NO_MODE) else chance.one_of(OLD_MODES if is_old else MODES)
    households = max(round(chance.around(HOUSEHOLDS_EACH, SPREAD)), SMALLEST)
    eligible = chance.day(datetime.date(2010, 1, 1), AS_OF) if chance.happens(ELIGIBLE) else None
    return Estate(pk, key, place, name, mode, None if chance.happens(NO_HOUSEHOLDS) else households, is_old, eligible)


COMPOUND = [
    "id", "community_id", "name", "mode", "households", "buildings", "floor_area", "built_year", "is_old", "company_id",
    "fee", "contract_until", "eligible_on", "separated_from", "source",
]  # fmt: skip


def _compound(estate, companies):
    chance = Chance("compound", estate.key)
    served = estate.mode == Mode.COMPANY
    households = estate.households or HOUSEHOLDS_EACH
    fee = Decimal(round(chance.uniform(0.6, 3.2), 2)).quantize(Decimal("0.01")) if served else None
    separated = served and chance.happens(SEPARATED)
    return (
        estate.pk, estate.place.pk, estate.name, estate.mode, estate.households, max(round(households / 72), 1),
        Decimal(round(households * chance.uniform(78, 112))),
        chance.randrange(1982, 2000) if estate.is_old else chance.randrange(2000, 2024), estate.is_old,
        chance.choice(companies) if served else None, fee,
        chance.day(AS_OF - datetime.timedelta(days=120), AS_OF + datetime.timedelta(days=1400)) if served else None,
        estate.eligible_on, chance.day(datetime.date(2022, 1, 1), AS_OF) if separated else None, SOURCE,
    )  # fmt: skip


def _load_committees(estates):
    """Committees of one estate, and joint ones of small neighbours in a street."""
    groups = list(_groups(estates))
    keys = next_ids(Committee, len(groups))
    founded = [_committee(key, group) for key, group in zip(keys, groups, strict=True)]
    names = ["id", "community_id", "name", "kind", "established_on", "term_until", "source"]
    copy_rows(Committee, names, founded)
    rows = ((row[0], estate.pk, row[4], SOURCE) for row, group in zip(founded, groups, strict=True) for estate in group)
    copy_rows(CommitteeEstate, ["committee_id", "compound_id", "started_on", "source"], rows)
    names = ["committee_id", "name", "role", "is_party_member", "is_community_worker", "allowance", "source"]
    copy_rows(
        CommitteeMember,
        names,
        (row for key, group in zip(keys, groups, strict=True) for row in _members(key, group[0].key)),
    )


def _groups(estates):
    """The estates of each committee."""
    for street, here in groupby(estates, key=lambda estate: estate.place.code[:9]):
        chance = Chance("committees", street)
        waiting = []
        for estate in here:
            if estate.eligible_on is None or not chance.happens(COMMITTEES):
                continue
            if (estate.households or HOUSEHOLDS_EACH) < HOUSEHOLDS_EACH / 2 and chance.happens(JOINT * 4):
                waiting.append(estate)
            else:
                yield [estate]
            if len(waiting) == 2:
                yield waiting
                waiting = []


def _committee(key, group):
    chance = Chance("committee", group[0].key)
    latest = max(estate.eligible_on for estate in group)
    established = chance.day(latest, AS_OF)
    late = chance.happens(OVERDUE)
    ends = chance.day(AS_OF - datetime.timedelta(days=700), AS_OF - datetime.timedelta(days=1)) if late else None
    ends = ends or chance.day(AS_OF, AS_OF + datetime.timedelta(days=1700))
    kind = chance.one_of({CommitteeKind.OWNERS: 0.82, CommitteeKind.PROPERTY: 0.1, CommitteeKind.SELF: 1})
    ending = {CommitteeKind.SELF: "自主管理委员会", CommitteeKind.PROPERTY: "物业管理委员会"}.get(kind, "业主委员会")
    name = f"{'、'.join(estate.name for estate in group)}{'联合' if len(group) > 1 else ''}{ending}"
    term = None if chance.happens(NO_TERM) else max(ends, established)
    return key, group[0].place.pk, name, kind, established, term, SOURCE


def _members(pk, key):
    chance = Chance("committeemembers", key)
    seen = set()
    for number in range(chance.choice((5, 5, 7))):
        name = invent(chance, chance.choice(("male", "female")))[0]
        if name in seen:
            continue
        seen.add(name)
        role = MemberRole.DIRECTOR if number == 0 else MemberRole.DEPUTY if number == 1 else MemberRole.MEMBER
        paid = Decimal(chance.choice((200, 300, 500))) if chance.happens(0.15) else None
        yield pk, name, role, chance.happens(0.45), chance.happens(0.12), paid, SOURCE


def _fees(estates):
    for estate in estates:
        chance = Chance("fees", estate.key)
        if estate.mode == Mode.COMPANY and chance.happens(WITH_FEES):
            due = Decimal(round((estate.households or HOUSEHOLDS_EACH) * chance.uniform(900, 2400), -2))
            for year in (YEAR - 2, YEAR - 1):
                received = None if chance.happens(0.04) else round(due * Decimal(chance.uniform(*COLLECTED)), 2)
                yield estate.pk, year, due, received, round(due * Decimal(chance.uniform(0, 0.06)), 2), SOURCE


RENEWAL = [
    "compound_id", "year", "parts", "state", "buildings", "households", "lifts", "parking", "started_on", "finished_on",
    "source",
]  # fmt: skip


def _renewals(estates):
    for estate in estates:
        chance = Chance("renewals", estate.key)
        if not estate.is_old or not chance.happens(WITH_RENEWAL):
            continue
        year = chance.randrange(2019, YEAR + 1)
        done, started = year < YEAR - 1, datetime.date(year, 3, 1) + datetime.timedelta(days=chance.randrange(120))
        parts = [RenewalPart.BASIC, *([RenewalPart.IMPROVED] if chance.happens(0.5) else [])]
        yield (
            estate.pk, year, parts, RenewalState.DONE if done else chance.choice(list(RenewalState)[:2]),
            max(round((estate.households or HOUSEHOLDS_EACH) / 72), 1), estate.households, chance.randrange(6),
            chance.randrange(80), started, started + datetime.timedelta(days=200) if done else None, SOURCE,
        )  # fmt: skip


DISPUTE = ["compound_id", "raised_on", "kind", "title", "state", "settled_on", "source"]


def _disputes(estates):
    for estate in estates:
        chance = Chance("disputes", estate.key)
        if not chance.happens(WITH_DISPUTE):
            continue
        kind = chance.choice(list(DisputeKind))
        raised = chance.day(datetime.date(YEAR - 1, 1, 1), AS_OF - datetime.timedelta(days=60))
        state = chance.one_of({DisputeState.OPEN: 0.3, DisputeState.MEDIATED: 0.55, DisputeState.FAILED: 0.1})
        settled = None if state == DisputeState.OPEN else raised + datetime.timedelta(days=chance.randrange(50))
        yield estate.pk, raised, kind, f"{kind.label}纠纷(演示)", state, settled, SOURCE
