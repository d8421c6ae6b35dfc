import tempfile

from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404
from django.shortcuts import redirect
from django.views.generic import DetailView, FormView, TemplateView

from communities.models import FilledForm, ProducedFile
from communities.official.declaring import pages, sources, tables
from communities.official.forms import TableForm
from communities.official.producing import AT_ONCE, XLSX, as_params, file_name, kept, write_table
from communities.views.answers import workbook
from communities.views.base import ScopedMixin
from communities.views.sending import SentOnceMixin
from jobs.services import enqueue

RECENT = 10


class IndexView(ScopedMixin, TemplateView):
    """What can be handed out: ready tables, forms to fill, summaries; and what was made lately."""

    permission_required = ["communities.view_community"]
    template_name = "official/index.html"

    def get_context_data(self, **kwargs):
        user = self.request.user
        files = ProducedFile.objects.filter(kept(), user=user).defer("content")
        forms = FilledForm.objects.visible_to(user).exclude(filled_at=None).defer("blank", "content")
        return super().get_context_data(
            tables=tables.open_to(user),
            pages=pages.open_to(user),
            can_fill=bool(sources.open_to(user)),
            files=files[:RECENT],
            forms=forms.select_related("user")[:RECENT],
            **kwargs,
        )


class ReadyTableView(SentOnceMixin, ScopedMixin, FormView):
    """One ready table: say where and when, and get the workbook — at once, or as a job when it is large."""

    form_class = TableForm
    template_name = "official/ready.html"

    def dispatch(self, request, *args, **kwargs):
        self.table = tables.get(kwargs["slug"])
        if self.table is None:
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def get_permission_required(self):
        return [self.table.permission]

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "user": self.request.user, "table": self.table}

    def get_context_data(self, **kwargs):
        return super().get_context_data(table=self.table, at_once=AT_ONCE, **kwargs)

    def form_valid(self, form):
        asked = form.asked()
        if self.table.count(asked) > AT_ONCE:
            params = as_params(self.table, asked)
            job = enqueue("official_table", user=self.request.user, area_code=asked.area, params=params)
            return redirect("communities:job_detail", job.pk)
        out = tempfile.TemporaryFile()  # noqa: SIM115 - the answer closes it
        write_table(self.table, asked, out)
        out.seek(0)
        return FileResponse(out, as_attachment=True, filename=file_name(self.table, asked), content_type=XLSX)


class ProducedFileView(ScopedMixin, DetailView):
    """The workbook a job has written: for the account that asked, for a day."""

    model = ProducedFile
    permission_required = []

    def get_queryset(self):
        return ProducedFile.objects.filter(kept(), user=self.request.user)

    def get(self, request, *args, **kwargs):
        found = self.get_object()
        if not request.user.has_perm("communities.view_community"):
            raise PermissionDenied
        return workbook(found.content, found.name)
