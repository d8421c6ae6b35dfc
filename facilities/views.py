"""The directory of services, for residents."""

import re

from django.db.models import Q
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.generic import DetailView, FormView, ListView

from communities.finding import Words
from communities.models import Area
from communities.places import names
from communities.views.base import PublicMixin
from compliance.querysets import prefixes
from facilities.choices import Theme
from facilities.finders import services
from facilities.models import PublicService
from facilities.nearby import PositionForm, distance, nearest

CODE = re.compile(r"\d{2}(\d{2}(\d{2}(\d{3}(\d{3})?)?)?)?", re.ASCII)


def offered_in(code):
    """Matters settled at a place: those of the areas around it, of itself, and of what lies in it."""
    return Q(area__in=prefixes(code)) | Q(area__startswith=code)


class ServiceListView(PublicMixin, ListView):
    """By theme, by place, by words."""

    template_name = "public/services.html"
    paginate_by = 40
    context_object_name = "services"

    def get_queryset(self):
        asked = self.request.GET
        self.words = Words.of(asked.get("q", ""))
        self.theme = asked.get("theme", "") if asked.get("theme") in Theme.values else ""
        self.area = asked.get("area", "") if CODE.fullmatch(asked.get("area", "")) else ""
        found = PublicService.objects.order_by("theme", "name", "area")
        if self.theme:
            found = found.filter(theme=self.theme)
        if self.area:
            found = found.filter(offered_in(self.area))
        return services(self.words, found) if self.words else found

    def paginate_queryset(self, queryset, page_size):
        paginator = self.get_paginator(queryset, page_size)
        page = paginator.get_page(self.request.GET.get("page"))
        return paginator, page, page.object_list, page.has_other_pages()

    def get_context_data(self, **kwargs):
        there = dict.fromkeys(PublicService.objects.order_by("theme").values_list("theme", flat=True).distinct())
        context = super().get_context_data(**kwargs)
        context["places"] = names({each.area for each in context["services"]})
        return context | {
            "q": self.words.text,
            "theme": self.theme,
            "themes": [theme for theme in Theme if theme in there],
            "area": Area.objects.filter(code=self.area).first() if self.area else None,
            "crumbs": [(reverse("compliance:home"), _("首页")), (None, _("办事服务"))],
        }


class ServiceView(PublicMixin, DetailView):
    """One matter on one page, to read and to print."""

    template_name = "public/service.html"
    context_object_name = "service"

    def get_object(self, queryset=None):
        return get_object_or_404(PublicService, pk=self.kwargs["pk"])

    def get_context_data(self, **kwargs):
        service = self.object
        crumbs = [
            (reverse("compliance:home"), _("首页")),
            (reverse("facilities:services"), _("办事服务")),
            (None, service.name),
        ]
        called = names([service.area])[service.area] if service.area else ""
        return super().get_context_data(
            crumbs=crumbs, place=called, materials=_lines(service.materials), steps=_steps(service.steps), **kwargs
        )


@method_decorator(csrf_exempt, name="dispatch")  # nothing is written, and the page is the same for everybody
class NearbyView(PublicMixin, FormView):
    """Premises near the visitor. The position is sent in the body, so that no address and no log keeps it."""

    template_name = "public/nearby.html"
    form_class = PositionForm

    def get_context_data(self, **kwargs):
        crumbs = [(reverse("compliance:home"), _("首页")), (None, _("附近"))]
        return super().get_context_data(crumbs=crumbs, **kwargs)

    def form_valid(self, form):
        found = list(nearest(**form.cleaned_data, on=timezone.localdate()))
        near = [(facility, distance(facility.away)) for facility in found]
        response = self.render_to_response(self.get_context_data(form=form, near=near, was_asked=True))
        patch_cache_control(response, private=True, no_store=True)
        return response


def _lines(text):
    """One thing to bring a line, however the clerk divided them."""
    return [part.strip() for part in text.replace("；", "\n").replace(";", "\n").splitlines() if part.strip()]


def _steps(text):
    return [part.strip() for part in text.replace("→", "\n").splitlines() if part.strip()]
