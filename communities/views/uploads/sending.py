import io

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.generic import FormView, ListView, View

from communities.models import UploadedSheet
from communities.uploads.access import may_import, open_sheets
from communities.uploads.forms import UploadForm
from communities.uploads.services import receive
from communities.views.answers import workbook
from communities.views.sending import SentOnceMixin
from communities.views.uploads.base import ImportMixin
from sheets import registry
from sheets.inspection import MAX_FILE, MEGABYTE
from sheets.services import write_template

AROUND = 64 * 1024  # what a form adds to its file


class UploadListView(ImportMixin, ListView):
    """One's own uploads, newest first."""

    model = UploadedSheet
    template_name = "uploads/list.html"
    paginate_by = 50

    def get_queryset(self):
        return UploadedSheet.objects.filter(user=self.request.user).defer("head", "preview", "choices", "result")

    def get_context_data(self, **kwargs):
        titles = {name: sheet.title for name, sheet in registry.all_sheets().items()}
        context = super().get_context_data(sheets=open_sheets(self.request.user), **kwargs)
        return {**context, "rows": [(upload, titles.get(upload.sheet, upload.sheet)) for upload in context["page_obj"]]}


@method_decorator(csrf_exempt, name="dispatch")
class UploadAddView(SentOnceMixin, ImportMixin, FormView):
    """First step: the sheet and the file. A file too large is refused by the length it announces, before it is read."""

    form_class = UploadForm
    template_name = "uploads/add.html"

    def dispatch(self, request, *args, **kwargs):
        if request.method == "POST" and announced(request) > MAX_FILE + AROUND:
            text = _("文件超过 %d MB,没有接收。请分成几个文件上传。") % (MAX_FILE // MEGABYTE)
            return HttpResponse(text, status=413, content_type="text/plain; charset=utf-8")
        return csrf_protect(super().dispatch)(request, *args, **kwargs)

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "sheets": open_sheets(self.request.user)}

    def get_initial(self):
        return {"sheet": self.kwargs.get("sheet") or self.request.GET.get("sheet", "")}

    def get_context_data(self, **kwargs):
        sheets = open_sheets(self.request.user)
        chosen = next((sheet for sheet in sheets if sheet.name == self.get_initial()["sheet"]), None)
        return super().get_context_data(sheets=sheets, chosen=chosen, step="choose", **kwargs)

    def form_valid(self, form):
        file, sheet = form.cleaned_data["file"], registry.get(form.cleaned_data["sheet"])
        upload, is_first = receive(user=self.request.user, sheet=sheet, content=file.chunks(), file_name=file.name)
        if upload.refused:
            form.add_error("file", upload.refused)
            return self.form_invalid(form)
        if not is_first and upload.state == UploadedSheet.State.APPLIED:
            messages.warning(self.request, _("这份文件(改名也算同一份)已经导入过,没有重复导入。以下是那一次的结果。"))
        elif not is_first:
            messages.info(self.request, _("这份文件已经上传过,从上次停下的地方继续。"))
        return redirect("communities:import_detail", upload.pk)


def announced(request):
    """The length a request says it has."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    return int(length) if length.isdigit() else 0


class TemplateView(ImportMixin, View):
    """The empty form of a sheet."""

    def get(self, request, sheet):
        try:
            found = registry.get(sheet)
        except registry.UnknownSheet as error:
            raise Http404 from error
        if not may_import(request.user, found):
            raise PermissionDenied
        out = io.BytesIO()
        write_template(sheet, out)
        return workbook(out.getvalue(), f"{found.title}_模板.xlsx")
