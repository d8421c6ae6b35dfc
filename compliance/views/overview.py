from django.shortcuts import redirect
from django.urls import reverse
from django.views.generic import TemplateView

from communities import workbench
from communities.views.base import ScopedMixin
from compliance.models import Report
from compliance.overview import Overview
from compliance.subjects import report_for, subject

RECENT = 24


class OverviewView(ScopedMixin, TemplateView):
    """The newest report on what the account reaches: what it says, where it falls short, where to look closer."""

    model = Report
    template_name = "office/overview.html"

    def handle_no_permission(self):
        """Accounts without business data start where their own work is."""
        entries = workbench.entries(self.request.user)
        return redirect(entries[0].url_name) if entries else super().handle_no_permission()

    def get_queryset(self):
        return Report.objects.visible_to(self.request.user).standing()

    def get_context_data(self, **kwargs):
        reports = list(self.get_queryset().order_by("-as_of", "-pk")[:RECENT])
        report = self.get_report(reports)
        if report is None:
            return super().get_context_data(report=None, **kwargs)
        shown = subject(report, self.request.user, self.request.GET.get("area", ""))
        overview = Overview(shown, self.request.GET.get("indicator", ""))
        url = reverse("compliance:overview")
        crumbs = [(f"{url}?report={report.pk}&area={row.code}", row.name) for row in shown.above]
        crumbs.append((None, shown.row.name))
        return super().get_context_data(report=report, reports=reports, overview=overview, crumbs=crumbs, **kwargs)

    def get_report(self, reports):
        """The report asked for, if it is there; else the newest on the account's reach."""
        asked = self.request.GET.get("report", "")
        found = [report for report in reports if str(report.pk) == asked]
        return found[0] if found else report_for(self.request.user)
