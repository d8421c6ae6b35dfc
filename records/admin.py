from django.contrib import admin

from records.models import Change, Event


class ReadOnlyAdmin(admin.ModelAdmin):
    """History is written by the database and only read here."""

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


@admin.register(Event)
class EventAdmin(ReadOnlyAdmin):
    list_display = ["at", "user", "reason", "job_id"]
    date_hierarchy = "at"
    list_select_related = ["user"]


@admin.register(Change)
class ChangeAdmin(ReadOnlyAdmin):
    list_display = ["event", "table", "row_id", "op"]
    list_filter = ["op"]
    list_select_related = ["event"]
    show_full_result_count = False
