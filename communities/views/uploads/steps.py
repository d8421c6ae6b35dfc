from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import DetailView

from communities.models import UploadedSheet
from communities.uploads import services
from communities.uploads.forms import HeaderForm
from communities.uploads.headers import guess_header_row, propose
from communities.uploads.movements import told
from communities.uploads.undoing import may_undo_until, undo
from communities.views.sending import SentOnceMixin
from communities.views.uploads.base import ImportMixin, OwnUploadView
from records.models import Event
from sheets import registry

State = UploadedSheet.State


class UploadDetailView(ImportMixin, DetailView):
    """Where an upload stands: leads to its step, or shows how far the work has come. Its result is open to all within
    whose reach it lies."""

    model = UploadedSheet

    def get_queryset(self):
        mine = UploadedSheet.objects.filter(user=self.request.user)
        near = UploadedSheet.objects.visible_to(self.request.user).filter(state__in=[State.APPLIED, State.UNDONE])
        return (mine | near).select_related("job", "job__lease", "same_as", "user")

    def get(self, request, *args, **kwargs):
        upload = self.object = self.get_object()
        busy = upload.job is not None and not upload.job.is_over
        if request.htmx and not busy:
            return HttpResponse(headers={"HX-Redirect": request.path})
        if not busy and (step := self.next_step()):
            return redirect(step)
        template = "uploads/progress.html" if request.htmx else "uploads/detail.html"
        self.template_name = template
        return self.render_to_response(self.get_context_data(object=upload, busy=busy))

    def next_step(self):
        upload = self.object
        if upload.same_as_id:
            messages.warning(self.request, _("同一份文件已经导入,没有重复导入。以下是那一次的结果。"))
            return reverse("communities:import_detail", args=[upload.same_as_id])
        failed = upload.job is not None and upload.job.state == upload.job.State.FAILED
        if upload.state == State.UPLOADED and upload.head:
            return reverse("communities:import_match", args=[upload.pk])
        if upload.state == State.PREVIEWED and not failed:
            return reverse("communities:import_check", args=[upload.pk])
        return None

    def get_context_data(self, **kwargs):
        upload = self.object
        until = may_undo_until(upload)
        return super().get_context_data(
            upload=upload,
            sheet=registry.get(upload.sheet),
            step={State.UPLOADED: "match", State.MAPPED: "check"}.get(upload.state, "apply"),
            undo_until=until,
            movements=list(told(upload, self.request.user)),
            may_undo=upload.state == State.APPLIED and upload.user_id == self.request.user.pk,
            event=Event.objects.filter(pk__in=upload.events).order_by("pk").first() if upload.events else None,
            **kwargs,
        )


class MatchView(SentOnceMixin, OwnUploadView):
    """Second step: which column is which, as proposed and corrected; remembered for the street."""

    template_name = "uploads/match.html"
    states = (State.UPLOADED, State.MAPPED, State.PREVIEWED)
    step = "match"

    @property
    def header_row(self):
        head = dict(self.object.head)
        asked = self.request.POST.get("header_row") or self.request.GET.get("header_row", "")
        if asked.isdecimal() and len(asked) < 7 and int(asked) in head:
            return int(asked)
        return self.object.mapping.get("header_row") or guess_header_row(self.sheet, self.object.head)

    def get_form(self, data=None):
        proposals = propose(self.sheet, self.object.head, self.header_row, self.object.area)
        return HeaderForm(data, sheet=self.sheet, proposals=proposals)

    def get_context_data(self, **kwargs):
        kwargs.setdefault("form", self.get_form())
        rows = [(number, "  ".join(cell for cell in cells if cell)[:80]) for number, cells in self.object.head]
        return super().get_context_data(header_row=self.header_row, head=rows, **kwargs)

    def post(self, request, *args, **kwargs):
        form = self.get_form(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(object=self.object, form=form))
        roster = form.cleaned_data.get("roster", "")
        services.match_headers(upload=self.object, header_row=self.header_row, columns=form.columns(), roster=roster)
        return redirect("communities:import_detail", self.object.pk)


class ApplyView(SentOnceMixin, OwnUploadView):
    """Fourth step: begin to write."""

    http_method_names = ["post"]
    states = (State.PREVIEWED,)

    def post(self, request, *args, **kwargs):
        try:
            services.start_applying(upload=self.object)
        except ValidationError as error:
            messages.error(request, "".join(error.messages))
            return redirect("communities:import_check", self.object.pk)
        return redirect("communities:import_detail", self.object.pk)


class DiscardView(SentOnceMixin, OwnUploadView):
    """Give up; nothing was changed."""

    http_method_names = ["post"]
    states = UploadedSheet.OPEN

    def post(self, request, *args, **kwargs):
        services.discard(upload=self.object)
        messages.info(request, _("已放弃“%s”,登记册没有任何改动,文件已删除。") % self.object.file_name)
        return redirect("communities:import_list")


class UndoView(SentOnceMixin, OwnUploadView):
    """Take the whole import back."""

    http_method_names = ["post"]
    states = (State.APPLIED,)

    def post(self, request, *args, **kwargs):
        try:
            undo(upload=self.object, user=request.user)
        except ValidationError as error:
            messages.error(request, "".join(error.messages))
        else:
            messages.success(request, _("已撤销“%s”,登记册恢复到导入之前。") % self.object.file_name)
        return redirect("communities:import_detail", self.object.pk)
