"""What the indicators over people and posts are made of."""

import datetime

from django.db.models import Exists, F, OuterRef, Q, Sum
from django.db.models.expressions import RawSQL
from django.db.models.functions import ExtractDay, ExtractMonth, ExtractYear, Floor

from communities.choices import Register as Nil
from compliance.measures import GATHERED, Register, here
from records.periods import begun_by, open_on
from staffing.choices import CommitteePost, Duty, Education, PartyPost, Politics
from staffing.models import ApprovedPosts, Licence, Spell, Training
from staffing.querysets import leader


def current(on):
    """Main posts held on the day: each person once."""
    return Q(is_primary=True) & open_on(on)


def spells(on):
    return Register(Spell.objects.filter(begun_by(on)), nil=Nil.STAFFING)


def people(on, which=None):
    """How many hold a main post on the day, of those `which` describes."""
    return spells(on).count(current(on) & which if which is not None else current(on))


def posts(on):
    """Approved posts in force; a community without any is unknown."""
    return Register(ApprovedPosts.objects.open(on=on)).of(Sum("posts"))


def having(rows):
    """Those whom one of these certificates or trainings is about."""
    return Q(Exists(rows.filter(worker=OuterRef("worker"))))


def licences(on):
    """Certificates issued by the day; one of unknown date counts as held."""
    return Licence.objects.filter(Q(issued_on=None) | Q(issued_on__lte=on))


def trainings(on):
    return Training.objects.filter(on__lte=on)


def licensed(on):
    return having(licences(on))


def _people_here(_on):
    """Everybody who works or has worked in the communities that are being measured, once for each spell."""
    return Spell.objects.filter(here()).order_by().values("worker")


def _of_people_here(rows):
    """What is about one of them: from the first to the last of their numbers, which lie together where a place was
    filled in at one go, so that an index leads there."""
    here = rows.filter(
        worker__gte=RawSQL("(SELECT min(worker) FROM report_people)", ()),
        worker__lte=RawSQL("(SELECT max(worker) FROM report_people)", ()),
        worker__in=RawSQL("(SELECT worker FROM report_people)", ()),
    )
    return here.order_by().values("worker")


GATHERED["report_people"] = _people_here
GATHERED["report_licensed"] = lambda on: _of_people_here(licences(on))
GATHERED["report_trained"] = lambda on: _of_people_here(trainings(on)).annotate(day=F("on"))


def licensed_here():
    """`licensed` among the people who are being measured."""
    return Q(worker__in=RawSQL("(SELECT worker FROM report_licensed)", ()))


def trained_here(since=datetime.date.min):
    """Those of them who were trained on this day or later."""
    return Q(worker__in=RawSQL("(SELECT worker FROM report_trained WHERE day >= %s)", (since,)))


def birthday(age, on):
    """Born on this day or earlier, people have had that birthday; 29 February falls on 1 March in other years."""
    year = on.year - age
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    return on.replace(year=year, day=28) if (on.month, on.day) == (2, 29) and not leap else on.replace(year=year)


def under(age, on):
    return Q(worker__born_on__gt=birthday(age, on))


def born_known():
    return Q(worker__born_on__isnull=False)


def college():
    return Q(worker__education__in=[Education.COLLEGE, Education.BACHELOR, Education.GRADUATE])


def education_known():
    return ~Q(worker__education="")


def party_member():
    return Q(worker__politics__in=[Politics.PARTY, Politics.PROBATIONARY])


def both_heads():
    return Q(party_post=PartyPost.SECRETARY, committee_post=CommitteePost.DIRECTOR)


def in_both_bodies():
    return ~Q(party_post="") & ~Q(committee_post="")


def completed_years(on):
    """Whole years of age: the difference of the days written as YYYYMMDD, by 10,000."""
    born = "worker__born_on"
    written = ExtractYear(born) * 10000 + ExtractMonth(born) * 100 + ExtractDay(born)
    today = on.year * 10000 + on.month * 100 + on.day
    return Floor((today - written) / 10000)


def seconded():
    """Lent to a street, a county or a task force: three of the five ways of being away."""
    return Q(duty__in=[Duty.SECONDED_STREET, Duty.SECONDED_COUNTY, Duty.TASK_FORCE])


def trained_in_time(on, trained=None):
    """Leaders within the calendar year, everybody else within it or the one before: source 003."""
    trained = trained or (lambda since: having(trainings(on).filter(on__gte=since)))
    this_year = on.replace(month=1, day=1)
    last_year = this_year.replace(year=on.year - 1)
    return (leader() & trained(this_year)) | (~leader() & trained(last_year))
