from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from communities.finding import LONGEST, MOST, Words, find
from communities.views.base import PublicMixin


class FindView(PublicMixin, TemplateView):
    """One box for everything residents look for."""

    template_name = "public/find.html"

    def get_context_data(self, **kwargs):
        words = Words.of(self.request.GET.get("q", ""))
        crumbs = [(reverse("compliance:home"), _("首页")), (None, _("查找"))]
        found = find(words) if words else []
        return super().get_context_data(q=words.text, found=found, MOST=MOST, LONGEST=LONGEST, crumbs=crumbs, **kwargs)
