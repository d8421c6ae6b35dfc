"""The registers of volunteers: teams everywhere, and in one district the people of two platforms, some of them on both,
with what they did in the last year. The platforms' totals of the areas stand in `figures`."""

import datetime
from dataclasses import dataclass, field
from decimal import Decimal

from django.utils import timezone

from communities.choices import Register
from communities.models import Nil
from demo import AS_OF, SOURCE
from demo.chance import Chance, apportion
from demo.identities import Identities
from demo.names import invent
from records.copying import next_ids
from staffing.choices import Politics
from volunteers.choices import NeedState, TeamKind
from volunteers.models import Activity, Need, Participation, Team, Volunteer

DISTRICT = "500103"
PEOPLE, PER_RESIDENT = 50_000, {True: 0.187, False: 0.02}
"""So many in the one district, and no more than the share of residents that the whole city has (641万); where that
district is not part of the demonstration, a smaller share of its first county."""
PLATFORMS = {"志愿汇": 0.62, "重庆志愿服务网": 1}
BOTH = 0.012
"""Share registered on both platforms, half of them with the identity number, all with name and phone."""
WITH_ID = 0.5
MEAN_TEAMS = {True: 3.2, False: 1.1}
KINDS = {
    TeamKind.PARTY: 0.28, TeamKind.ELDERLY: 0.2, TeamKind.GENERAL: 0.17, TeamKind.ENVIRONMENT: 0.12,
    TeamKind.CULTURE: 0.1, TeamKind.EPIDEMIC: 0.06, TeamKind.STUDENT: 0.04, TeamKind.DISABILITY: 1,
}  # fmt: skip
FOUNDED, REGISTERED = (datetime.date(2016, 3, 5), AS_OF), (datetime.date(2018, 3, 5), AS_OF)
NO_TEAMS = 0.01
DORMANT, IN_A_TEAM = 0.12, 0.35
POLITICS = {Politics.PARTY: 0.31, Politics.LEAGUE: 0.18, Politics.PROBATIONARY: 0.01, "": 0.08, Politics.MASSES: 1}
SKILLS = ("理发", "家电维修", "法律咨询", "心理疏导", "摄影", "医疗护理", "课业辅导", "文艺表演", "", "", "")
DOINGS = ("清洁家园", "敬老助老", "文明劝导", "义诊咨询", "爱心义卖", "夜间巡逻", "反诈宣传", "垃圾分类指导")
WANTS = ("陪同就医", "修理水管", "代买药品", "课业辅导", "上门理发", "手机使用指导", "搬运重物", "法律咨询")
ROUNDS, TAKE_PART = 4, 5
EIGHTEEN = datetime.timedelta(days=18 * 366)
PER_DAY, PHONES = 250, 20_000_000
"""Identity and phone numbers begin where those of the staff do not reach."""

TEAM = ["id", "community_id", "name", "kind", "platform", "leader", "started_on", "source"]
VOLUNTEER = [
    "id", "community_id", "platform", "platform_no", "name", "pinyin", "initials", "id_number", "born_on", "phone",
    "skills", "politics", "double_report", "team_id", "started_on", "source",
]  # fmt: skip
ACTIVITY = ["id", "community_id", "team_id", "title", "starts_at", "ends_at", "place", "source"]
PARTICIPATION = [
    "activity_id", "volunteer_id", "name", "starts_at", "ends_at", "hours", "verified_by", "verified_at", "source",
]  # fmt: skip
NEED = ["community_id", "title", "wanted_on", "state", "settled_on", "source"]


@dataclass
class Served:
    """What a community of the district has."""

    place: object
    teams: list = field(default_factory=list)
    people: list = field(default_factory=list)


def volunteer_tables(places):
    """A function that invents everything of these registers, for `records.beside`, and how many volunteers it makes."""
    district = _district(places)
    served = [Served(place) for place in district]
    shares = _shares(served)
    teams = [(place, _number_of_teams(place)) for place in places]
    here = {place.pk for place in district}
    most = ROUNDS * sum(count for place, count in teams if place.pk in here)
    keys = {
        Team: next_ids(Team, sum(count for _place, count in teams)),
        Volunteer: next_ids(Volunteer, sum(shares)),
        Activity: next_ids(Activity, most),
    }

    def tables():
        rows = _teams(teams, keys[Team])
        yield Team, TEAM, rows
        yield Nil, ["community_id", "register", "started_on", "source"], _nobody(teams)
        _give_teams(served, rows)
        yield Volunteer, VOLUNTEER, _people(served, shares, keys[Volunteer])
        done = list(zip(keys[Activity], (row for one in served for row in _activities_of(one)), strict=False))
        yield Activity, ACTIVITY, ((key, *activity) for key, (activity, _people) in done)
        hours = (row for key, (activity, people) in done for row in _hours(key, activity, people))
        yield Participation, PARTICIPATION, hours
        yield Need, NEED, (row for place in district for row in _needs(place))

    return tables, sum(shares)


def _give_teams(served, teams):
    """Every community of the district gets its teams."""
    by_key = {one.place.pk: one for one in served}
    for row in teams:
        if row[1] in by_key:
            by_key[row[1]].teams.append(row)


def _nobody(teams):
    """Communities that have said that they have no team."""
    for place, count in teams:
        if not count and Chance("noteam", place.code).happens(0.3):
            yield place.pk, Register.TEAMS, datetime.date(AS_OF.year, 1, 1), SOURCE


def _district(places):
    found = [place for place in places if place.county == DISTRICT]
    return found or [place for place in places if place.county == places[0].county]


def _number_of_teams(place):
    chance = Chance("teams", place.code)
    return 0 if chance.happens(NO_TEAMS) else max(round(chance.around(MEAN_TEAMS[place.is_urban], 0.5)), 1)


def _teams(wanted, keys):
    keys = iter(keys)
    return [row for place, count in wanted for row in _teams_of(place, count, keys)]


def _teams_of(place, count, keys):
    chance, names = Chance("team", place.code), set()
    for _number in range(count):
        kind = chance.one_of(KINDS)
        name = f"{place.short_name}{TeamKind(kind).label}志愿服务队"
        name = name if name not in names else f"{name}({len(names) + 1})"
        names.add(name)
        leader, _reading, _initials = invent(chance, "female" if chance.happens(0.6) else "male")
        platform = chance.one_of(PLATFORMS) if chance.happens(0.7) else ""
        yield next(keys), place.pk, name, kind, platform, leader, chance.day(*FOUNDED), SOURCE


def _shares(served):
    """How many volunteers each community has."""
    residents = [one.place.residents for one in served]
    is_there = any(one.place.county == DISTRICT for one in served)
    return apportion(min(PEOPLE, round(sum(residents) * PER_RESIDENT[is_there])), residents)


def _people(served, shares, keys):
    """The people of each community; those on both platforms stand twice."""
    identities, keys = Identities(after=PER_DAY, phones=PHONES), iter(keys)
    for one, count in zip(served, shares, strict=True):
        one.people = list(_people_of(one, count, keys, identities))
        yield from one.people


def _people_of(one, count, keys, identities):
    chance, made = Chance("volunteers", one.place.code), 0
    while made < count:
        person = _person(chance, one, identities)
        is_twice = made + 1 < count and chance.happens(BOTH)
        platforms = list(PLATFORMS) if is_twice else [chance.one_of(PLATFORMS)]
        for platform in platforms:
            made += 1
            number = f"{one.place.code[2:]}{made:06}"
            yield next(keys), one.place.pk, platform, number, *person, SOURCE


def _person(chance, one, identities):
    gender = "female" if chance.happens(0.58) else "male"
    name, reading, initials = invent(chance, gender)
    started_on = chance.day(*REGISTERED)
    age = datetime.timedelta(days=int(chance.triangular(0, 55 * 365, 20 * 365)))
    born_on = max(started_on - EIGHTEEN - age, datetime.date(1940, 1, 1))
    id_number = identities.id_number(born_on, gender) if chance.happens(WITH_ID) else ""
    politics = chance.one_of(POLITICS)
    reports = chance.happens(0.3) if politics == Politics.PARTY else None
    team = chance.choice(one.teams)[0] if one.teams and chance.happens(IN_A_TEAM) else None
    return (
        name, reading, initials, id_number, born_on, identities.phone(), chance.choice(SKILLS), politics, reports,
        team, started_on,
    )  # fmt: skip


def _activities_of(one):
    """What the teams that are not dormant did, each on a day of its own, and who took part."""
    chance = Chance("activities", one.place.code)
    awake = [team for team in one.teams if not chance.happens(DORMANT)]
    wanted = [team for _round in range(ROUNDS) for team in awake]
    step = 360 // max(len(wanted), 1)
    for number, team in enumerate(wanted):
        on = AS_OF - datetime.timedelta(days=3 + number * max(step, 1))
        begins = timezone.make_aware(datetime.datetime.combine(on, datetime.time(9)))
        ends = begins + datetime.timedelta(hours=chance.choice((2, 2, 3, 4)))
        people = [row for row in chance.sample(one.people, min(TAKE_PART, len(one.people))) if row[-2] <= on]
        doing = chance.choice(DOINGS)
        yield (one.place.pk, team[0], doing, begins, ends, f"{one.place.short_name}广场", SOURCE), people


def _hours(key, activity, people):
    """The hours of those who took part, most of them verified."""
    begins, ends = activity[3:5]
    longest = Decimal((ends - begins).seconds) / 3600
    for person in people:
        chance = Chance("hours", person[3], begins.isoformat())
        hours = longest if chance.happens(0.8) else longest - Decimal("0.5")
        is_verified = chance.happens(0.85)
        by, at = ("社区志愿服务站", ends + datetime.timedelta(days=1)) if is_verified else ("", None)
        yield key, person[0], person[4], begins, ends, hours, by, at, SOURCE


def _needs(place):
    chance = Chance("needs", place.code)
    for _number in range(chance.randrange(4, 12)):
        wanted_on = chance.day(AS_OF - datetime.timedelta(days=420), AS_OF)
        state = chance.one_of({NeedState.DONE: 0.68, NeedState.CANCELLED: 0.06, NeedState.OPEN: 1})
        settled = min(wanted_on + datetime.timedelta(days=chance.randrange(1, 21)), AS_OF)
        yield place.pk, chance.choice(WANTS), wanted_on, state, settled if state != NeedState.OPEN else None, SOURCE
