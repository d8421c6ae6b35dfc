"""Findings: entered from a report, told of each half-year, proved, printed as a notice."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef
from django.http import FileResponse, Http404
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import DetailView, FormView
from django.views.generic.detail import SingleObjectMixin

from communities.models import Area
from communities.places import lies_in
from communities.registers import get
from communities.registers.saving import add_errors, refusing
from communities.views.base import ScopedDetailView, ScopedMixin
from communities.views.sending import sent_before
from compliance import registry
from compliance.models import Report
from compliance.subjects import tops
from records.sending import once
from rectification import evidence, services
from rectification.choices import State
from rectification.fields import indicator_title, place_words
from rectification.forms import FromReportForm, ProgressForm
from rectification.models import Finding, Progress

MOST = 300
"""Communities of one indicator that are listed at a time."""


class ProgressView(ScopedMixin, SingleObjectMixin, FormView):
    """A half-year's word about a finding."""

    model = Finding
    permission_required = "rectification.add_progress"
    form_class = ProgressForm
    template_name = "rectification/progress_form.html"

    def get_queryset(self):
        return super().get_queryset().exclude(state=State.CLOSED)

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "user": self.request.user}

    @property
    def page(self):
        return redirect(get(Finding).url("detail", self.kwargs["pk"]))

    def get(self, request, *args, **kwargs):
        self.object = self.get_object()
        return super().get(request, *args, **kwargs)

    def post(self, request, *args, **kwargs):
        self.object = self.get_object()
        return self.page if sent_before(request, self.kind)[0] else super().post(request, *args, **kwargs)

    @property
    def kind(self):
        return f"progress {self.kwargs['pk']}"

    def form_valid(self, form):
        try:
            with refusing(Progress):
                once(form.cleaned_data["submission_id"], user=self.request.user, kind=self.kind, act=self.act(form))
        except ValidationError as refused:
            add_errors(form, refused)
            return self.form_invalid(form)
        messages.success(self.request, _("进展已填报。"))
        return self.page

    def act(self, form):
        return lambda: services.tell_progress(finding=self.object, user=self.request.user, **form.values)


class EvidenceView(ScopedDetailView):
    """The file that proves a half-year's word, to be saved."""

    model = Progress

    def get(self, request, *args, **kwargs):
        told = self.get_object()
        try:
            file, kind = evidence.open_stored(told.stored_as) if told.stored_as else (None, None)
        except FileNotFoundError:
            file = None
        if file is None:
            raise Http404
        answer = FileResponse(file, as_attachment=True, filename=told.file_name, content_type=kind)
        answer["X-Content-Type-Options"] = "nosniff"
        return answer


class NoticeView(ScopedMixin, DetailView):
    """整改通知书, to be printed on A4, stamped and signed."""

    model = Finding
    context_object_name = "finding"
    template_name = "rectification/notice.html"

    def get_context_data(self, **kwargs):
        finding = self.object
        county = Area.objects.filter(code=finding.place[:6]).first()
        return super().get_context_data(
            authority=(county.authority or county.name) if county else finding.place[:6],
            where=place_words(finding),
            indicator=indicator_title(finding),
            today=timezone.localdate(),
            url=get(Finding).url("detail", finding.pk),
            **kwargs,
        )


class FromReportView(ScopedMixin, SingleObjectMixin, FormView):
    """The communities that fail an indicator in a report, to become findings: many at once, none twice."""

    model = Report
    permission_required = "rectification.add_finding"
    form_class = FromReportForm
    template_name = "rectification/from_report.html"

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.object = None

    @cached_property
    def report(self):
        return self.get_object()

    @cached_property
    def indicator(self):
        try:
            return registry.get(self.kwargs["indicator"])
        except KeyError:
            raise Http404 from None

    @cached_property
    def area(self):
        """The part of the report asked for, within reach."""
        allowed = tops(self.report, self.request.user)
        asked = self.request.GET.get("area", "") or min(allowed, key=len, default=None)
        if asked is None or not lies_in(asked, allowed):
            raise Http404
        return asked

    @cached_property
    def failing(self):
        return services.failing(self.report, self.indicator.slug, area=self.area).visible_to(self.request.user)

    @cached_property
    def results(self):
        """Those that are no findings yet first: what is left out comes when these have been taken."""
        standing = Finding.objects.standing().filter(place=OuterRef("row__code"), indicator=self.indicator.slug)
        return list(self.failing.order_by(Exists(standing), "row__code")[:MOST])

    @cached_property
    def standing(self):
        return services.standing_places([result.row.code for result in self.results], self.indicator.slug)

    @property
    def kind(self):
        return f"findings {self.kwargs['pk']} {self.kwargs['indicator']}"

    def get_form_kwargs(self):
        new = [(one.row.code, one.row.name) for one in self.results if one.row.code not in self.standing]
        return {**super().get_form_kwargs(), "user": self.request.user, "places": new}

    def get_context_data(self, **kwargs):
        chosen = self.request.POST.getlist("places") if self.request.method == "POST" else None
        rows = [
            (one, services.measured(one), one.row.code in self.standing, chosen is None or one.row.code in chosen)
            for one in self.results
        ]
        return super().get_context_data(
            report=self.report, indicator=self.indicator, rows=rows, failing=self.failing.count(), **kwargs
        )

    def post(self, request, *args, **kwargs):
        if sent_before(request, self.kind)[0]:
            return redirect(get(Finding).url("list"))
        return super().post(request, *args, **kwargs)

    def form_valid(self, form):
        values = form.cleaned_data
        chosen = [one for one in self.results if one.row.code in values["places"]]
        about = {"report": self.report, "indicator": self.indicator.slug, "results": chosen, "user": self.request.user}
        about |= {"due_on": values["due_on"], "unit": values["unit"]}
        try:
            with refusing(Finding):
                made = once(
                    values["submission_id"],
                    user=self.request.user,
                    kind=self.kind,
                    act=lambda: services.find_from_report(**about),
                )
        except ValidationError as refused:
            add_errors(form, refused)
            return self.form_invalid(form)
        messages.success(self.request, _("已列入整改 %(n)s 件;责任单位可填报进展。") % {"n": len(made)})
        return redirect(f"{get(Finding).url('list')}?origin=report")
