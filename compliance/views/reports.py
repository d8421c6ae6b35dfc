from tempfile import TemporaryFile

from django.http import FileResponse, Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView

from communities.access import reach
from communities.choices import Level
from communities.registers.forms import OnceForm
from communities.views.base import ScopedDetailView, ScopedMixin, ScopedTableView
from communities.views.office import jobs_of
from compliance.exports import write_csv, write_xlsx
from compliance.filters import ReportFilter
from compliance.forms import BuildForm
from compliance.models import Report
from compliance.services import publish_report, withdraw_report
from compliance.subjects import subject
from compliance.tables import ReportTable
from compliance.views.standards import DecisionView
from jobs.models import Job
from jobs.services import enqueue

JOBS = 5
WRITERS = {
    "csv": (write_csv, "text/csv; charset=utf-8"),
    "xlsx": (write_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}


class ReportListView(ScopedTableView):
    """Reports on one's reach with their states, and the jobs that are making new ones."""

    model = Report
    table_class = ReportTable
    filterset_class = ReportFilter
    template_name = "office/report_list.html"

    def get_queryset(self):
        return super().get_queryset().select_related("built_by")

    def get_context_data(self, **kwargs):
        mine = jobs_of(self.request.user).filter(kind="report")
        jobs = mine.exclude(state=Job.State.DONE).select_related("lease", "user").order_by("-pk")[:JOBS]
        return super().get_context_data(jobs=jobs, **kwargs)


class ReportAddView(ScopedMixin, FormView):
    """Have a report computed: the request becomes a job, and the page of the job follows."""

    model = Report
    action = "add"
    form_class = BuildForm
    template_name = "office/report_form.html"

    def get_queryset(self):
        return Report.objects.visible_to(self.request.user)

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "user": self.request.user}

    def form_valid(self, form):
        area, as_of = form.cleaned_data["area"], form.cleaned_data["as_of"]
        key = f"report-form:{form.cleaned_data['submission_id']}"
        params = {"as_of": as_of.isoformat()}
        job = enqueue("report", user=self.request.user, area_code=area, params=params, key=key)
        return redirect(reverse("communities:job_detail", args=[job.pk]))


class DecideView(DecisionView):
    """A decision on a report: what it does is said first, then it is confirmed."""

    model = Report
    permission_required = "compliance.publish_report"
    form_class = OnceForm
    template_name = "office/report_decide.html"
    effect = done = ""

    def get_queryset(self):
        """Only reports whose whole area lies within reach."""
        return Report.objects.inside(*reach(self.request.user))

    def said(self, report):
        return self.done

    def get_context_data(self, **kwargs):
        return super().get_context_data(effect=self.effect, **kwargs)


class PublishView(DecideView):
    heading = _("发布测算报告")
    verb = _("确认发布")
    effect = _("发布后,公开网站按公开范围显示这份报告,数字不再改动;以后变更的标准不影响它。")
    done = _("报告已发布,公开网站已能看到。")

    def decide(self):
        return publish_report(self.object, user=self.request.user)


class WithdrawView(DecideView):
    heading = _("撤回测算报告")
    verb = _("确认撤回")
    effect = _("撤回后,公开网站不再显示这份报告,改为显示上一份已发布的报告。报告本身保留。")
    done = _("报告已撤回,公开网站不再显示。")

    def decide(self):
        return withdraw_report(self.object, user=self.request.user)


class ExportView(ScopedDetailView):
    """One level of a report as a file, cut to what the account reaches."""

    model = Report
    action = "export"

    def get(self, request, *args, **kwargs):
        report, form, level = self.get_object(), kwargs["form"], kwargs["level"]
        if form not in WRITERS or level not in Level.values:
            raise Http404
        area = subject(report, request.user, request.GET.get("area", "")).code
        write, kind = WRITERS[form]
        file = TemporaryFile()  # noqa: SIM115 - the answer closes it
        write(report, level, file, area=area)
        file.seek(0)
        name = f"linli-{area}-{report.as_of:%Y%m%d}-{level}.{form}"
        return FileResponse(file, as_attachment=True, filename=name, content_type=kind)
