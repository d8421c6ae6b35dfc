"""Reports and results are read here and nowhere changed: they are frozen. So are standards and what is
public: they are drafted by one person and released by another, in the workbench."""

from django.contrib import admin
from django.core.paginator import Paginator
from django.utils.functional import cached_property

from compliance.models import Publication, Report, Result, Standard
from records.admin import ReadOnlyAdmin

MOST = 10_000


class FirstRows(Paginator):
    """Results are too many to be counted for a list; search finds the rest."""

    @cached_property
    def count(self):
        return self.object_list[:MOST].count()


@admin.register(Report)
class ReportAdmin(ReadOnlyAdmin):
    list_display = ["id", "area_code", "area_name", "as_of", "state", "communities", "seconds", "built_at", "built_by"]
    list_filter = ["state", "as_of"]
    list_select_related = ["built_by"]
    search_fields = ["area_code", "area_name"]


@admin.register(Result)
class ResultAdmin(ReadOnlyAdmin):
    """Millions of rows: found by report (?report__id=7) and code, a page at a time. No index leads to the number
    of a result: it has no page of its own."""

    list_display = [
        "row",
        "indicator",
        "numerator",
        "denominator",
        "value",
        "limit",
        "verdict",
        "advisory",
        "shortfall",
    ]
    list_display_links = None
    list_select_related = ["row"]
    search_fields = ["row__code"]
    search_help_text = "区划编码"
    list_filter = ["verdict"]
    ordering = ["-report_id", "-row_id", "-indicator"]
    paginator = FirstRows
    show_full_result_count = False

    def get_object(self, request, object_id, from_field=None):
        return None

    def lookup_allowed(self, lookup, value, request):
        return lookup in {"report__id", "report__id__exact"} or super().lookup_allowed(lookup, value, request)


@admin.register(Standard)
class StandardAdmin(ReadOnlyAdmin):
    list_display = [
        "indicator",
        "area",
        "scope",
        "operator",
        "limit",
        "started_on",
        "ended_on",
        "is_advisory",
        "document",
    ]
    list_filter = ["indicator", "is_advisory"]
    search_fields = ["area", "document", "issuer"]


@admin.register(Publication)
class PublicationAdmin(ReadOnlyAdmin):
    list_display = ["area", "indicator", "reach"]
    list_filter = ["reach"]
