"""The log of changes within reach: a page at a time, newest first, without counting millions of rows."""

from collections import defaultdict

from django import forms
from django.db.models import BigIntegerField, F, Q, Value
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _

from accounts.doing import doing
from communities.access import reach
from communities.models import Community
from communities.registers.declaring import by_table
from communities.registers.fields import DayField, PlaceField
from communities.registers.history import names_of, tell
from records.models import Change

PER_PAGE = 50
PAGE_DIGITS = 6
WINDOW = 5000
"""So many of the newest changes of the instance are looked through first."""


class LogFilter(forms.Form):
    """Who, from when to when, which register, where, why."""

    by = forms.CharField(label=_("操作人"), required=False, max_length=50)
    since = DayField(label=_("从"), required=False)
    until = DayField(label=_("到"), required=False)
    register = forms.ChoiceField(label=_("登记册"), required=False)
    place = PlaceField(label=_("街道或社区"), required=False)
    reason = forms.CharField(label=_("事由"), required=False, max_length=100)

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["place"].user = user
        shown = [(one.slug, one.title) for one in visible_registers(user)]
        self.fields["register"].choices = [("", _("全部")), *shown]
        for field in self.fields.values():
            kind = "form-select" if isinstance(field, forms.ChoiceField) else "form-control"
            field.widget.attrs["class"] = kind


def visible_registers(user):
    return [one for one in by_table().values() if one.may(user, "view")]


class LogPage:
    """One page of the log. `rows` are told changes with their register and address."""

    def __init__(self, user, form, query):
        self.user = user
        self.asked = form.cleaned_data if form.is_bound and form.is_valid() else {}
        number = query.get("page", "")
        self.number = max(int(number), 1) if number.isdecimal() and len(number) <= PAGE_DIGITS else 1
        found = self._found(slice((self.number - 1) * PER_PAGE, self.number * PER_PAGE + 1))
        self.has_next = len(found) > PER_PAGE
        changes = found[:PER_PAGE]
        tables = by_table()
        told = names_of(changes, {name: one.model for name, one in tables.items()})
        self.rows = [(tables[one.table], one, tell(one, tables[one.table].model, told)) for one in changes]
        rest = query.copy()
        rest.pop("page", None)
        self.query = rest.urlencode()

    def _found(self, part):
        """That part of the changes within reach. An office that works finds it among the newest of the instance;
        else every register is asked for the newest of its rows within reach, however few of all they are."""
        changes, models = self._asked(), self._models()
        if "" in reach(self.user) and not self.asked.get("place"):
            tables = [model._meta.db_table for model in models]
            keys = list(changes.filter(table__in=tables).order_by("-pk").values_list("pk", flat=True)[part])
        else:
            keys, is_all = self._among_newest(changes, models)
            if len(keys) < part.stop and not is_all:
                keys = self._newest_of_each(changes, models, part.stop)
            keys = keys[part]
        return list(Change.objects.filter(pk__in=keys).select_related("event", "event__user").order_by("-pk"))

    def _among_newest(self, changes, models):
        """Those within reach, and whether there are no others."""
        newest = list(changes.order_by("-pk").values_list("pk", "table", "row_id", "op", "was")[:WINDOW])
        tables, asked = {model._meta.db_table: model for model in models}, defaultdict(set)
        for _pk, table, row, _op, was in newest:
            asked[table].add(row)
            asked[Community._meta.db_table].add(was)
        tables.setdefault(Community._meta.db_table, Community)
        each = [
            self._here(tables[table]).filter(pk__in=rows).order_by().values_list(Value(table), "pk")
            for table, rows in asked.items()
            if table in tables
        ]
        here = set(each[0].union(*each[1:], all=True)) if each else set()
        wanted = {model._meta.db_table: _has_community(model) for model in models}
        keys = [
            pk
            for pk, table, row, op, was in newest
            if table in wanted
            and ((table, row) in here or (op == "D" and wanted[table] and (Community._meta.db_table, was) in here))
        ]
        return keys, len(newest) < WINDOW

    def _newest_of_each(self, changes, models, most):
        """Sorted by a sum, not by the key: else the database walks along the key through everybody's changes."""
        conditions, last = [one for model in models for one in self._conditions(model)], (F("pk") + 0).desc()
        each = [changes.filter(one).order_by(last).values_list("pk", flat=True)[:most] for one in conditions]
        return sorted(each[0].union(*each[1:], all=True), reverse=True)[:most] if each else []

    def _conditions(self, model):
        """Changes of rows within reach; of deleted ones, those whose community was."""
        table = Q(table=model._meta.db_table)
        yield table & Q(row_id__in=self._here(model).order_by().values("pk"))
        if _has_community(model):
            yield table & Q(op=Change.Op.DELETE, was__in=self._here(Community).order_by().values("pk"))

    def _asked(self):
        asked, was = self.asked, Cast(KeyTextTransform("community_id", "before"), BigIntegerField())
        changes = Change.objects.annotate(was=was)
        if asked.get("by"):
            named = asked["by"]
            changes = changes.filter(Q(event__user__username=named) | Q(event__user__display_name__contains=named))
        if asked.get("since"):
            changes = changes.filter(event__at__date__gte=asked["since"])
        if asked.get("until"):
            changes = changes.filter(event__at__date__lte=asked["until"])
        return changes.filter(event__reason__contains=asked["reason"]) if asked.get("reason") else changes

    def _models(self):
        slug = self.asked.get("register")
        return [one.model for one in visible_registers(self.user) if not slug or one.slug == slug]

    def _here(self, model):
        """The rows where the account may see such rows: of several postings not all may."""
        with doing(self.user, f"{model._meta.app_label}.view_{model._meta.model_name}"):
            rows, place = model._default_manager.visible_to(self.user), self.asked.get("place")
        return rows.inside(place) if place else rows


def _has_community(model):
    return any(field.name == "community" for field in model._meta.fields)
