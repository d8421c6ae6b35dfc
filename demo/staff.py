"""The register of people: workers, what they do since when, certificates, trainings, approved posts."""

import datetime
from collections import Counter
from itertools import groupby

from demo import AS_OF, SOURCE
from demo.chance import Chance
from demo.people import invent_people
from records.copying import next_ids
from staffing.choices import (
    NEEDS_APPROVAL,
    CommitteePost,
    Duty,
    LicenceGrade,
    OrganizerLevel,
    OtherPost,
    StaffKind,
    TrainingKind,
)
from staffing.models import ApprovedPosts, Licence, Spell, Training, Worker
from staffing.numbers import issue_staff_numbers

POSTS_SINCE = datetime.date(2024, 1, 1)
LICENSED = {True: 0.24, False: 0.04}
GRADES = {LicenceGrade.ASSISTANT: 0.72, LicenceGrade.SOCIAL_WORKER: 0.277, LicenceGrade.SENIOR: 1}
EXAMINED = (datetime.date(2016, 9, 1), datetime.date(2025, 9, 30))
TRAINED = {"head": 0.86, "council": 0.72, "other": 0.72}
NO_TRAINING, NO_APPROVED_POSTS, PROMOTED = 0.03, 0.02, 0.02
VACANCIES = {0: 0.9, 1: 0.075, 2: 0.015, -1: 1}
TRAININGS = {
    "社区工作者业务能力培训": TrainingKind.SERVING,
    "基层治理与网格服务专题培训": TrainingKind.TOPICAL,
    "民政服务与救助政策培训": TrainingKind.SERVING,
}
FOR_HEADS = "村(社区)党组织书记履职培训"
APPROVAL = "街道(乡镇)书面同意,文号未录入"
"""Says that there is a decision and looks like no document number."""

WORKER = [
    "id", "community_id", "staff_no", "name", "pinyin", "initials", "gender", "born_on", "id_number", "phone",
    "education", "politics", "route", "hired_on", "source",
]  # fmt: skip
SPELL = [
    "worker_id", "community_id", "staff_kind", "party_post", "committee_post", "other_posts", "approved", "duty",
    "approval", "due_back_on", "started_on", "ended_on", "source",
]  # fmt: skip


def staff_tables(places, identities):
    """A function that invents everybody who works in these communities, for `records.beside`: it asks no database."""
    total = sum(place.staff for place in places)
    keys, numbers = next_ids(Worker, total), _staff_numbers(places)

    def tables():
        people = list(invent_people(places, keys, numbers, identities))
        yield Spell, SPELL, _spells(people)
        yield Licence, ["worker_id", "grade", "issued_on", "source"], _licences(people)
        names = ["worker_id", "on", "title", "kind", "organizer_level", "hours", "source"]
        yield Training, names, _trainings(people)
        yield ApprovedPosts, ["community_id", "posts", "started_on", "source"], _approved_posts(people)
        yield Worker, WORKER, map(_worker, people)

    return tables


def _staff_numbers(places):
    wanted = Counter()
    for place in places:
        wanted[place.county] += place.staff
    return {county: iter(issue_staff_numbers(county, count)) for county, count in sorted(wanted.items())}


def _worker(person):
    return (
        person.pk, person.place.pk, person.staff_no, person.name, person.pinyin, person.initials, person.gender,
        person.born_on, person.id_number, person.phone, person.education, person.politics, person.route,
        person.hired_on, SOURCE,
    )  # fmt: skip


def is_approved(post):
    return post.staff_kind in (StaffKind.MEMBER, StaffKind.FULLTIME)


def _by_place(people, register):
    """(the community, its stream of chance for this register, its people)"""
    for place, staff in groupby(people, key=lambda person: person.place):
        yield place, Chance(register, place.code), staff


def _spells(people):
    """Everybody's present spell; of some the one before, with lesser posts."""
    for _place, chance, staff in _by_place(people, "spells"):
        for person in staff:
            post = person.post
            if (
                post.is_council
                and not post.is_head
                and person.hired_on < person.started_on
                and chance.happens(PROMOTED)
            ):
                yield _spell_before(person)
            yield _spell(person, chance)


def _spell_before(person):
    posts = (StaffKind.FULLTIME, "", "", [], True, Duty.ON_DUTY, "", None)
    return (person.pk, person.place.pk, *posts, person.hired_on, person.started_on, SOURCE)


def _spell(person, chance):
    post = person.post
    away = post.duty in NEEDS_APPROVAL
    due_back = AS_OF + datetime.timedelta(days=chance.randrange(30, 360)) if away else None
    return (
        person.pk, person.place.pk, post.staff_kind, post.party_post, post.committee_post, _other_posts(person, chance),
        is_approved(post), post.duty, APPROVAL if away else "", due_back, person.started_on, None, SOURCE,
    )  # fmt: skip


def _other_posts(person, chance):
    """妇联主席 and the like, held beside the main posts."""
    post = person.post
    if post.committee_post == CommitteePost.MEMBER and person.gender == "female" and chance.happens(0.35):
        return [OtherPost.WOMEN]
    if post.staff_kind == StaffKind.FULLTIME and chance.happens(0.12):
        return [OtherPost.ACCOUNTANT]
    if post.staff_kind == StaffKind.GRID and chance.happens(0.3):
        return [OtherPost.GRID_LEADER]
    return []


def _licences(people):
    for place, chance, staff in _by_place(people, "licences"):
        for person in staff:
            if is_approved(person.post) and chance.happens(LICENSED[place.is_urban]):
                yield person.pk, chance.one_of(GRADES), chance.day(*EXAMINED), SOURCE


def _trainings(people):
    """At most one each: heads this year, others this year or last; some communities have entered none."""
    for _place, chance, staff in _by_place(people, "trainings"):
        if chance.happens(NO_TRAINING):
            continue
        for person in staff:
            if chance.happens(TRAINED[person.rank]):
                yield (person.pk, *_training(chance, person), SOURCE)


def _training(chance, person):
    if person.post.is_head:
        on = chance.day(datetime.date(AS_OF.year, 2, 15), AS_OF)
        return on, FOR_HEADS, TrainingKind.SERVING, OrganizerLevel.COUNTY, 24
    title = chance.choice(list(TRAININGS))
    on = chance.day(max(person.started_on, datetime.date(AS_OF.year - 1, 3, 1)), AS_OF)
    return on, title, TRAININGS[title], chance.choice([OrganizerLevel.STREET, OrganizerLevel.COUNTY]), 8


def _approved_posts(people):
    for place, chance, staff in _by_place(people, "posts"):
        if not chance.happens(NO_APPROVED_POSTS):
            held = sum(is_approved(person.post) for person in staff)
            yield place.pk, held + chance.one_of(VACANCIES), POSTS_SINCE, SOURCE
