from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.generic import DetailView

from communities import workbench
from communities.access import reach, within
from communities.views.base import ScopedMixin
from communities.views.sending import SentOnceMixin
from jobs.models import Job


def jobs_of(user):
    """The account's own jobs, and those for places within its reach."""
    codes = reach(user)
    return Job.objects.all() if "" in codes else Job.objects.filter(within(codes, "area_code") | Q(user=user))


class JobDetailView(ScopedMixin, DetailView):
    """How far a job has come; when it is done, the way to what it has made."""

    model = Job
    permission_required = []
    template_name = "office/job_detail.html"

    def get_queryset(self):
        """One's own jobs, and those for places within reach."""
        return jobs_of(self.request.user).select_related("lease", "user")

    def get_template_names(self):
        return ["office/job_progress.html"] if self.request.htmx else [self.template_name]

    def get(self, request, *args, **kwargs):
        self.object = self.get_object()
        found = workbench.result_url(self.object)
        if found and request.htmx:
            return HttpResponse(headers={"HX-Redirect": found})
        if found:
            return redirect(found)
        return self.render_to_response(self.get_context_data(object=self.object))


class JobRetryView(SentOnceMixin, ScopedMixin, DetailView):
    """One's own job that failed is begun anew."""

    model = Job
    permission_required = []

    def get_queryset(self):
        return Job.objects.filter(user=self.request.user)

    def get(self, request, *args, **kwargs):
        return redirect(workbench.page_of(self.get_object()))

    def post(self, request, *args, **kwargs):
        job = self.get_object()
        if job.state == Job.State.FAILED:
            try:
                job = workbench.begin_again(job, request.user)
            except ValidationError as error:
                messages.error(request, "".join(error.messages))
            else:
                messages.success(request, _("已重新开始:%s。") % job.title)
        return redirect(workbench.page_of(job))
