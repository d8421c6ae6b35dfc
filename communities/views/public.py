from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F
from django.db.models.functions import JSONObject
from django.http import Http404
from django.shortcuts import redirect
from django.utils import timezone
from django.views.generic import TemplateView

from communities.models import Area, Community, CommunityCode
from communities.panels import Visit, collect
from communities.places import around, trail
from communities.views.base import PublicMixin
from records.asked import question


@question
def _called(code, areas):
    """Who has the code, or had it last, and what the areas around it are called."""
    names = Area.objects.filter(code__in=areas).values(json=JSONObject(code="code", name="name"))
    newest_first = F("abolished_on").desc(nulls_first=True)
    return Community.objects.filter(code=code).order_by(newest_first).annotate(areas=ArraySubquery(names))[:1]


class CommunityView(PublicMixin, TemplateView):
    """What residents see of their community. A former code leads to the present one."""

    template_name = "public/community.html"

    def get(self, request, code):
        found = _called(code=code, areas=tuple(around(code)))
        if not found:
            former = CommunityCode.objects.filter(code=code).select_related("community").last()
            if former is None:
                raise Http404
            return redirect("communities:public", code=former.community.code)
        community, called = found[0], {area["code"]: area["name"] for area in found[0].areas}
        visit = Visit(community=community, on=timezone.localdate())
        crumbs = [*trail(code, called=called), (None, str(community))]
        return self.render_to_response({"community": community, "panels": collect(visit), "crumbs": crumbs})
