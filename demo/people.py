"""The people of the demonstration, one by one: ages and education as 重庆市人大 reports them
(2023-05-30), and some things nobody has entered."""

import datetime
from dataclasses import dataclass

from demo import AS_OF
from demo.chance import Chance
from demo.names import invent
from demo.posts import Post, seats
from staffing.choices import Education, Politics, Route, StaffKind

FEMALE = {True: 0.56, False: 0.36}
YOUNG = {"head": 0.15, "council": 0.43, "other": 0.46}
"""Share not yet 36; reported: 38.23 % of the two committees' members."""

EDUCATED = {True: {"head": 0.85, "council": 0.77, "other": 0.8}, False: {"head": 0.5, "council": 0.42, "other": 0.47}}
"""Share with college or more; reported: 54.06 % of the two committees' members."""

HIGH = {Education.COLLEGE: 0.62, Education.BACHELOR: 0.365, Education.GRADUATE: 1}
LOW = {Education.SENIOR: 0.5, Education.VOCATIONAL: 0.25, Education.JUNIOR: 0.2, Education.PRIMARY: 1}
UNKNOWN = {"education": 0.02, "politics": 0.03, "id_number": 0.012, "phone": 0.05}
ROUTES = {
    StaffKind.MEMBER: {Route.ELECTED: 0.93, Route.DISPATCHED: 0.04, Route.VETERAN: 1},
    StaffKind.FULLTIME: {Route.RECRUITED: 0.85, Route.TARGETED: 0.08, Route.VETERAN: 1},
    StaffKind.GRID: {Route.RECRUITED: 0.7, Route.LOCAL: 1},
    StaffKind.AUXILIARY: {Route.RECRUITED: 0.6, Route.LOCAL: 1},
    StaffKind.WELFARE: {Route.WELFARE: 1},
    StaffKind.LOCAL: {Route.LOCAL: 1},
    StaffKind.AGENCY: {Route.AGENCY: 1},
    StaffKind.PROGRAMME: {Route.PROGRAMME: 1},
}
ELECTIONS = (datetime.date(2021, 3, 1), datetime.date(2021, 5, 31))
REELECTED = 0.6
OF_AGE = datetime.timedelta(days=21 * 366)
FIRST_HIRED, LAST_HIRED = datetime.date(2009, 1, 1), datetime.date(2026, 6, 30)


@dataclass(slots=True)
class Person:
    """Somebody invented, with the seat they hold."""

    pk: int
    place: object
    post: Post
    staff_no: str
    name: str
    pinyin: str
    initials: str
    gender: str
    born_on: datetime.date | None
    id_number: str
    phone: str
    education: str
    politics: str
    route: str
    hired_on: datetime.date
    started_on: datetime.date

    @property
    def rank(self):
        return _rank(self.post)


def _rank(post):
    return "head" if post.is_head else "council" if post.is_council else "other"


def invent_people(places, keys, staff_numbers, identities):
    """Everybody who works in these communities; keys and numbers are taken in order."""
    keys = iter(keys)
    for place in places:
        chance = Chance("people", place.code)
        for post in seats(place, chance) if place.staff else ():
            staff_no = next(staff_numbers[place.county])
            yield _person(chance, place, post, identities=identities, key=next(keys), staff_no=staff_no)


def _person(chance, place, post, *, identities, key, staff_no):
    rank = _rank(post)
    gender = "female" if chance.happens(FEMALE[place.is_urban]) else "male"
    born_on = _birthday(chance, young=chance.happens(YOUNG[rank]), gender=gender)
    name, pinyin, initials = invent(chance, gender)
    has_id = not chance.happens(UNKNOWN["id_number"])
    id_number = identities.id_number(born_on, gender) if has_id else ""
    hired_on, started_on = _days(chance, post, born_on)
    return Person(
        pk=key, place=place, post=post, staff_no=staff_no, name=name, pinyin=pinyin, initials=initials, gender=gender,
        born_on=born_on if has_id or chance.happens(0.5) else None,
        id_number=id_number,
        phone="" if chance.happens(UNKNOWN["phone"]) else identities.phone(),
        education=_education(chance, EDUCATED[place.is_urban][rank]),
        politics=_politics(chance, post, born_on),
        route=chance.one_of(ROUTES[post.staff_kind]),
        hired_on=hired_on, started_on=started_on,
    )  # fmt: skip


def _birthday(chance, *, young, gender):
    """35 and younger, or up to the age at which one retires."""
    oldest = 59 if gender == "male" else 54
    age = int(chance.triangular(22, 36, 31)) if young else int(chance.triangular(36, oldest + 1, 43))
    latest = AS_OF.replace(year=AS_OF.year - age)
    return latest - datetime.timedelta(days=int(chance.random() * 364))


def _education(chance, share):
    if chance.happens(UNKNOWN["education"]):
        return ""
    return chance.one_of(HIGH if chance.happens(share) else LOW)


def _politics(chance, post, born_on):
    if post.party_post:
        return Politics.PARTY
    if chance.happens(UNKNOWN["politics"]):
        return ""
    league = 0.2 if AS_OF.year - born_on.year <= 28 else 0
    party = 0.45 if post.is_council else 0.27
    shares = {Politics.PARTY: party, Politics.PROBATIONARY: 0.02, Politics.LEAGUE: league, Politics.MASSES: 1}
    return chance.one_of(shares)


def _days(chance, post, born_on):
    """(came to community work, began in the present post): members with an election, others when they came."""
    first = max(FIRST_HIRED, born_on + OF_AGE)
    if post.staff_kind != StaffKind.MEMBER:
        hired_on = chance.day(max(first, datetime.date(2015, 1, 1)), LAST_HIRED)
        return hired_on, hired_on
    elected = chance.day(*ELECTIONS)
    if first >= elected or not chance.happens(REELECTED):
        started_on = chance.day(max(first, datetime.date(2021, 6, 1)), LAST_HIRED)
        return chance.day(min(first, started_on), started_on), started_on
    return chance.day(first, elected), elected
