"""Which entries of the catalogue, which disclosures and notices: in the words of the office."""

from django.db.models import Q

from communities.access import ScopedQuerySet
from compliance.querysets import ConcerningQuerySet, prefixes
from disclosure.choices import SHOWN, Rhythm, State
from records.periods import PeriodQuerySet


class AroundQuerySet(ConcerningQuerySet):
    """Rows kept for a division, which hold for everything inside it; a blank one holds everywhere."""

    def holding_in(self, code):
        """Those that hold in the place of this code."""
        return self.filter(area__in=prefixes(code))


class CatalogueQuerySet(PeriodQuerySet, AroundQuerySet):
    def regular(self, *, on):
        """Entries of the day that come round by themselves."""
        return self.open(on=on).exclude(rhythm=Rhythm.EVENT)


class PublishedQuerySet(ScopedQuerySet):
    """Texts that somebody writes and another one publishes."""

    def shown(self):
        """With a page for everybody: also what was corrected or withdrawn since."""
        return self.filter(state__in=SHOWN)

    def published(self):
        return self.filter(state=State.PUBLISHED)

    def in_review(self):
        return self.filter(state=State.REVIEW)


class NoticeQuerySet(PublishedQuerySet):
    def current(self, *, on):
        """Published, and not over."""
        return self.published().filter(Q(until=None) | Q(until__gte=on))


class DisclosureQuerySet(PublishedQuerySet):
    def overdue(self, *, on):
        """Written or begun, to be public by a day that has passed."""
        return self.filter(state__in=[State.DRAFT, State.REVIEW], due_on__lt=on)


class ObjectionQuerySet(ScopedQuerySet):
    def unanswered(self):
        return self.filter(answered_on=None)

    def unshown(self):
        """Answered, and waiting for the second person."""
        return self.filter(shown_at=None).exclude(answered_on=None)

    def shown(self):
        return self.exclude(shown_at=None)
