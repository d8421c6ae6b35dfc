"""The filters of a register's list, built from its declaration."""

import django_filters
from django import forms
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from communities.models import Community
from communities.registers import verdicts
from communities.registers.fields import DayField, PlaceField
from communities.registers.showing import field_of

UNKNOWN = "~"
YES_NO = [("1", _("是")), ("0", _("否"))]
CHOICE = forms.Select(attrs={"class": "form-select"})
TICK = forms.CheckboxInput(attrs={"class": "form-check-input"})


class DayFilter(django_filters.DateFilter):
    field_class = DayField


class PlaceFilter(django_filters.CharFilter):
    field_class = PlaceField


class RegisterFilter(django_filters.FilterSet):
    """Filters every register has. `described` says in words what was filtered."""

    register = None

    q = django_filters.CharFilter(label=_("姓名、名称、拼音、编码"), method="look_for", max_length=60)
    place = PlaceFilter(label=_("街道或社区"), method="lie_inside")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.form.fields["place"].user = self.request.user
        for field in self.form.fields.values():
            if isinstance(field.widget, forms.TextInput):
                field.widget.attrs.setdefault("class", "form-control")
        if "fails" in self.form.fields:
            self.form.fields["fails"].choices = verdicts.choices()

    def look_for(self, queryset, name, value):
        return self.register.search(queryset, value)

    def lie_inside(self, queryset, name, value):
        return queryset.filter(**{f"{self.register.place_path()}__startswith": value})

    def is_gap(self, queryset, name, value):
        return queryset.filter(self.register.incomplete) if value else queryset

    def is_failing(self, queryset, name, value):
        return verdicts.narrow(queryset, self.register.place_path(), value, self.request.user)

    def is_ticked(self, queryset, name, value):
        return self.register.ticked(queryset, name) if value else queryset

    def choose(self, queryset, name, value):
        return queryset.filter(chosen(self.register.listed_model, name, value))

    def kept(self, queryset, name, value):
        return queryset

    def is_looked_for(self, queryset, name, value):
        """One of the register's finders, as of the day asked about."""
        day = self.form.cleaned_data.get("on") or timezone.localdate()
        return getattr(queryset, value)(on=day)

    def filter_queryset(self, queryset):
        found = super().filter_queryset(queryset)
        day, everything = self.form.cleaned_data.get("on"), self.form.cleaned_data.get("all")
        if day or (self.register.current_only and not everything):
            return self.register.on_day(found, day or timezone.localdate())
        return found

    @property
    def shown_fields(self):
        """The filters most used, beside each other."""
        names = ["q", "place", "find", *self.register.filters[:2], "on"]
        return [self.form[name] for name in names if name in self.form.fields]

    @property
    def more_fields(self):
        """The others, folded away until one of them is used."""
        shown = {field.name for field in self.shown_fields}
        return [field for field in self.form if field.name not in shown]

    @property
    def is_opened(self):
        return any(self.data.get(field.name) for field in self.more_fields)

    @property
    def described(self):
        """[«岗位:书记», …]"""
        told = []
        for name, field in self.form.fields.items():
            value = self.data.get(name)
            if not value or name not in getattr(self.form, "cleaned_data", {}):
                continue
            labels = dict(getattr(field, "choices", ()))
            told.append(str(field.label) if value == "on" else f"{field.label} {labels.get(value, value)}")
        return told


def chosen(model, path, value):
    """The condition behind one value of a choice or yes/no filter; `~` means not known."""
    field = field_of(model, path)
    if value == UNKNOWN:
        return Q(**{f"{path}__isnull": True}) if field.null else Q(**{path: ""})
    if isinstance(field, models.BooleanField):
        return Q(**{path: value == "1"})
    return Q(**{path: value})


def choice_filter(model, path):
    field = field_of(model, path)
    options = YES_NO if isinstance(field, models.BooleanField) else [one for one in field.choices if one[0] != ""]
    if field.null or field.blank:
        options = [*options, (UNKNOWN, _("无数据"))]
    return django_filters.ChoiceFilter(
        field_name=path,
        label=field.verbose_name,
        choices=options,
        method="choose",
        empty_label=_("全部"),
        widget=CHOICE,
    )


def filter_class(register):
    """The filters of one register."""
    declared = {path: choice_filter(register.listed_model, path) for path in register.filters}
    if register.finders:
        declared["find"] = django_filters.ChoiceFilter(
            label=_("查找"), method="is_looked_for", choices=register.finders, empty_label=_("全部"), widget=CHOICE
        )
    if register.is_dated:
        declared["on"] = DayFilter(label=_("截至日期"), method="kept")
    if register.current_only:
        declared["all"] = django_filters.BooleanFilter(label=_("含已结束"), method="kept", widget=TICK)
    if register.incomplete is not None:
        declared["gap"] = django_filters.BooleanFilter(label=_("只看数据不全"), method="is_gap", widget=TICK)
    for name, label in register.ticks:
        declared[name] = django_filters.BooleanFilter(label=label, method="is_ticked", widget=TICK)
    if verdicts.is_known() and field_of(register.listed_model, register.place_path()).model is Community:
        declared["fails"] = django_filters.ChoiceFilter(
            label=_("未达标的社区"), method="is_failing", choices=(), empty_label=_("全部"), widget=CHOICE
        )
    meta = type("Meta", (), {"model": register.listed_model, "fields": []})
    return type("Filter", (RegisterFilter,), {**declared, "register": register, "Meta": meta})
