from django.contrib.auth.forms import AuthenticationForm

from accounts.guessing import MINUTES, is_locked


class LoginForm(AuthenticationForm):
    """Name and password; whether so many were wrong that the account is closed for a while."""

    minutes = MINUTES

    def is_locked(self):
        return is_locked(self.data.get("username", "").replace("\0", ""))
