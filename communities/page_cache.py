"""Public pages kept for visitors without an account: at once for the next visitor, and never past a publication.

What is published, withdrawn or closed to the public counts at the next request: it is kept with the page and
compared. What the registers say is at most `PUBLIC_PAGE_SECONDS` old. Each process of the web server keeps its own.
"""

import hashlib

from django.conf import settings
from django.core.cache import cache
from django.db import OperationalError, connection
from django.http import HttpResponse
from django.utils import timezone

_stamps: list[str] = []


def counts_at_once(*statements):
    """Declare what changes when something is published or closed: each statement selects one value, by an index."""
    _stamps.extend(statements)


def _stamp():
    """All of them in one question, which tells by itself whether the connection still stands: no other is asked."""
    connection.health_check_done = True
    try:
        return _ask()
    except OperationalError:
        if connection.in_atomic_block:
            raise
        connection.close()
        return _ask()


def _ask():
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


def keepable(make, request):
    """The answer that `make()` gives, for the next visitor too: with what was published just before it was made."""
    if not is_plain(request):
        return make()
    stamp = getattr(request, "stamp", None) or _stamp()
    response = make()
    if response.status_code == 200 and not response.streaming:
        response.stamp = stamp
    return response


def kept_pages(get_response):
    """Middleware: a page that was made for another visitor is answered before anything else is asked. Where none is
    kept, nothing is asked at all."""

    def answer(request):
        if not is_plain(request):
            return get_response(request)
        key = _key(request)
        found = cache.get(key)
        if found is not None:
            stamp, content, headers = found
            request.stamp = _stamp()
            if request.stamp == stamp:
                return HttpResponse(content, headers=headers)
        response = get_response(request)
        stamp = getattr(response, "stamp", None)
        if stamp is not None and not response.cookies:
            cache.set(key, (stamp, response.content, dict(response.items())), settings.PUBLIC_PAGE_SECONDS)
        return response

    return answer


def _key(request):
    """The address has the language in it; one without TLS is sent elsewhere, where there is TLS."""
    parts = [request.scheme, request.get_full_path(), request.COOKIES.get("elder", ""), timezone.localdate()]
    return "page." + hashlib.sha256(repr(parts).encode()).hexdigest()
