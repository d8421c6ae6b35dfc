"""The log of changes within reach: a page at a time, newest first, without counting millions of rows."""

import datetime
from collections import defaultdict

from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.doing import doing
from accounts.models import User
from communities.access import reach
from communities.registers.declaring import by_table
from communities.registers.fields import DayField, PlaceField
from communities.registers.history import names_of, tell
from communities.registers.newest import newest_of_all, newest_of_events
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
    """One page of the log. `rows` are told changes with their register, and whether their row can be looked at."""

    def __init__(self, user, form, query):
        self.user = user
        self.asked = form.cleaned_data if form.is_bound and form.is_valid() else {}
        number = query.get("page", "")
        self.number = max(int(number), 1) if number.isdecimal() and len(number) <= PAGE_DIGITS else 1
        keys = self._keys(self.number * PER_PAGE + 1)[(self.number - 1) * PER_PAGE :]
        self.has_next = len(keys) > PER_PAGE
        changes = Change.objects.filter(pk__in=keys[:PER_PAGE]).select_related("event", "event__user").order_by("-pk")
        tables = by_table()
        told, here = names_of(changes, {name: one.model for name, one in tables.items()}), self._here(changes, tables)
        self.rows = [
            (tables[one.table], one, tell(one, tables[one.table].model, told), (one.table, one.row_id) in here)
            for one in changes
        ]
        rest = query.copy()
        rest.pop("page", None)
        self.query = rest.urlencode()

    def _keys(self, most):
        """The newest in reach. Where an account has several postings, reach differs between registers."""
        places, asked, keys = defaultdict(list), self._asked(), []
        for one in visible_registers(self.user):
            if self.asked.get("register") in (None, "", one.slug):
                places[self._codes(one)].append(one.model._meta.db_table)
        for codes, tables in places.items():
            here = {"tables": tables, "codes": codes, "most": most}
            keys += newest_of_events(**here, **asked) if asked else newest_of_all(**here)
        return sorted(keys, reverse=True)[:most]

    def _codes(self, register):
        """Where the account may see such rows, within the place that is asked for."""
        place = self.asked.get("place") or ""
        with doing(self.user, register.permission("view")):
            codes = reach(self.user)
        return tuple(max(code, place, key=len) for code in codes if code.startswith(place) or place.startswith(code))

    def _asked(self):
        """What is asked of the event; {} where nothing is."""
        by, since, until, reason = (self.asked.get(name) or None for name in ("by", "since", "until", "reason"))
        if not (by or since or until or reason):
            return {}
        named = User.objects.filter(Q(username=by) | Q(display_name__contains=by or ""))
        return {
            "users": list(named.values_list("pk", flat=True)) if by else None,
            "since": _midnight(since),
            "until": _midnight(until and until + datetime.timedelta(days=1)),
            "reason": reason or "",
        }

    def _here(self, changes, tables):
        """{(table, key)} of the rows that are still there and within reach."""
        keys, here = defaultdict(set), set()
        for one in changes:
            keys[one.table].add(one.row_id)
        for table, found in keys.items():
            with doing(self.user, tables[table].permission("view")):
                rows = tables[table].model._default_manager.visible_to(self.user).filter(pk__in=found).order_by()
            here.update((table, key) for key in rows.values_list("pk", flat=True))
        return here


def _midnight(day):
    return day and timezone.make_aware(datetime.datetime.combine(day, datetime.time()))
