"""The 调研报告 of an area: found by area and day, read, written in, made into files."""

import re
import uuid

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.generic import FormView
from django.views.generic.detail import SingleObjectMixin

from communities import workbench
from communities.views.base import ScopedDetailView, ScopedMixin
from communities.views.sending import sent_before
from compliance.models import PaperFile, Report
from compliance.papers import pdf
from compliance.papers.content import paper_of
from compliance.papers.fields import Values
from compliance.papers.finding import days_of, find
from compliance.papers.forms import FindForm, TextForm
from compliance.papers.notes import Notes
from compliance.papers.producing import FORMS, PERMISSION, as_params, kept, subject_for
from compliance.papers.source import Source
from compliance.papers.texts import BLOCKS, begun_with, save_texts, texts_of, versions
from compliance.review import unreviewed
from compliance.subjects import subject
from jobs.services import enqueue
from records.sending import once

RECENT = 10
VERSION = re.compile(r"[0-9]{1,9}")


def page_of(report, area, version=None):
    """The address of a paper."""
    url = f"{reverse('compliance:paper_detail', args=[report.pk])}?area={area}"
    return url if version is None else f"{url}&version={version}"


class PaperFindView(ScopedMixin, FormView):
    """Which area, which day; where there is no report on that day, which days there are."""

    model = Report
    form_class = FindForm
    template_name = "office/paper_find.html"

    def get_queryset(self):
        return Report.objects.visible_to(self.request.user).standing()

    def get_form_kwargs(self):
        asked = self.request.GET if "area" in self.request.GET or "on" in self.request.GET else None
        return {**super().get_form_kwargs(), "user": self.request.user, "data": asked}

    def get(self, request, *args, **kwargs):
        form = self.get_form()
        if form.is_bound and form.is_valid():
            found = find(request.user, form.cleaned_data["area"], form.cleaned_data["on"])
            if found:
                return redirect(page_of(found, form.cleaned_data["area"]))
            return self.render_to_response(self.get_context_data(form=form, missing=self.missing(form)))
        return self.render_to_response(self.get_context_data(form=form))

    def missing(self, form):
        """The days for which there is a report on the area instead."""
        area = form.cleaned_data["area"]
        found = [(report, page_of(report, area)) for report in days_of(self.request.user, area)[:RECENT]]
        return {"area": area, "on": form.cleaned_data["on"], "reports": found}

    def post(self, request, *args, **kwargs):
        return redirect("compliance:paper_find")

    def get_context_data(self, **kwargs):
        reports = self.get_queryset().order_by("-as_of", "-pk")[:RECENT]
        return super().get_context_data(reports=reports, **kwargs)


class PaperMixin:
    """A paper: one row of a report within the account's reach."""

    model = Report

    @cached_property
    def subject(self):
        return subject(self.object, self.request.user, self.request.GET.get("area", ""))

    @property
    def crumbs(self):
        find = reverse("compliance:paper_find")
        return [(find, _("调研报告")), *((page_of(self.object, row.code), row.name) for row in self.subject.above)]


class PaperView(PaperMixin, ScopedDetailView):
    """To be read and printed, with the way to its texts and files."""

    template_name = "office/paper_detail.html"

    @cached_property
    def texts(self):
        asked = self.request.GET.get("version", "")
        found = texts_of(self.subject.code, self.object.as_of, int(asked[:9]) if asked.isdecimal() else None)
        if found is None:
            raise Http404
        return found

    def files(self):
        """What the account has had made of this paper within the last day."""
        mine = PaperFile.objects.filter(kept(), user=self.request.user, report_id=self.object.pk)
        return mine.filter(area=self.subject.code).defer("content")

    def get_context_data(self, **kwargs):
        report, code = self.object, self.subject.code
        streets, unlocked = unreviewed(report, code)
        return super().get_context_data(
            paper=paper_of(self.subject, self.texts),
            subject=self.subject,
            texts=self.texts,
            versions=versions(code, report.as_of),
            files=self.files(),
            submission_id=uuid.uuid4(),
            has_pdf=pdf.is_here(),
            no_pdf=pdf.ABSENT,
            streets=streets,
            unlocked=unlocked,
            crumbs=[*self.crumbs, (None, self.subject.row.name)],
            **kwargs,
        )


class PaperMakeView(PaperMixin, ScopedDetailView):
    """A file of the paper, made in the background."""

    permission_required = [PERMISSION]

    def get(self, request, *args, **kwargs):
        self.object = self.get_object()
        return redirect(page_of(self.object, self.subject.code))

    def post(self, request, *args, **kwargs):
        report = self.object = self.get_object()
        area = self.subject.code
        form, version = request.POST.get("form", ""), request.POST.get("version", "")
        texts = texts_of(area, report.as_of, int(version)) if VERSION.fullmatch(version) else None
        if form not in FORMS or texts is None:
            messages.error(request, _("没有这种格式或这一版文字,请在下面重新选择。"))
            return redirect(page_of(report, area))
        if form == "pdf" and not pdf.is_here():
            messages.error(request, pdf.ABSENT)
            return redirect(page_of(report, area))
        params = as_params(report, area, texts.version, form)
        key = f"paper:{request.user.pk}:{form}:{request.POST.get('submission_id', '')[:36]}"
        return redirect(workbench.page_of(enqueue("paper", user=request.user, area_code=area, params=params, key=key)))


class PaperFileView(ScopedDetailView):
    """A file once made: for the account that asked, for a day, and only while the paper is within its reach."""

    model = PaperFile
    permission_required = [PERMISSION]

    def get_queryset(self):
        return PaperFile.objects.filter(kept(), user=self.request.user)

    def get(self, request, *args, **kwargs):
        found = self.get_object()
        subject_for(request.user, found.report_id, found.area)
        named = content_disposition_header(as_attachment=True, filename=found.name)
        headers = {"Content-Disposition": named, "X-Content-Type-Options": "nosniff"}
        return HttpResponse(bytes(found.content), content_type=FORMS[found.form][1], headers=headers)


class PaperEditView(PaperMixin, ScopedMixin, SingleObjectMixin, FormView):
    """The office's own words, a version each time they are saved. Figures are chosen from a list."""

    template_name = "office/paper_edit.html"
    form_class = TextForm
    permission_required = ["compliance.view_report", "compliance.add_papertext"]

    def get(self, request, *args, **kwargs):
        self.object = self.get_object()
        return super().get(request, *args, **kwargs)

    def post(self, request, *args, **kwargs):
        self.object = self.get_object()
        if sent_before(request, self.kind)[0]:
            return redirect(page_of(self.object, self.subject.code))
        return super().post(request, *args, **kwargs)

    @property
    def kind(self):
        return f"paper {self.object.pk}"

    @property
    def newest(self):
        """The version that stands now."""
        return texts_of(self.subject.code, self.object.as_of).version

    @cached_property
    def begun(self):
        return begun_with(self.subject.code, self.object.as_of)

    def get_initial(self):
        blocks, _since = self.begun
        return {**blocks, "after": self.newest}

    def form_valid(self, form):
        data = form.cleaned_data
        try:
            once(data["submission_id"], user=self.request.user, kind=self.kind, act=lambda: self.save(data))
        except ValidationError as refusal:
            form.refuse(refusal, newest=self.newest)
            return self.form_invalid(form)
        messages.success(self.request, _("已保存为第 %d 版,报告按这一版成文。") % self.newest)
        return redirect(page_of(self.object, self.subject.code))

    def save(self, data):
        blocks = {block.slug: data[block.slug] for block in BLOCKS}
        area, as_of = self.subject.code, self.object.as_of
        return save_texts(area=area, as_of=as_of, blocks=blocks, after=data["after"], user=self.request.user)

    def get_context_data(self, **kwargs):
        source, report = Source(self.subject), self.object
        values = Values(source, Notes(source))
        crumbs = [*self.crumbs, (page_of(report, self.subject.code), self.subject.row.name), (None, _("改文字"))]
        return super().get_context_data(
            subject=self.subject, fields=values.listed(), since=self.begun[1], crumbs=crumbs, **kwargs
        )
