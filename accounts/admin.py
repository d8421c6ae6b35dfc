from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.utils.translation import gettext_lazy as _

from accounts.models import User


@admin.register(User)
class AccountAdmin(UserAdmin):
    list_display = ["username", "display_name", "is_active", "last_login"]
    fieldsets = [*UserAdmin.fieldsets, (_("单位信息"), {"fields": ["display_name"]})]
