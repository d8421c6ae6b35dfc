from django.db.models import Q
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.generic import View

from communities.access import reach
from communities.models import Community, SavedView
from communities.registers.columns import RegisterRows, table_class
from communities.registers.filtering import filter_class
from communities.views.base import ScopedTableView
from communities.views.registers.base import RegisterMixin
from communities.views.sending import SentOnceMixin
from sheets.workbook import clean

LONGEST_QUERY = 1000


class RegisterListView(RegisterMixin, ScopedTableView):
    """A register within reach: filtered, sorted, with the columns one has chosen."""

    template_name = "registers/list.html"

    def get_paginate_by(self, queryset):
        """The table counts and cuts into pages; the view itself does not count once more."""
        return

    def get_queryset(self):
        return self.register.rows(self.request.user)

    def get_filterset_class(self):
        return filter_class(self.register)

    @cached_property
    def saved(self):
        return list(SavedView.objects.filter(user=self.request.user, register=self.register.slug))

    @cached_property
    def names(self):
        """The columns asked for in the address, else those remembered, else those of the declaration."""
        asked = [name for name in self.request.GET.get("columns", "").split(",") if name]
        remembered = next((view.columns for view in self.saved if not view.name), [])
        known = {col.name for col in self.register.all_columns}
        first = [col.name for col in self.register.columns[:1]]
        chosen = [name for name in asked or remembered if name in known]
        return [*first, *chosen] if chosen else self.register.default_names

    def get_table_class(self):
        return table_class(self.register, self.names)

    def get_table_data(self):
        return RegisterRows(self.object_list)

    def get_table_kwargs(self):
        return {"register": self.register, "user": self.request.user}

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        user, register = self.request.user, self.register
        described = self.filterset.described if self.filterset.is_bound else []
        return {
            **context,
            "described": described,
            "may_add": register.may(user, "add"),
            "may_export": register.may(user, "export"),
            "import_url": register.import_url() if user.has_perm(register.permission("import")) else "",
            "starting_acts": register.starting_acts(user),
            "columns": [(col, col.name in self.names) for col in register.all_columns[1:]],
            "views": [view for view in self.saved if view.name],
            "offers_nil": self.offers_nil(context),
            "query": self.request.GET.urlencode(),
        }

    def offers_nil(self, context):
        """A community whose register is empty may say that there is nothing to enter."""
        empty = not context["table"].paginator.count
        return empty and self.register.nil and self.request.user.has_perm("communities.add_nil")


class SavedViewView(SentOnceMixin, RegisterMixin, View):
    """Remember columns, or a filter with its columns under a name; forget one."""

    def post(self, request):
        key = {"user": request.user, "register": self.register.slug}
        name = clean(request.POST.get("name", "")).strip()[:40]
        if request.POST.get("do") == "forget":
            SavedView.objects.filter(**key, name=name).exclude(name="").delete()
            return redirect(self.register.url("list"))
        query = clean(request.POST.get("query", ""))[:LONGEST_QUERY]
        known = {col.name for col in self.register.all_columns}
        columns = [one for one in request.POST.getlist("column") if one in known]
        SavedView.objects.update_or_create(**key, name=name, defaults={"query": query, "columns": columns})
        url = f"{self.register.url('list')}?{query}"
        safe = url_has_allowed_host_and_scheme(url, allowed_hosts=None)
        return redirect(url if safe else self.register.url("list"))


def only_community(user):
    """The one community an account works for; None for all others."""
    codes = [code for code in reach(user) if code]
    if len(codes) != 1 or len(codes[0]) < 12:
        return None
    return Community.objects.filter(Q(code=codes[0]), abolished_on=None).first()
