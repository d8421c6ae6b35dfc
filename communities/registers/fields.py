"""Form fields of the office: a day as clerks write it, a place or a person by code or name, within reach."""

import re

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext as _

from communities.access import reaches
from communities.models import Area, Community
from communities.places import unpad
from records.text import normalise
from sheets import cells
from sheets.errors import CellError

OFFERED = 12
"""Suggestions at a time: what fits beside a field."""


class DayField(forms.DateField):
    """A date in any of the ways sheets allow. `is_month` tells whether only the month was given."""

    widget = forms.TextInput(attrs={"placeholder": "2026-01-31", "autocomplete": "off", "inputmode": "numeric"})
    is_month = False

    def to_python(self, value):
        self.is_month = False
        if isinstance(value, str):
            value = normalise(value)
            if not value:
                return None
            try:
                value, self.is_month = cells.date(value)
            except CellError as error:
                raise ValidationError(error.message, code=error.code) from error
        return super().to_python(value)

    def prepare_value(self, value):
        return value.isoformat() if hasattr(value, "isoformat") else value


class Suggesting(forms.TextInput):
    """A text input whose suggestions are fetched while one types; without script it takes code or name all the same."""

    template_name = "registers/suggesting.html"

    def __init__(self, what, attrs=None):
        self.what = what
        super().__init__({"autocomplete": "off", **(attrs or {})})

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        context["widget"]["url"] = str(reverse_lazy("communities:suggest", args=[self.what]))
        return context


class PlaceField(forms.CharField):
    """A community or an area within reach, by code or by name. Gives the division code."""

    def __init__(self, *, what="place", user=None, **kwargs):
        self.what, self.user = what, user
        super().__init__(**{"max_length": 120, "widget": Suggesting(what), **kwargs})

    def clean(self, value):
        text = normalise(super().clean(value) or "")
        return find_place(text, self.user, self.what) if text else ""


def find_place(text, user, what):
    """The code of the one place that is meant. Raises `ValidationError` where there is none or more than one."""
    digits = re.match(r"\d{2,12}(?=\D|$)", text)
    if digits:
        code = unpad(digits.group())
        rows = suggestions(what, user).filter(code=code) if what == "area" else None
        known = rows.exists() if rows is not None else _is_known(code, what)
        if known and reaches(user, code):
            return code
        raise ValidationError(_("您的辖区内没有编码“%(code)s”,请核对。"), code="unknown_code", params={"code": code})
    found = _named(text, user, what)
    if len(found) == 1:
        return found[0].code
    if found:
        listed = "、".join(f"{one.code} {one}" for one in found[:OFFERED])
        raise ValidationError(_("有几处叫这个名称,请填编码:%(listed)s。"), "ambiguous_name", {"listed": listed})
    raise ValidationError(_("您的辖区内没有“%(name)s”,请核对名称或填编码。"), "unknown_code", {"name": text[:40]})


def _is_known(code, what):
    if len(code) == 12:
        return Community.objects.filter(code=code).exists()
    return what != "community" and Area.objects.filter(code=code).exists()


def _named(text, user, what):
    found = []
    if what != "area":
        communities = Community.objects.visible_to(user).existing(on=timezone.localdate())
        found = list(communities.filter(Q(name=text) | Q(short_name=text))[:OFFERED])
    if what != "community":
        found += list(Area.objects.visible_to(user).open(on=timezone.localdate()).filter(name=text)[:OFFERED])
    return found


def suggestions(what, user):
    """The rows a field of this kind may name."""
    model = Area if what == "area" else Community
    return model.objects.visible_to(user)


class CommunityField(PlaceField):
    """A community within reach. Gives the row."""

    def __init__(self, **kwargs):
        super().__init__(what="community", **kwargs)

    def clean(self, value):
        code = super().clean(value)
        rows = Community.objects.visible_to(self.user).filter(code=code).order_by("abolished_on")
        return rows.filter(abolished_on=None).first() or rows.first() if code else None

    def prepare_value(self, value):
        community = value
        if isinstance(value, int):
            community = Community.objects.filter(pk=value).first()
        return f"{community.code} {community}" if isinstance(community, Community) else value


class AreaField(PlaceField):
    """A division within reach. Gives the row."""

    def __init__(self, **kwargs):
        super().__init__(what="area", **kwargs)

    def clean(self, value):
        code = super().clean(value)
        return Area.objects.get(code=code) if code else None

    def prepare_value(self, value):
        area = Area.objects.filter(pk=value).first() if isinstance(value, int) else value
        return f"{area.code} {area}" if isinstance(area, Area) else value
