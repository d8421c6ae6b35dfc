"""Standards and drafts: what holds and held, what a draft would change, publishing it, ending a standard."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import DetailView, FormView
from django.views.generic.detail import SingleObjectMixin

from communities.registers.history import history_of
from communities.views.base import ScopedMixin, ScopedTableView
from communities.views.sending import sent_before
from compliance import registry, wording
from compliance.engine.trying import try_out
from compliance.figures import number
from compliance.filters import StandardFilter
from compliance.models import Standard, StandardDraft
from compliance.registers import refusals
from compliance.standard_forms import ConfirmEndForm, EndForm, SeenForm, WhatIfForm
from compliance.standard_services import (
    confirm_end,
    drop_end,
    former,
    is_author,
    may_end,
    propose_end,
    publish_standard,
    terms_of,
)
from compliance.tables import StandardTable
from records.sending import once
from records.versions import version_of

SHOWN = 200
"""Communities of a trial that the page names; the counts hold for all."""


class StandardListView(ScopedTableView):
    """Limits in force and past ones: those of the areas around one's reach and inside it."""

    model = Standard
    table_class = StandardTable
    filterset_class = StandardFilter
    template_name = "office/standard_list.html"


class StandardDetailView(ScopedMixin, DetailView):
    """One standard: its words, who drafted and who published it, how it came about."""

    model = Standard
    context_object_name = "standard"
    template_name = "office/standard_detail.html"

    def get_queryset(self):
        return super().get_queryset().select_related("drafted_by", "published_by", "ending_by", "ended_by")

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            title=wording.title(self.object),
            place=wording.place(self.object),
            may_end=may_end(self.object, self.request.user),
            history=history_of(self.object),
            **kwargs,
        )


class DecisionView(ScopedMixin, SingleObjectMixin, FormView):
    """A decision about one row: what it does is said first, then it is confirmed; sent twice it acts once."""

    permission_required = "compliance.publish_standarddraft"
    heading = verb = ""
    object = None

    @property
    def kind(self):
        return f"{type(self).__name__} {self.kwargs['pk']}"

    def get(self, request, *args, **kwargs):
        self.object = self.get_object()
        return super().get(request, *args, **kwargs)

    def post(self, request, *args, **kwargs):
        is_again, stored = sent_before(request, self.kind)
        if is_again:
            return redirect(stored)
        self.object = self.get_object()
        return super().post(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        return super().get_context_data(heading=self.heading, verb=self.verb, **kwargs)

    def form_valid(self, form):
        values = {name: value for name, value in form.cleaned_data.items() if name != "submission_id"}
        try:
            stored = once(
                form.cleaned_data["submission_id"],
                user=self.request.user,
                kind=self.kind,
                act=lambda: self.decide(**values),
            )
        except ValidationError as refusal:
            form.add_error(None, ValidationError(refusal.messages))
            return self.form_invalid(form)
        messages.success(self.request, self.said(stored))
        return redirect(stored)


class SeenMixin:
    """A decision about the row as it was shown: what was changed meanwhile is looked at first."""

    form_class = SeenForm

    def get_initial(self):
        return {**super().get_initial(), "version": version_of(self.object)}

    def form_invalid(self, form):
        """The page shows the row as it is now."""
        form.data = {**form.data.dict(), **self.get_initial()}
        return super().form_invalid(form)


class DraftPublishView(SeenMixin, DecisionView):
    """A draft becomes a standard."""

    model = StandardDraft
    template_name = "office/draft_publish.html"
    heading = gettext_lazy("发布标准")
    verb = gettext_lazy("确认发布")

    def decide(self, version):
        return publish_standard(draft=self.object, user=self.request.user, seen=version)

    def said(self, standard):
        return _("标准已发布:%s。以后的报告按它判定,已有的报告不变。") % wording.describe(standard)

    def get_context_data(self, **kwargs):
        draft = self.object
        ended = [wording.describe(one) for one in former(draft)]
        is_own = is_author(draft, self.request.user)
        words = {"words": wording.describe(draft), "refusals": refusals(draft), "ended": ended, "is_own": is_own}
        return super().get_context_data(draft=draft, **words, **kwargs)


class StandardEndView(DecisionView):
    """A standard no longer judges from a day on: one person proposes it, another confirms."""

    model = Standard
    template_name = "office/standard_end.html"

    def get_queryset(self):
        """What was set around one's reach is seen there, and not ended."""
        rows = super().get_queryset().select_related("ending_by")
        return rows.filter(pk__in=[one.pk for one in rows.filter(pk=self.kwargs["pk"]) if self.is_open(one)])

    def is_open(self, standard):
        return may_end(standard, self.request.user)

    @property
    def heading(self):
        return _("确认废止") if self.object.is_ending_proposed else _("提出废止")

    @property
    def verb(self):
        return _("确认废止") if self.object.is_ending_proposed else _("提出废止,请另一位确认")

    def get_initial(self):
        return {"proposed": self.object.ending_on} if self.object.is_ending_proposed else {}

    def get_form_class(self):
        return ConfirmEndForm if self.object.is_ending_proposed else EndForm

    def decide(self, **values):
        if not self.object.is_ending_proposed:
            return propose_end(standard=self.object, user=self.request.user, **values)
        about = {"standard": self.object, "user": self.request.user}
        return drop_end(**about) if values["is_dropped"] else confirm_end(on=values["proposed"], **about)

    def said(self, standard):
        words = {"on": standard.ended_on, "proposed": standard.ending_on}
        if standard.is_ending_proposed:
            return _("已提出自 %(proposed)s 起废止;请另一位有发布权限的人员确认,确认前照常判定。") % words
        if standard.ended_by_id:
            return _("自 %(on)s 起废止;从那一天起不再判定,以前的报告不变。") % words
        return _("已撤回,标准照常判定。")

    def get_context_data(self, **kwargs):
        standard = self.object
        is_own = standard.is_ending_proposed and standard.ending_by_id == self.request.user.pk
        return super().get_context_data(standard=standard, words=wording.describe(standard), is_own=is_own, **kwargs)


class WhatIfView(ScopedMixin, DetailView):
    """Who would fall below a draft and who would reach it, and what would be needed, on any day."""

    model = StandardDraft
    context_object_name = "draft"
    template_name = "office/whatif.html"

    @cached_property
    def form(self):
        return WhatIfForm(self.request.GET or {"on": timezone.localdate().isoformat()})

    def get_context_data(self, **kwargs):
        on = self.form.cleaned_data["on"] or timezone.localdate() if self.form.is_valid() else None
        trial = try_out(terms_of(self.object), on=on) if on else None
        indicator = registry.get(self.object.indicator)
        return super().get_context_data(
            form=self.form,
            on=on,
            trial=trial,
            is_ahead=on is not None and on > timezone.localdate(),
            indicator=indicator,
            unit=registry.GAP_UNITS.get(indicator.gap, ""),
            words=wording.describe(self.object),
            sides=sides(trial) if trial else [],
            **kwargs,
        )


def sides(trial):
    """[(heading, how many, the first of them with value and limit in words)]"""
    found = [
        (_("将变为未达标"), trial.falling),
        (_("将变为达标"), trial.rising),
        (_("区划的判定将改变"), trial.areas),
    ]
    return [(title, len(rows), [(row, number(row.value), limit(row)) for row in rows[:SHOWN]]) for title, rows in found]


def limit(row):
    low = number(row.limit)
    return f"{low}–{number(row.limit_max)}" if row.limit_max is not None else low
