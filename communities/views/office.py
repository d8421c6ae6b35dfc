from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.generic import DetailView

from communities import workbench
from communities.access import reach, within
from communities.filters import CommunityFilter
from communities.models import Community
from communities.panels import Visit, collect
from communities.places import around, names
from communities.tables import CommunityTable
from communities.views.base import ScopedDetailView, ScopedMixin, ScopedTableView
from jobs.models import Job


class CommunityListView(ScopedTableView):
    model = Community
    table_class = CommunityTable
    filterset_class = CommunityFilter
    template_name = "office/community_list.html"


class CommunityDetailView(ScopedDetailView):
    model = Community
    template_name = "office/community_detail.html"

    def get_context_data(self, **kwargs):
        visit = Visit(community=self.object, on=timezone.localdate(), user=self.request.user)
        places = names(around(self.object.code)).values()
        return super().get_context_data(panels=collect(visit), places=places, **kwargs)


class JobDetailView(ScopedMixin, DetailView):
    """How far a job has come; when it is done, the way to what it has made."""

    model = Job
    permission_required = []
    template_name = "office/job_detail.html"

    def get_queryset(self):
        """One's own jobs, and those for places within reach."""
        user = self.request.user
        mine = within(reach(user), "area_code") | Q(user=user)
        return Job.objects.filter(mine).select_related("lease", "user")

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
