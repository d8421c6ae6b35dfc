from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.generic import DetailView, FormView
from django.views.generic.detail import SingleObjectMixin

from communities.models import FilledForm
from communities.official.declaring import sources
from communities.official.filling import fill_form, open_form
from communities.official.forms import MappingForm, UploadForm
from communities.official.producing import kept
from communities.views.answers import workbook
from communities.views.base import ScopedMixin
from communities.views.sending import SentOnceMixin


class FillingMixin(ScopedMixin):
    """Forms are filled by whoever may export what they are filled from."""

    model = FilledForm
    permission_required = []

    def has_permission(self):
        return bool(sources.open_to(self.request.user))

    def get_queryset(self):
        """One's own."""
        return FilledForm.objects.filter(user=self.request.user)


class UploadView(SentOnceMixin, FillingMixin, FormView):
    """First step: the blank form, and what it is about."""

    form_class = UploadForm
    template_name = "official/upload.html"

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "user": self.request.user}

    def form_valid(self, form):
        data = form.cleaned_data
        file = data["file"]
        told = {name: data[name] for name in ("source", "name", "issuer")}
        try:
            opened = open_form(
                user=self.request.user, content=file.read(), file_name=file.name, asked=form.asked(), **told
            )
        except ValidationError as error:
            form.add_error("file", error)
            return self.form_invalid(form)
        return redirect("official:table_mapping", opened.pk)


class MappingView(SentOnceMixin, FillingMixin, SingleObjectMixin, FormView):
    """Second step: which column is which. Then the filled form, with how much of it was filled."""

    form_class = MappingForm
    template_name = "official/mapping.html"

    def dispatch(self, request, *args, **kwargs):
        self.object = None
        return super().dispatch(request, *args, **kwargs)

    def get_object(self, queryset=None):
        if self.object is None:
            self.object = super().get_object(self.get_queryset().defer("content"))
        return self.object

    def get_form_kwargs(self):
        form = self.get_object()
        source = sources.get(form.source)
        if source not in sources.open_to(self.request.user):
            raise PermissionDenied
        return {**super().get_form_kwargs(), "form": form, "source": source}

    def get_context_data(self, **kwargs):
        form = self.get_object()
        return super().get_context_data(filled_form=form, source=sources.get(form.source), **kwargs)

    def form_valid(self, form):
        try:
            filled = fill_form(form=self.get_object(), mapping=form.mapping(), user=self.request.user)
        except ValidationError as error:
            form.add_error(None, error)
            return self.form_invalid(form)
        told = {"rows": filled.rows, "filled": filled.filled, "total": filled.total}
        messages.success(
            self.request,
            _("已填 %(rows)d 行,%(total)d 个单元格中填了 %(filled)d 个,其余留黄待补。对应关系已记住。") % told,
        )
        return redirect("official:table_mapping", filled.pk)


class FilledFileView(FillingMixin, DetailView):
    """The filled form: for whoever filled it, for a day."""

    def get(self, request, *args, **kwargs):
        found = self.get_object(self.get_queryset().filter(kept()))
        if found.content is None:
            raise Http404
        return workbook(found.content, f"{found.name}(已套填).xlsx")
