"""What belongs to the site as a whole: large type, and the pages every government site has."""

from django.http import Http404, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView, View

from communities.places import inside, site_area
from communities.views.base import PublicMixin

YEAR = 365 * 24 * 60 * 60
PAGES = {
    "accessibility": gettext_lazy("无障碍说明"),
    "privacy": gettext_lazy("隐私说明"),
    "contact": gettext_lazy("联系我们"),
    "map": gettext_lazy("网站地图"),
}


class ElderView(PublicMixin, View):
    """Turns large type on (1), larger still (2) or off, remembers it on this device, and goes back to the page."""

    is_kept = False

    def get(self, request):
        back = request.GET.get("next", "/")
        if not url_has_allowed_host_and_scheme(back, {request.get_host()}):
            back = "/"
        answer = HttpResponseRedirect(back)
        size = request.GET.get("on")
        if size in ("1", "2"):
            answer.set_cookie("elder", size, max_age=YEAR, samesite="Lax", httponly=True)
        else:
            answer.delete_cookie("elder", samesite="Lax")
        return answer


class AboutView(PublicMixin, TemplateView):
    """Accessibility, privacy, contact, map of the site."""

    def get_template_names(self):
        return [f"public/about/{self.kwargs['page']}.html"]

    def get_context_data(self, page, **kwargs):
        if page not in PAGES:
            raise Http404
        title = PAGES[page]
        crumbs = [(reverse("compliance:home"), _("首页")), (None, title)]
        places = inside(site_area()) if page == "map" else []
        return super().get_context_data(title=title, crumbs=crumbs, places=places, pages=PAGES, **kwargs)
