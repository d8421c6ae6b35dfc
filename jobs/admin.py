from django.contrib import admin

from jobs.models import Job


@admin.register(Job)
class JobAdmin(admin.ModelAdmin):
    """For reading only: a job's state is changed by working on it."""

    list_display = ["id", "title", "state", "user", "area_code", "attempt", "created_at", "finished_at", "message"]
    list_filter = ["state", "kind"]
    list_select_related = ["user"]
    date_hierarchy = "created_at"

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
