from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.views.generic import DetailView

from communities.models import UploadedSheet
from communities.uploads.access import imports_anything, may_import
from communities.views.base import ScopedMixin
from sheets import registry

STEPS = ("choose", "match", "check", "apply")


class ImportMixin(ScopedMixin):
    """For whoever may take in at least one sheet."""

    permission_required = []

    def has_permission(self):
        return imports_anything(self.request.user)


class OwnUploadView(ImportMixin, DetailView):
    """A step of one's own upload. A step that is not at hand leads to the one that is."""

    model = UploadedSheet
    states = ()
    step = ""

    def get_queryset(self):
        return UploadedSheet.objects.filter(user=self.request.user).select_related("job", "job__lease")

    @property
    def sheet(self):
        return registry.get(self.object.sheet)

    def is_at_hand(self):
        busy = self.object.job is not None and not self.object.job.is_over
        return not busy and self.object.state in self.states

    def dispatch(self, request, *args, **kwargs):
        if not self.has_permission():
            return self.handle_no_permission()
        self.object = self.get_object()
        if not may_import(request.user, self.sheet):
            raise PermissionDenied
        if not self.is_at_hand():
            return redirect("communities:import_detail", self.object.pk)
        return super().dispatch(request, *args, **kwargs)

    def get(self, request, *args, **kwargs):
        return self.render_to_response(self.get_context_data(object=self.object))

    def get_context_data(self, **kwargs):
        return super().get_context_data(upload=self.object, sheet=self.sheet, step=self.step, **kwargs)
