"""The whole access rule: an account sees what lies inside the areas it is posted to, and nothing else.

*What* it may do there comes from its roles (`communities.roles`); *where* from its postings. An area's code is a prefix
of everything inside it, so reach is a prefix test. `None` stands for the system itself, which reaches everything.
"""

from functools import reduce
from operator import or_

from django.db import models
from django.db.models import Q
from django.utils import timezone

EVERYWHERE = ("",)


def reach(user):
    """The area codes an account reaches today; ("",) is everywhere, () nowhere."""
    if user is None or (user.is_authenticated and user.is_superuser):
        return EVERYWHERE
    if not user.is_authenticated or not user.is_active:
        return ()
    return tuple(user.postings.open(on=timezone.localdate()).values_list("area_code", flat=True).distinct())


def reaches(user, code):
    """Whether an area or community lies inside the account's reach."""
    return any(code.startswith(prefix) for prefix in reach(user))


def within(codes, paths):
    """Rows whose division code, at any of the look-up `paths`, begins with one of the codes."""
    paths = (paths,) if isinstance(paths, str) else paths
    if "" in codes:
        return Q()
    return reduce(
        or_,
        (Q(**{f"{path}__startswith": code}) for code in codes for path in paths),
        Q(pk__in=[]),
    )


class ScopedQuerySet(models.QuerySet):
    """Rows that belong to a place. The model's `code_path` names the look-up that ends at its division code."""

    def inside(self, *codes):
        return self.filter(within(codes, self.model.code_path))

    def visible_to(self, user):
        return self.inside(*reach(user))
