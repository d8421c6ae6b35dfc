"""今日待办: what waits for an account. The apps add their kinds in a module `todos`, found at start.

Each kind is one function over all the account reaches: it yields the sentence, how many there are and where to go.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from django.core.cache import cache

from communities.access import doing, full_reach
from communities.choices import Level

SOON = timedelta(days=60)
"""How far ahead something that runs out is shown."""
SECONDS = 60


@dataclass(frozen=True, kw_only=True)
class Todo:
    """One line: so many of this wait. `lines` are the first of them: (text, address)."""

    title: str
    count: int
    url: str = ""
    lines: tuple = ()
    is_urgent: bool = True


@dataclass(frozen=True, kw_only=True)
class Kind:
    slug: str
    group: str
    order: int
    permission: str
    find: Callable
    is_for_all: bool


_kinds: list[Kind] = []


def todo(slug, *, group, order, permission, is_for_all=False):
    """Declare the function below as a kind: (user, today) → Todo or None.

    What is to be typed concerns the desks of a county and below; `is_for_all`: cities and provinces as well.
    """

    def register(function):
        if any(kind.slug == slug for kind in _kinds):
            raise ValueError(f"two kinds of todo called {slug!r}")
        about = {"group": group, "order": order, "permission": permission, "is_for_all": is_for_all}
        _kinds.append(Kind(slug=slug, find=function, **about))
        return function

    return register


def is_wide(user):
    """Whether the desk is that of a city or a province: it looks at counties, not at rows."""
    return any(len(code) < Level.COUNTY.width for code in full_reach(user))


def collect(user, today):
    """[(group, [todo])] of what there is to do, in the order of the page."""
    groups, wide = {}, is_wide(user)
    for kind in kinds():
        found = None if wide and not kind.is_for_all else _found(kind, user, today)
        if found and found.count:
            groups.setdefault(kind.group, []).append(found)
    return list(groups.items())


def _found(kind, user, today):
    with doing(user, kind.permission):
        return kind.find(user, today) if user.has_perm(kind.permission) else None


def remember(user, groups):
    """How many urgent things wait, kept for the menu of the pages to come."""
    count = sum(todo.count for _group, found in groups for todo in found if todo.is_urgent)
    cache.set(_number_of(user), count, SECONDS)
    return count


def known_number(user):
    """How many urgent things wait, if that was counted a moment ago; else None. It costs a page nothing."""
    return cache.get(_number_of(user))


def _number_of(user):
    return f"communities.todos.{user.pk}"


def running_out(rows, field, today, *, title, url, shown, most=5):
    """A todo for rows whose date `field` comes within 60 days, the nearest first; None where there are none."""
    soon = rows.filter(**{f"{field}__gte": today, f"{field}__lte": today + SOON})
    count = soon.count()
    lines = tuple(shown(row) for row in soon.order_by(field)[:most]) if count else ()
    return Todo(title=title % {"count": count}, count=count, url=url, lines=lines, is_urgent=False)


def kinds():
    """All kinds, in the order of the page."""
    return sorted(_kinds, key=lambda kind: kind.order)
