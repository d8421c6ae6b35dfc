"""报送与审核: where everything in reach stands, the board of a street, the page of one submission."""

import datetime

from django.core.paginator import Paginator
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from communities.access import reach, reached, reaches
from communities.choices import Level, Role
from communities.models import LockException, ReportingPeriod, ReturnReason, StreetBatch, Submission
from communities.places import names, site_area
from communities.submissions import groups, hands
from communities.submissions.choices import Action, BatchState, State
from communities.submissions.forms import PeriodFilterForm
from communities.submissions.pointing import link, registers_of
from communities.submissions.rates import period_rates, reporting_rates
from communities.views.base import ScopedDetailView, ScopedMixin, asked_area

ROWS = 50
BACK = datetime.timedelta(days=400)
"""How far back the first page counts; older periods are asked for."""


def is_of_communities(user):
    """Whether an account hands in for communities, and has no boards of streets."""
    codes = reach(user)
    alone = bool(codes) and all(len(code) == Level.COMMUNITY.width for code in codes)
    return alone or not user.has_perm("communities.view_streetbatch")


class SubmissionListView(ScopedMixin, TemplateView):
    """A community's own submissions; for streets and above totals by period, and the streets not settled yet."""

    model = Submission

    def get_template_names(self):
        return ["submissions/own.html" if is_of_communities(self.request.user) else "submissions/list.html"]

    def get_context_data(self, **kwargs):
        user, today = self.request.user, timezone.localdate()
        context = self.own(user) if is_of_communities(user) else self.wide(user, today)
        return super().get_context_data(today=today, **context, **kwargs)

    def own(self, user):
        rows = Submission.objects.visible_to(user).board().order_by("-period__started_on", "community__code", "group")
        return {"page_obj": self.page_of(rows)}

    def page_of(self, rows):
        return Paginator(rows, ROWS).get_page(self.request.GET.get("page"))

    def wide(self, user, today):
        form = PeriodFilterForm(self.request.GET if "period" in self.request.GET else None)
        if form.is_bound and form.is_valid():
            return {"form": form, **self.of_period(user, **form.cleaned_data)}
        rows = StreetBatch.objects.visible_to(user).exclude(state=BatchState.APPROVED)
        page = self.page_of(rows.board().order_by("due_on", "street", "group"))
        called = names({batch.street for batch in page})
        for batch in page:
            batch.street_name = called[batch.street]
        return {"form": form, "page_obj": page, "totals": self.totals(user, today)}

    @staticmethod
    def totals(user, today):
        """[row of `period_rates` with its period and title]"""
        periods = ReportingPeriod.objects.filter(started_on__gte=today - BACK).in_bulk()
        rows = period_rates(Submission.objects.visible_to(user).filter(period__in=periods))
        return [{**row, "period": periods[row["period"]], "title": groups.get(row["group"]).title} for row in rows]

    def of_period(self, user, group, period):
        """The areas below the one asked for (within reach), with their rates; streets with their state."""
        asked = asked_area(self.request)
        areas = [asked] if asked else [code or site_area() for code in reach(user)]
        level = Level.STREET if all(len(area) >= Level.COUNTY.width for area in areas) else Level.COUNTY
        rates = [
            row for area in areas for row in reporting_rates(group=group, period=period, level=level, area_code=area)
        ]
        batches = StreetBatch.objects.visible_to(user).filter(group=group, period=period)
        known = {batch.street: batch for batch in batches.select_related("period")} if level == Level.STREET else {}
        rows = [(row, known.get(row["area"])) for row in rates]
        return {"rates": rows, "group": groups.get(group), "period": period, "areas": names(areas)}


class BoardView(ScopedDetailView):
    """A street's board: its communities for one group and period, and the steps of the street as a whole."""

    model = StreetBatch
    template_name = "submissions/board.html"

    def get_queryset(self):
        return super().get_queryset().board()

    def get_context_data(self, **kwargs):
        batch, today = self.object, timezone.localdate()
        user = self.request.user
        rows = list(batch.submissions.visible_to(user).expected().board())
        late = [row for row in rows if batch.due_on < today and row.state in ("not_submitted", "returned")]
        street = names([batch.street, batch.street[:6]])
        return super().get_context_data(
            batch=batch, rows=rows, passable=self.passable(rows), late=len(late), today=today,
            street=street[batch.street], trail=self.trail(street), steps=street_steps(user, batch),
            counts=counts(batch), may_remind=bool(reached(user, "communities.add_reminder", [batch])), **kwargs,
        )  # fmt: skip

    def passable(self, rows):
        """Submissions the account may pass now, to be ticked."""
        user = self.request.user
        if not (rows and user.has_perm("communities.decide_submission")):
            return []
        if (
            not hands.holds(user, Role.STREET_REVIEWER, self.object.street)
            or not hands.levels(self.object.street).street
        ):
            return []
        return [row for row in rows if row.state == State.SUBMITTED and not row.is_changed]

    def trail(self, called):
        batch = self.object
        home = reverse("communities:submission_list")
        period = f"{home}?period={batch.period_id}&group={batch.group}"
        return [(home, _("报送与审核")), (period, f"{batch.period} {batch.group_title}"), (None, called[batch.street])]


def counts(batch):
    """[(word, how many, what they are)]: the four a reviewer asks for."""
    passed = batch.number_passed + batch.number_sent + batch.number_approved
    return [
        (_("未报"), batch.number_not_submitted, ""),
        (_("退回"), batch.number_returned, "fail"),
        (_("已报"), batch.number_submitted, ""),
        (_("通过"), passed, "pass"),
    ]


def street_steps(user, batch):
    """[(step, address)] for the buttons; the street is sent when all have passed."""
    paths = {"send": "send", "approve": "approve", "return_street": "sendback"}
    return [
        (action, reverse(f"communities:submission_{paths[action.value]}", args=[batch.pk]))
        for action in hands.street_actions(user, batch)
        if action != Action.SEND or batch.number_passed == batch.total
    ]


class SubmissionDetailView(ScopedDetailView):
    """One submission: what may be done now, why it was returned, what was explained, and its whole story."""

    model = Submission
    template_name = "submissions/detail.html"

    def get_queryset(self):
        related = ("community", "period", "batch", "submitted_by", "passed_by", "approved_by")
        return super().get_queryset().select_related(*related)

    def get_context_data(self, **kwargs):
        submission, today = self.object, timezone.localdate()
        user = self.request.user
        events = submission.events.select_related("user").prefetch_related("reasons", "explanations")
        exceptions = LockException.objects.filter(submission=submission).select_related("granted_by")
        return super().get_context_data(
            submission=submission, today=today, events=events, reasons=self.open_reasons(submission),
            exceptions=exceptions, reminders=submission.reminders.select_related("by"),
            registers=[one for one in registers_of(submission.group) if one.may(user, "view")],
            steps=[(one, reverse(f"communities:submission_{one.value}", args=[submission.pk]))
                   for one in hands.actions(user, submission)],
            may_unlock=submission.state == "approved" and self.may("add_lockexception"),
            may_relock=self.may("change_lockexception"),
            is_late=submission.batch.due_on < today and submission.state in ("not_submitted", "returned"),
            trail=self.trail(submission), **kwargs,
        )  # fmt: skip

    def may(self, right):
        return bool(reached(self.request.user, f"communities.{right}", [self.object]))

    @staticmethod
    def open_reasons(submission):
        found = ReturnReason.objects.filter(event__submission=submission).still_open().select_related("event")
        return [(one, link(one.table, one.row_id, submission.community_id)) for one in found]

    def trail(self, submission):
        home = (reverse("communities:submission_list"), _("报送与审核"))
        name = str(submission.community)
        user = self.request.user
        if is_of_communities(user) or not reaches(user, submission.batch.street):
            return [home, (None, name)]
        board = reverse("communities:submission_board", args=[submission.batch_id])
        return [home, (board, f"{submission.period} {submission.group_title}"), (None, name)]
