from itertools import chain

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import StreamingHttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.generic import View

from communities.official.producing import XLSX
from communities.registers.filtering import filter_class
from communities.views.registers.base import RegisterMixin
from sheets import export, registry
from sheets.services import log_reveal


class ExportView(RegisterMixin, View):
    """What the list shows, as a sheet that can be read back. Clear numbers take a permission and a reason (POST)."""

    action = "export"

    def get(self, request):
        return self.export(clear=False)

    def post(self, request):
        """Unmasked: `log_reveal` writes down who and why, or refuses."""
        with transaction.atomic():
            log_reveal(self.sheet, request.user, request.POST.get("reason", ""))
        return self.export(clear=True)

    @property
    def sheet(self):
        sheet = self.register.sheet
        return registry.get(sheet) if isinstance(sheet, str) else sheet

    def export(self, *, clear):
        rows = self.register.rows(self.request.user)
        filters = filter_class(self.register)(self.request.GET, queryset=rows, request=self.request)
        if filters.is_bound and not filters.is_valid():
            raise PermissionDenied(_("筛选条件有误,请回到列表更正后再导出。"))
        pieces = export.stream(self.sheet, user=self.request.user, clear=clear, only=filters.qs)
        first = next(pieces)  # what goes wrong with the query goes wrong before the answer has begun
        name = f"{self.register.title}{timezone.localdate():%Y%m%d}.xlsx"
        headers = {"Content-Disposition": content_disposition_header(as_attachment=True, filename=name)}
        return StreamingHttpResponse(chain([first], pieces), content_type=XLSX, headers=headers)
