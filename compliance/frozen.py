"""A report never changes once it is built: what has been worked out from its results once is kept."""

from django.core.cache import cache

DAY = 24 * 60 * 60


def frozen(report, name, find):
    """What `find()` returns for this report, worked out once a day and process at most."""
    return cache.get_or_set(f"compliance.{report.pk}.{report.built_at:%Y%m%d%H%M%S%f}.{name}", find, DAY)
