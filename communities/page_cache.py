"""Public pages kept for visitors without an account: at once for the next visitor, and never past a publication.

What is published, withdrawn or closed to the public counts at the next request, in every process: migrations declare
the rows with `CountAtOnce`, and a page is kept with the changes that were counted when it was made. What the registers
say is at most `PUBLIC_PAGE_SECONDS` old. Each process of the web server keeps its own pages.
"""

import gzip
import threading
import time

from django.conf import settings
from django.db import OperationalError, connection
from django.http import HttpResponse
from django.utils import timezone
from django.utils.cache import patch_vary_headers

COUNTED = "SELECT count(*), sum(hashint8extended(id, 0)) FROM records_shown"
"""Another answer than before as soon as a change is committed, whichever of several began first."""

MOST = 500
"""Pages a process keeps, some 30 kB each; the one made first goes first."""
_pages: dict[tuple, tuple] = {}
_one_writes = threading.Lock()


def _stamp():
    """One question, which tells by itself whether the connection still stands: no other is asked."""
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
        cursor.execute(COUNTED)
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
    """The first middleware: a page that was made for another visitor is answered, with all its headers, before anything
    else is done. Where none is kept, nothing is asked at all."""

    def answer(request):
        if not is_plain(request):
            return get_response(request)
        key = _key(request)
        until, stamp, *page = _pages.get(key, (0, None))
        if until > time.monotonic():
            request.stamp = _stamp()
            if request.stamp == stamp:
                return _answered(request, *page)
        response = get_response(request)
        stamp = getattr(response, "stamp", None)
        if stamp is None or response.cookies:
            return response
        page = _page(response)
        _keep(key, time.monotonic() + settings.PUBLIC_PAGE_SECONDS, stamp, *page)
        return _answered(request, *page)

    return answer


def _keep(key, *page):
    with _one_writes:
        _pages.pop(key, None)
        _pages[key] = page
        if len(_pages) > MOST:
            del _pages[next(iter(_pages))]


def forget():
    """As a process that has just begun."""
    _pages.clear()


def _page(response):
    """(headers, content, headers of the packed form, packed content)"""
    patch_vary_headers(response, ["Accept-Encoding"])
    content, headers = response.content, dict(response.items())
    packed = gzip.compress(content, mtime=0)
    headers["Content-Length"] = str(len(content))
    return headers, content, headers | {"Content-Length": str(len(packed)), "Content-Encoding": "gzip"}, packed


def _answered(request, headers, content, packed_headers, packed):
    if "gzip" in request.META.get("HTTP_ACCEPT_ENCODING", ""):
        return HttpResponse(packed, headers=packed_headers)
    return HttpResponse(content, headers=headers)


def _key(request):
    """The address has the language in it; one without TLS is sent elsewhere, where there is TLS."""
    asked = request.META
    size = request.COOKIES.get("elder", "")
    return request.scheme, asked.get("HTTP_HOST"), request.path, asked["QUERY_STRING"], size, timezone.localdate()
