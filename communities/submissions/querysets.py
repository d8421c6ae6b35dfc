"""Which submissions: in the words of the office."""

from django.db.models import Count, Exists, F, Max, OuterRef, Q

from communities.access import ScopedQuerySet
from communities.submissions.choices import UNDER_REVIEW, WITH_COMMUNITY, BatchState, State


class SubmissionQuerySet(ScopedQuerySet):
    def expected(self):
        """Those of communities that still existed on the last day of the period."""
        gone = Q(community__abolished_on__lt=F("period__ended_on"))
        return self.exclude(gone)

    def late(self, *, on):
        """Past their due day and still with the community."""
        return self.expected().filter(state__in=WITH_COMMUNITY, batch__due_on__lt=on)

    def under_review(self):
        return self.filter(state__in=UNDER_REVIEW)

    def approved(self):
        return self.filter(state=State.APPROVED)

    def changed(self):
        """Their registers were changed after they were handed in: nobody may approve what nobody has checked."""
        return self.under_review().exclude(changed_at=None)

    def awaiting_community(self, user):
        """What the account's communities still have to hand in or to mend."""
        return self.visible_to(user).expected().filter(state__in=WITH_COMMUNITY)

    def awaiting_street(self, user):
        return self.visible_to(user).expected().filter(state=State.SUBMITTED)

    def board(self):
        """The rows of a street's board: each with its open reasons and its reminders."""
        from communities.models import ReturnReason

        open_reasons = ReturnReason.objects.filter(event__submission=OuterRef("pk")).still_open()
        return (
            self.select_related("community", "period", "batch", "submitted_by", "passed_by", "approved_by")
            .annotate(
                has_open_reasons=Exists(open_reasons),
                reminders_sent=Count("reminders"),
                last_reminded_at=Max("reminders__at"),
            )
            .order_by("community__code")
        )


class StreetBatchQuerySet(ScopedQuerySet):
    def awaiting_county(self, user):
        return self.visible_to(user).filter(state=BatchState.SENT)

    def awaiting_street(self, user):
        """Streets all of whose communities have passed, not yet sent on."""
        from communities.models import Submission

        rest = Submission.objects.expected().filter(batch=OuterRef("pk")).exclude(state=State.PASSED)
        some = Submission.objects.expected().filter(batch=OuterRef("pk"))
        unsent = self.visible_to(user).filter(state__in=[BatchState.COLLECTING, BatchState.RETURNED])
        return unsent.filter(Exists(some), ~Exists(rest))

    def late(self, *, on):
        unsent = [BatchState.COLLECTING, BatchState.RETURNED]
        return self.filter(state__in=unsent, due_on__lt=on)

    def board(self):
        """The rows of a county's board: each street with how many of its communities stand where."""
        expected = ~Q(submissions__community__abolished_on__lt=F("period__ended_on")) | Q(
            submissions__community__abolished_on=None
        )
        counts = {
            f"number_{state.value}": Count("submissions", filter=expected & Q(submissions__state=state))
            for state in State
        }
        total = Count("submissions", filter=expected)
        return (
            self.select_related("period", "sent_by", "approved_by").annotate(total=total, **counts).order_by("street")
        )


class ReturnReasonQuerySet(ScopedQuerySet):
    def still_open(self):
        """Reasons of the last return that have not been answered by handing in again."""
        return self.filter(answered_at=None)


class LockExceptionQuerySet(ScopedQuerySet):
    def open(self, *, on):
        return self.filter(started_on__lte=on, ended_on__gt=on)


class ReminderQuerySet(ScopedQuerySet):
    def unanswered(self):
        """Reminders whose submission is still with the community: shown on the community's desk."""
        return self.filter(submission__state__in=WITH_COMMUNITY).select_related(
            "submission__community", "submission__period", "by"
        )
