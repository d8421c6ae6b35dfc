"""What was published, for everybody to read and to print; and, at the desk, what should have been."""

import re

from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import DetailView, FormView, ListView, TemplateView

from communities.limiting import too_many
from communities.models import Community
from communities.places import predecessors, trail
from communities.views.base import PublicMixin, ScopedMixin
from disclosure.choices import Rhythm, State, Theme
from disclosure.deadlines import Calendar, period_name
from disclosure.models import Disclosure, Notice
from disclosure.objection_form import ObjectionForm
from disclosure.overdue import late, missing
from disclosure.services import object_to
from disclosure.services.objecting import token_for

CODE = re.compile(r"\d{2}(\d{2}(\d{2}(\d{3}(\d{3})?)?)?)?", re.ASCII)
A_PAGE = 30
LATE_SHOWN = 200
PER_MINUTE = 3
"""Objections one address may send in a minute."""


class TextListView(PublicMixin, ListView):
    """Published texts of a place, newest first."""

    paginate_by = A_PAGE
    heading = ""

    def get_queryset(self):
        asked = self.request.GET.get("area", "")
        self.area = asked if CODE.fullmatch(asked) else ""
        found = self.model.objects.published().select_related("community")
        return found.inside(self.area).order_by("-published_at", "-pk")

    def paginate_queryset(self, queryset, page_size):
        page = self.get_paginator(queryset, page_size).get_page(self.request.GET.get("page"))
        return page.paginator, page, page.object_list, page.has_other_pages()

    def get_context_data(self, **kwargs):
        place = Community.objects.filter(code=self.area).order_by("abolished_on").first() if self.area else None
        crumbs = [(reverse("compliance:home"), _("首页"))]
        if place:
            crumbs = [*trail(place.code), (reverse("communities:public", args=[place.code]), str(place))]
        crumbs.append((None, str(self.heading)))
        earlier = predecessors(place) if place else ()
        return super().get_context_data(place=place, area=self.area, crumbs=crumbs, earlier=earlier, **kwargs)


class TextView(PublicMixin, DetailView):
    """One text, with whatever became of it."""

    def get_object(self, queryset=None):
        rows = self.model.objects.shown().select_related("community", "replaces")
        return get_object_or_404(rows, pk=self.kwargs["pk"])

    def get_context_data(self, **kwargs):
        community = self.object.community
        crumbs = [*trail(community.code), (reverse("communities:public", args=[community.code]), str(community))]
        return super().get_context_data(
            crumbs=[*crumbs, (None, self.object.title)],
            is_withdrawn=self.object.state == State.WITHDRAWN,
            correction=self.model.objects.shown().filter(replaces=self.object).first(),
            **kwargs,
        )


class ItemListView(TextListView):
    """What communities have published, by theme."""

    model = Disclosure
    template_name = "disclosure/items.html"
    context_object_name = "items"
    heading = gettext_lazy("居务公开")

    def get_queryset(self):
        asked = self.request.GET.get("theme", "")
        self.theme = asked if asked in Theme.values else ""
        found = super().get_queryset().select_related("entry")
        return found.filter(entry__theme=self.theme) if self.theme else found

    def get_context_data(self, **kwargs):
        return super().get_context_data(theme=self.theme, themes=list(Theme), **kwargs)


class ItemView(TextView):
    """One matter published by a community."""

    model = Disclosure
    template_name = "disclosure/item.html"
    context_object_name = "item"

    def get_context_data(self, **kwargs):
        item = self.object
        period = period_name(Rhythm(item.entry.rhythm), item.period_start) if item.period_start else ""
        phone = item.phone or item.community.phone
        answered, photos = list(item.objections.shown().order_by("shown_at")), list(item.photos.all())
        return super().get_context_data(period=period, phone=phone, answered=answered, photos=photos, **kwargs)


class SheetView(ItemView):
    """For the notice board: one matter in large type, on A4 or A3."""

    template_name = "disclosure/sheet.html"

    def get_context_data(self, **kwargs):
        paper = "a3" if self.request.GET.get("paper") == "a3" else "a4"
        return super().get_context_data(paper=paper, **kwargs)


class ObjectView(PublicMixin, FormView):
    """What a resident says against something published, without an account."""

    is_kept = False
    template_name = "disclosure/object.html"
    form_class = ObjectionForm

    def dispatch(self, request, *args, **kwargs):
        rows = Disclosure.objects.published().select_related("community")
        self.item = get_object_or_404(rows, pk=kwargs["pk"])
        answer = super().dispatch(request, *args, **kwargs)
        patch_cache_control(answer, private=True, no_store=True)
        return answer

    def get_initial(self):
        return {"submission_id": token_for(self.item)}

    def get_context_data(self, **kwargs):
        crumbs = [(reverse("disclosure:item", args=[self.item.pk]), self.item.title), (None, _("提出异议"))]
        sent = "sent" in self.request.GET
        return super().get_context_data(item=self.item, crumbs=crumbs, sent=sent, **kwargs)

    def form_valid(self, form):
        try:
            if too_many(self.request, "objection", PER_MINUTE):
                raise ValidationError(_("提交过于频繁,请一分钟后再试。"), code="order")
            object_to(self.item, text=form.cleaned_data["text"], token=form.cleaned_data["submission_id"])
        except ValidationError as error:
            form.add_error(None, error)
            form.data = form.data.copy()
            form.data["submission_id"] = token_for(self.item)
            return self.form_invalid(form)
        return redirect(f"{reverse('disclosure:object', args=[self.item.pk])}?sent=1")


class NoticeListView(TextListView):
    """Notices of a place that still hold, newest first."""

    model = Notice
    template_name = "disclosure/notices.html"
    context_object_name = "notices"
    heading = gettext_lazy("通知公告")

    def get_queryset(self):
        return super().get_queryset().current(on=timezone.localdate())


class NoticeView(TextView):
    """One notice in full."""

    model = Notice
    template_name = "disclosure/notice.html"
    context_object_name = "notice"


class ScreenView(NoticeView):
    """The same notice for the screen in the hall: few words, large."""

    template_name = "disclosure/screen.html"


class OverdueView(ScopedMixin, TemplateView):
    """Whatever should be public and is not, the longest due first."""

    template_name = "disclosure/overdue.html"
    permission_required = "disclosure.view_disclosure"

    def get_context_data(self, **kwargs):
        user, today = self.request.user, timezone.localdate()
        asked = self.request.GET.get("page", "1")
        number = max(int(asked), 1) if asked.isascii() and asked.isdigit() and len(asked) < 6 else 1
        rows, total = missing(user, today, limit=A_PAGE, offset=(number - 1) * A_PAGE)
        paginator = Paginator(range(total), A_PAGE)
        return super().get_context_data(
            rows=rows, total=total, page_obj=paginator.get_page(number), late=late(user, today)[:LATE_SHOWN],
            guessed=Calendar.of().guessed(today), today=today,
            may_write=user.has_perm("disclosure.add_disclosure"), **kwargs,
        )  # fmt: skip
