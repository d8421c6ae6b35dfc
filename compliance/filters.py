import django_filters
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from communities.filters import ANY, DAY, TEXT
from compliance import registry
from compliance.choices import ReportState, Verdict
from compliance.models import Report, Result, Row, Standard


class ReportFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label=_("区划名称或编码"), method="look_for", max_length=60, widget=TEXT)
    state = django_filters.ChoiceFilter(label=_("状态"), choices=ReportState.choices, **ANY)

    class Meta:
        model = Report
        fields = []

    def look_for(self, queryset, name, value):
        return queryset.filter(Q(area_name__contains=value.strip()) | Q(area_code__startswith=value.strip()))


class StandardFilter(django_filters.FilterSet):
    indicator = django_filters.ChoiceFilter(label=_("指标"), choices=registry.choices, **ANY)
    on = django_filters.DateFilter(label=_("在这一天有效"), method="in_force", widget=DAY)

    class Meta:
        model = Standard
        fields = []

    def in_force(self, queryset, name, value):
        return queryset.open(on=value)


class RowFilter(django_filters.FilterSet):
    """Rows of a report by name or code, and by the area they lie in."""

    path = ""
    q = django_filters.CharFilter(label=_("名称或编码"), method="look_for", max_length=60, widget=TEXT)
    inside = django_filters.ChoiceFilter(label=_("所在区划"), method="lies_in", **ANY)

    class Meta:
        model = Row
        fields = []

    def __init__(self, *args, areas, **kwargs):
        super().__init__(*args, **kwargs)
        self.filters["inside"].field.choices = areas

    @property
    def is_narrowed(self):
        """Whether anything is asked for at all."""
        return self.is_bound and self.form.is_valid() and any(self.form.cleaned_data.values())

    def look_for(self, queryset, name, value):
        name, code = f"{self.path}name__contains", f"{self.path}code__startswith"
        return queryset.filter(Q(**{name: value.strip()}) | Q(**{code: value.strip()}))

    def lies_in(self, queryset, name, value):
        return queryset.filter(**{f"{self.path}code__startswith": value})


class ResultFilter(RowFilter):
    """The same for one indicator, and by how it was judged."""

    path = "row__"
    verdict = django_filters.ChoiceFilter(label=_("判定"), choices=Verdict.choices, **ANY)

    class Meta:
        model = Result
        fields = []
