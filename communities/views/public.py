from django.db.models import F
from django.http import Http404
from django.shortcuts import redirect
from django.utils import timezone
from django.views.generic import TemplateView

from communities.models import Community, CommunityCode
from communities.panels import Visit, collect
from communities.places import trail
from communities.views.base import PublicMixin


class CommunityView(PublicMixin, TemplateView):
    """What residents see of their community. A former code leads to the present one."""

    template_name = "public/community.html"

    def get(self, request, code):
        newest_first = F("abolished_on").desc(nulls_first=True)
        community = Community.objects.filter(code=code).order_by(newest_first).first()
        if community is None:
            former = CommunityCode.objects.filter(code=code).select_related("community").last()
            if former is None:
                raise Http404
            return redirect("communities:public", code=former.community.code)
        visit = Visit(community=community, on=timezone.localdate())
        crumbs = [*trail(code), (None, str(community))]
        return self.render_to_response({"community": community, "panels": collect(visit), "crumbs": crumbs})
