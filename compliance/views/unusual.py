from decimal import Decimal, InvalidOperation

from django.http import Http404
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import TemplateView, View

from communities.views.base import ScopedMixin
from compliance import asof, unusual
from compliance.downloads import csv_answer
from compliance.models import Report

SHOWN = 100
USUAL = Decimal(50)


class UnusualMixin(ScopedMixin):
    """What is looked for, where and on which day."""

    model = Report

    @cached_property
    def asked(self):
        get = self.request.GET.get
        return asof.Asked(self.request.user, get("area", ""), get("on", ""), get("report", ""))

    @cached_property
    def subject(self):
        return asof.shown(self.asked) if self.asked.report else None

    @cached_property
    def kind(self):
        wanted = self.request.GET.get("kind", "")
        kinds = unusual.kinds()
        return next((each for each in kinds if each.slug == wanted), kinds[0])

    @cached_property
    def share(self):
        """(from which occupancy on, what is wrong with what was asked)"""
        text = self.request.GET.get("share", "").strip()
        if not text:
            return USUAL, ""
        try:
            share = Decimal(text[:10])
        except InvalidOperation:
            share = None
        if share is None or not share.is_finite() or not 0 <= share <= 1000:
            return USUAL, _("入住率应为 0 到 1000 的百分数;下面按 50% 查找。")
        return share, ""

    most = None

    @cached_property
    def found(self):
        where = self.subject.report, self.subject.code
        return self.kind.find(unusual.Asked(*where, self.share[0], self.request.user, self.most))


class UnusualView(UnusualMixin, TemplateView):
    """Communities out of the ordinary on a day."""

    template_name = "office/unusual.html"
    most = SHOWN

    def get_context_data(self, **kwargs):
        found = self.found if self.subject else None
        return super().get_context_data(
            asked=self.asked, subject=self.subject, kind=self.kind, kinds=unusual.kinds(), found=found,
            share=self.share[0], share_error=self.share[1], **kwargs,
        )  # fmt: skip


class UnusualFileView(UnusualMixin, View):
    """All of them as a file."""

    def get(self, request, *args, **kwargs):
        if self.subject is None:
            raise Http404
        name = f"linli-{self.subject.code}-{self.subject.report.as_of:%Y%m%d}-{self.kind.slug}"
        return csv_answer(name, self.found.header, [[str(cell or "") for cell in row] for row in self.found.rows])
