"""How often one address may ask for something that costs, or send something that somebody has to read."""

from django.conf import settings
from django.core.cache import cache
from django.utils import timezone


def asker(request):
    """The visitor's address. Behind our own proxy it is the last one, which the proxy added; others may be forged."""
    forwarded = request.headers.get("X-Forwarded-For", "") if settings.SECURE_PROXY_SSL_HEADER else ""
    return forwarded.rpartition(",")[2].strip() or request.META.get("REMOTE_ADDR")


def too_many(request, what, per_minute):
    """Counted by address and minute; each process of the web server counts for itself."""
    key = f"{what}.{asker(request)}.{timezone.now():%H%M}"
    cache.add(key, 0, 120)
    return cache.incr(key) > per_minute
