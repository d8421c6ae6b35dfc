"""The whole access rule: an account sees what lies inside the areas it is posted to, and nothing else.

*What* it may do there comes from its roles (`communities.roles`); *where* from its postings. An area's code is a prefix
of everything inside it, so reach is a prefix test. `None` stands for the system itself, which reaches everything.

Who enters data here and reviews there does neither in the other place: while an account does something
(`accounts.doing`), only the postings whose role gives it that right count.
"""

from functools import reduce
from operator import or_

from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.doing import doing

EVERYWHERE = ("",)


def full_reach(user):
    """Everywhere an account is posted to, whatever it may do there."""
    with doing(user):
        return reach(user)


def reach(user):
    """The area codes an account reaches today, for what it is doing; ("",) is everywhere, () nowhere."""
    if user is None or (user.is_authenticated and user.is_superuser):
        return EVERYWHERE
    if not user.is_authenticated or not user.is_active:
        return ()
    posted = _posted(user) if getattr(user, "posted", None) is None else user.posted
    wanted = getattr(user, "doing", frozenset())
    if wanted and len({role for _area, role in posted}) > 1:
        posted = {(area, role) for area, role in posted if _gives(role, wanted, user)}
    return tuple(sorted({area for area, _role in posted}))


def _posted(user):
    return frozenset(user.postings.open(on=timezone.localdate()).values_list("area_code", "role"))


def read_postings(user):
    """For the account of a request: its postings are read now, and not again by this object."""
    if user.is_authenticated and not user.is_superuser:
        user.posted = _posted(user)


def _gives(role, permissions, user):
    """Whether a role holds all these rights; one that was given to the account itself holds wherever it is posted."""
    from communities.roles import rights_of

    return permissions - user.get_user_permissions() <= rights_of(role)


def reaches(user, code):
    """Whether an area or community lies inside the account's reach."""
    return any(code.startswith(prefix) for prefix in reach(user))


def may_at(user, permission, code):
    """Whether the account may do this at the place of that code: of several postings not all may."""
    with doing(user, permission):
        return user.has_perm(permission) and reaches(user, code)


def reached(user, permission, rows, *, to_read=False):
    """The keys of those rows, all of one model and visible, that lie where the account may do this: of several postings
    not all may, and what an area around one's reach states is there to be read."""
    with doing(user, permission):
        if not rows or not user.has_perm(permission):
            return set()
        stored = type(rows[0])._default_manager.all()
        if reach(user) == full_reach(user) and (to_read or "" in reach(user) or not stored.is_seen_around):
            return {row.pk for row in rows}
        here = stored.visible_to(user) if to_read else stored.kept_by(user)
        return set(here.filter(pk__in=[row.pk for row in rows]).values_list("pk", flat=True))


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

    is_seen_around = False  # whether who works inside an area also sees what is kept for it and for those around it

    def inside(self, *codes):
        return self.filter(within(codes, self.model.code_path))

    def visible_to(self, user):
        """What the account may read."""
        return self.kept_by(user)

    def kept_by(self, user):
        """What the account may change, where it has the right to: nothing of the areas around its reach."""
        return self.inside(*reach(user))
