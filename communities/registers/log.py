"""The log of changes within reach: a page at a time, newest first, without counting millions of rows."""

from functools import reduce
from operator import or_

from django import forms
from django.db.models import BigIntegerField, Q
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _

from communities.access import reach
from communities.models import Community
from communities.registers.declaring import by_table
from communities.registers.fields import DayField, PlaceField
from communities.registers.history import names_of, tell
from records.models import Change

PER_PAGE = 50
PAGE_DIGITS = 6


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
        self.user, self.form = user, form
        number = query.get("page", "")
        self.number = max(int(number), 1) if number.isdecimal() and len(number) <= PAGE_DIGITS else 1
        found = list(self._changes()[(self.number - 1) * PER_PAGE : self.number * PER_PAGE + 1])
        self.has_next = len(found) > PER_PAGE
        changes = found[:PER_PAGE]
        tables = by_table()
        told = names_of(changes, {name: one.model for name, one in tables.items()})
        self.rows = [(tables[one.table], one, tell(one, tables[one.table].model, told)) for one in changes]
        rest = query.copy()
        rest.pop("page", None)
        self.query = rest.urlencode()

    def _changes(self):
        asked = self.form.cleaned_data if self.form.is_bound and self.form.is_valid() else {}
        changes = Change.objects.select_related("event", "event__user").order_by("-pk")
        changes = changes.filter(self._within(asked.get("register"), asked.get("place")))
        if asked.get("by"):
            named = asked["by"]
            changes = changes.filter(Q(event__user__username=named) | Q(event__user__display_name__contains=named))
        if asked.get("since"):
            changes = changes.filter(event__at__date__gte=asked["since"])
        if asked.get("until"):
            changes = changes.filter(event__at__date__lte=asked["until"])
        return changes.filter(event__reason__contains=asked["reason"]) if asked.get("reason") else changes

    def _within(self, slug, place):
        """Changes of rows within reach; of deleted ones, those whose community was."""
        registers = [one for one in visible_registers(self.user) if not slug or one.slug == slug]
        everything = "" in reach(self.user) and not place
        conditions = [self._of(one, place, everything) for one in registers]
        return reduce(or_, conditions, Q(pk__in=[]))

    def _of(self, register, place, everything):
        table = Q(table=register.model._meta.db_table)
        if everything:
            return table
        rows = register.model._default_manager.visible_to(self.user)
        rows = rows.inside(place) if place else rows
        there = Q(row_id__in=rows.order_by().values("pk"))
        if any(field.name == "community" for field in register.model._meta.fields):
            communities = Community.objects.visible_to(self.user)
            communities = communities.inside(place) if place else communities
            was = Cast(KeyTextTransform("community_id", "before"), BigIntegerField())
            gone = Change.objects.annotate(was=was).filter(
                table, op=Change.Op.DELETE, was__in=communities.order_by().values("pk")
            )
            there |= Q(pk__in=gone.order_by().values("pk"))
        return table & there
