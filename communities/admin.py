from django.contrib import admin

from communities import models


class ByCode(admin.ModelAdmin):
    search_fields = ["code", "name"]
    list_display = ["code", "name"]
    show_full_result_count = False


admin.site.register([models.Area, models.Community, models.CommunityCode], ByCode)


@admin.register(models.CommunityChange)
class CommunityChangeAdmin(admin.ModelAdmin):
    list_display = ["on", "kind", "before", "after", "decree", "acted_at"]
    readonly_fields = ["acted_at"]


@admin.register(models.Headcount, models.WorkFund, models.Nil)
class OfCommunityAdmin(admin.ModelAdmin):
    autocomplete_fields = ["community"]
    list_select_related = ["community"]
    show_full_result_count = False


@admin.register(models.AreaFigure)
class AreaFigureAdmin(admin.ModelAdmin):
    autocomplete_fields = ["area"]
    list_select_related = ["area"]


@admin.register(models.Posting)
class PostingAdmin(admin.ModelAdmin):
    list_display = ["user", "role", "area_code", "started_on", "ended_on"]
    list_select_related = ["user"]
