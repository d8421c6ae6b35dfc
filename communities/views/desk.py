"""The desk of the workbench: what is due today, the search, the log of changes, suggestions while one types."""

from urllib.parse import urlencode

from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import TemplateView, View

from accounts.doing import doing
from communities import duties, guide, todos
from communities.access import reach
from communities.places import full_names
from communities.registers import declaring, suggesting
from communities.registers.columns import RegisterRows
from communities.registers.log import LogFilter, LogPage
from communities.registers.showing import text_at
from communities.views.base import ScopedMixin
from records.text import normalise

FOUND = 8
GUIDED, YEARS = "guided", 5 * 365 * 24 * 60 * 60
"""Remembers in the browser that somebody has seen the first page."""


class DeskMixin(ScopedMixin):
    """A page for whoever has an account; each part of it shows what the account may see."""

    permission_required = []


class TodoView(DeskMixin, TemplateView):
    """今日待办: what waits for this account, what runs out, and the week's routine."""

    template_name = "registers/todo.html"

    def get_context_data(self, **kwargs):
        today = timezone.localdate()
        groups = todos.collect(self.request.user, today)
        todos.remember(self.request.user, groups)
        return super().get_context_data(
            groups=groups,
            duties=duties.this_week(today, self.request.user),
            today=today,
            is_new=GUIDED not in self.request.COOKIES,
            **kwargs,
        )


class TodoCountView(DeskMixin, TemplateView):
    """The number beside 今日待办: asked for once a page is shown, because it is counted over all registers."""

    template_name = "office/waiting.html"

    def get_context_data(self, **kwargs):
        user = self.request.user
        count = todos.known_number(user)
        if count is None:
            count = todos.remember(user, todos.collect(user, timezone.localdate()))
        return super().get_context_data(count=count, **kwargs)


class WelcomeView(DeskMixin, TemplateView):
    """The first page of a new account: what it may do, where, and where to begin."""

    template_name = "registers/welcome.html"

    def get(self, request, *args, **kwargs):
        response = super().get(request, *args, **kwargs)
        response.set_cookie(GUIDED, "1", max_age=YEARS, httponly=True, samesite="Lax", secure=request.is_secure())
        return response

    def get_context_data(self, **kwargs):
        user = self.request.user
        postings = user.postings.open(on=timezone.localdate())
        called = full_names({one.area_code for one in postings})
        shown = [one for one in declaring.registers() if one.in_menu and one.may(user, "view")]
        registers = [(one, one.may(user, "add"), one.may(user, "change")) for one in shown]
        posted = [(one, called[one.area_code]) for one in postings]
        return super().get_context_data(postings=posted, registers=registers, **kwargs)


class GuideView(DeskMixin, TemplateView):
    """使用手册: what a clerk does on a day, with pictures."""

    template_name = "registers/guide.html"

    def get_context_data(self, **kwargs):
        return super().get_context_data(blocks=guide.blocks(), **kwargs)


class SearchView(DeskMixin, TemplateView):
    """All registers within reach at once, by name, pinyin, code or the tail of a phone number."""

    template_name = "registers/search.html"

    def get_context_data(self, **kwargs):
        text = normalise(self.request.GET.get("q", ""))[:60]
        user, groups = self.request.user, []
        for register in declaring.registers() if text else ():
            if register.in_menu and register.is_found and register.search_in and register.may(user, "view"):
                with doing(user, register.permission("view")):
                    groups += self.look_in(register, user, text)
        return super().get_context_data(q=text, groups=groups, **kwargs)

    def look_in(self, register, user, text):
        found = register.search(register.rows(user), text).order_by(*register.order_by_paths)
        rows, codes = RegisterRows(found)[: FOUND + 1], reach(user)
        lines = [(register.row_url(row, codes), [self.cell(row, col) for col in register.columns[:4]]) for row in rows]
        more = f"{register.url('list')}?{urlencode({'all': 'on', 'q': text})}" if len(rows) > FOUND else ""
        return [(register, lines[:FOUND], more)] if rows else []

    @staticmethod
    def cell(row, col):
        return str(col.show(row) if col.show else text_at(row, col.path))


class LogView(DeskMixin, TemplateView):
    """变更记录: who changed what within reach, when and why."""

    template_name = "registers/log.html"

    def get_context_data(self, **kwargs):
        user = self.request.user
        form = LogFilter(self.request.GET or None, user=user)
        page = LogPage(user, form, self.request.GET)
        return super().get_context_data(form=form, page=page, title=_("变更记录"), **kwargs)


class SuggestView(DeskMixin, View):
    """Options for a field, for what has been typed so far."""

    def get(self, request, what):
        text = normalise(request.GET.get(request.GET.get("field", "q"), ""))[:60]
        return render(request, "registers/suggestions.html", {"options": suggesting.options(what, request.user, text)})
