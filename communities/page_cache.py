"""Public pages kept for visitors without an account: at once for the next visitor, and never past a publication.

What is published, withdrawn or closed to the public counts at the next request: it is part of the key. What the
registers say is at most `PUBLIC_PAGE_SECONDS` old. Each process of the web server keeps its own.
"""

import hashlib
from collections.abc import Callable

from django.conf import settings
from django.core.cache import cache
from django.utils import timezone
from django.utils.translation import get_language

_stamps: list[Callable] = []


def counts_at_once(function):
    """Declare the function: it returns what changes when something is published or closed."""
    _stamps.append(function)
    return function


def is_kept(request):
    """Only plain visits: nobody logged in, nothing sent, nothing looked for: the site promises not to keep that."""
    return (
        settings.PUBLIC_PAGE_SECONDS > 0
        and request.method == "GET"
        and settings.SESSION_COOKIE_NAME not in request.COOKIES
        and "q" not in request.GET
    )


def kept(request, make):
    """The page for this address, or the one that `make` returns; only complete answers are kept."""
    parts = [
        request.get_full_path(), get_language(), request.COOKIES.get("elder", ""), timezone.localdate(),
        *(stamp() for stamp in _stamps),
    ]  # fmt: skip
    key = "page." + hashlib.sha256(repr(parts).encode()).hexdigest()
    found = cache.get(key)
    if found is None:
        found = make()
        if found.status_code == 200 and not found.streaming:
            found.add_post_render_callback(lambda page: cache.set(key, page, settings.PUBLIC_PAGE_SECONDS))
    return found
