import django_filters
from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from communities.choices import Kind
from communities.models import Community

TEXT = forms.TextInput(attrs={"class": "form-control", "maxlength": 60})
CHOICE = forms.Select(attrs={"class": "form-select"})


class CommunityFilter(django_filters.FilterSet):
    """Communities by name, short name, pinyin or code, and by kind; abolished ones only when asked for."""

    q = django_filters.CharFilter(label=_("名称、拼音或编码"), method="look_for", max_length=60, widget=TEXT)
    kind = django_filters.ChoiceFilter(label=_("类型"), choices=Kind.choices, empty_label=_("全部"), widget=CHOICE)
    abolished = django_filters.BooleanFilter(
        label=_("含已撤销"), method="with_abolished", widget=forms.CheckboxInput(attrs={"class": "form-check-input"})
    )

    class Meta:
        model = Community
        fields = []

    def look_for(self, queryset, name, value):
        value = value.strip()
        called = Q(name__contains=value) | Q(short_name__contains=value)
        return queryset.filter(
            called
            | Q(pinyin__contains=value.lower())
            | Q(initials__startswith=value.lower())
            | Q(code__startswith=value)
        )

    def with_abolished(self, queryset, name, value):
        return queryset

    def filter_queryset(self, queryset):
        found = super().filter_queryset(queryset)
        return found if self.form.cleaned_data.get("abolished") else found.existing(on=timezone.localdate())
