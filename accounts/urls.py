"""Signing in and out, and one's password. The names are those Django's own views and settings expect."""

from django.contrib.auth import views
from django.urls import path
from django.views.decorators.cache import never_cache

from accounts.forms import LoginForm

urlpatterns = [
    path(
        "login/",
        views.LoginView.as_view(
            next_page="communities:todo", redirect_authenticated_user=True, authentication_form=LoginForm
        ),
        name="login",
    ),
    path("logout/", views.LogoutView.as_view(), name="logout"),
    path("password/", never_cache(views.PasswordChangeView.as_view()), name="password_change"),
    path("password/done/", never_cache(views.PasswordChangeDoneView.as_view()), name="password_change_done"),
]
