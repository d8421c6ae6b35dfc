"""Public pages kept for visitors without an account: at once for the next visitor, and never past a publication.

What is published, withdrawn or closed to the public counts at the next request: it is part of the key. What the
registers say is at most `PUBLIC_PAGE_SECONDS` old. Each process of the web server keeps its own.
"""

import hashlib

from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.http import HttpResponse
from django.utils import timezone

_stamps: list[str] = []


def counts_at_once(*statements):
    """Declare what changes when something is published or closed: each statement selects one value, by an index."""
    _stamps.extend(statements)


def _stamp():
    """All of them in one question."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT " + ", ".join(f"({statement})::text" for statement in _stamps))
        return cursor.fetchone()


def is_plain(request):
    """Only plain visits: nobody logged in, nothing sent, nothing looked for: the site promises not to keep that."""
    return (
        settings.PUBLIC_PAGE_SECONDS > 0
        and request.method == "GET"
        and settings.SESSION_COOKIE_NAME not in request.COOKIES
        and "q" not in request.GET
    )


def mark(response):
    """Say of an answer that the next visitor may have it too; only complete ones are kept."""
    response.may_be_kept = response.status_code == 200 and not response.streaming
    return response


def kept_pages(get_response):
    """Middleware: a page that was made for another visitor is answered before anything else is asked."""

    def answer(request):
        if not is_plain(request):
            return get_response(request)
        key = _key(request)
        found = cache.get(key)
        if found is not None:
            content, headers = found
            return HttpResponse(content, headers=headers)
        response = get_response(request)
        if getattr(response, "may_be_kept", False) and not response.cookies:
            cache.set(key, (response.content, dict(response.items())), settings.PUBLIC_PAGE_SECONDS)
        return response

    return answer


def _key(request):
    """The address has the language in it."""
    parts = [request.get_full_path(), request.COOKIES.get("elder", ""), timezone.localdate(), _stamp()]
    return "page." + hashlib.sha256(repr(parts).encode()).hexdigest()
