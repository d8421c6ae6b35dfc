"""Which teams, volunteers, hours and needs: in the words of the office."""

import datetime

from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Coalesce
from django.utils import timezone

from communities.access import ScopedQuerySet
from communities.querysets import ScopedPeriodQuerySet
from compliance.headcounts import months_before
from records.periods import open_on
from volunteers.choices import NeedState

YEAR = 12
"""Months without hours after which a team is dormant, and in which needs are looked at."""


def counted_once(on):
    """There on the day, and no second registration of another row that was there as well."""
    return open_on(on) & (Q(same_as=None) | Q(same_as__ended_on__lte=on))


def local_day(day):
    """The first moment of a Shanghai day."""
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time.min))


class RegisteredQuerySet(ScopedPeriodQuerySet):
    """Teams or volunteers, each registered on one platform or by the community itself."""

    def counted(self, *, on):
        return self.filter(counted_once(on))


class TeamQuerySet(RegisteredQuerySet):
    def dormant(self, *, on):
        """Teams of the day that are at least a year old and have had no hours in the 12 months to it."""
        from volunteers.models import Participation

        since = months_before(on, YEAR)
        begun = Q(started_on=None) | Q(started_on__lte=since)
        hours = Participation.objects.between(since, on).filter(activity__team=OuterRef("pk"))
        return self.open(on=on).filter(begun).exclude(Exists(hours))


class ParticipationQuerySet(ScopedQuerySet):
    def between(self, since, until):
        """Hours of activities that began after the one day and not after the other."""
        day = datetime.timedelta(days=1)
        return self.filter(starts_at__gte=local_day(since + day), starts_at__lt=local_day(until + day))

    def unverified(self):
        return self.filter(verified_at=None)

    def by_person(self):
        """With `person`: registrations decided to be the same person are that person."""
        return self.annotate(person=Coalesce("volunteer__same_as", "volunteer"))

    def meanwhile(self, *, volunteer, starts_at, ends_at):
        """Hours that other registrations of the same person record at that time."""
        person = volunteer.same_as_id or volunteer.pk
        rows = self.by_person().filter(person=person, starts_at__lt=ends_at, ends_at__gt=starts_at)
        return rows.exclude(volunteer=volunteer)

    def doubled(self):
        """Hours at a time at which another registration of the same person records some as well: one is wrong."""
        others = self.model.objects.by_person().exclude(volunteer=OuterRef("volunteer"))
        others = others.filter(person=OuterRef("person"), starts_at__lt=OuterRef("ends_at"))
        linked = self.model._meta.get_field("volunteer").related_model.objects.exclude(same_as=None).values("same_as")
        rows = self.by_person().filter(person__in=linked)
        return rows.filter(Exists(others.filter(ends_at__gt=OuterRef("starts_at"))))


def met_by(on):
    return Q(state=NeedState.DONE) & (Q(settled_on=None) | Q(settled_on__lte=on))


def cancelled_by(on):
    return Q(state=NeedState.CANCELLED) & (Q(settled_on=None) | Q(settled_on__lte=on))


def wanted_within_a_year(on):
    return Q(wanted_on__gt=months_before(on, YEAR), wanted_on__lte=on)


class NeedQuerySet(ScopedQuerySet):
    def unsettled(self):
        """Those for which somebody is still to be found, or still to come."""
        return self.filter(state__in=[NeedState.OPEN, NeedState.MATCHED])
