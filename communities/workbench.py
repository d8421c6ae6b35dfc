"""What the apps add to the workbench: entries of its menu, and where the result of a finished job is found.

Each declares its own in a module `workbench`, found at start.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from jobs.services import retry


@dataclass(frozen=True, kw_only=True)
class Entry:
    """A line of the menu, shown to whoever has the permission (or passes the test); without one, to everybody."""

    title: str
    url_name: str
    permission: str | Callable
    group: str
    order: int


_entries: list[Entry] = []
_beneath: dict[str, str] = {}
_results: dict[str, Callable] = {}
_retries: dict[str, Callable] = {}
_pages: dict[str, Callable] = {}


def entry(**values):
    """Add a line to the menu."""
    _entries.append(Entry(**values))


def entries(user):
    """The lines an account may follow, in the order of the menu."""
    return [entry for entry in sorted(_entries, key=lambda entry: entry.order) if _is_open(entry.permission, user)]


def groups(user):
    """{name: its lines}; a group stands where its first line does."""
    found = {}
    for entry in entries(user):
        found.setdefault(entry.group, []).append(entry)
    return found


def beneath(url_name, *names):
    """Pages without a line of their own: where the name of a view is one of these, or goes on with "_", one stands at
    that line of the menu."""
    _beneath.update(dict.fromkeys(names, url_name))


def line_of(view):
    """The view of the line at which one stands on this page."""
    return next((line for name, line in _beneath.items() if f"{view}_".startswith(f"{name}_")), view)


def _is_open(permission, user):
    return permission(user) if callable(permission) else not permission or user.has_perm(permission)


def result_page(kind):
    """Declare the function below as the one that gives the address of what a job of this kind has made."""

    def register(function):
        _results[kind] = function
        return function

    return register


def result_url(job):
    """Where the result of a finished job is found; None where it has no page."""
    find = _results.get(job.kind)
    return find(job) if find and job.state == job.State.DONE else None


def page_of(job):
    """Where a job is followed: on the page of what it is part of, else on its own."""
    follow = _pages.get(job.kind)
    return follow(job) if follow else reverse("communities:job_detail", args=[job.pk])


def followed_on(kind):
    """Declare the function below as the one that gives the page on which a job of this kind is followed."""

    def register(function):
        _pages[kind] = function
        return function

    return register


def retried_by(kind):
    """Declare the function below as the one that begins a failed job of this kind anew: `(job, user)` to a job."""

    def register(function):
        _retries[kind] = function
        return function

    return register


def begin_again(job, user):
    """What a failed job was to do is asked for once more. Raises `ValidationError` where that makes no sense."""
    return _retries.get(job.kind, retry)(job, user=user)


entry(title=_("今日待办"), url_name="communities:todo", permission="", group="", order=5)
entry(
    title=_("变更记录"), url_name="communities:log", permission="communities.view_community", group=_("工作"), order=90
)
entry(title=_("使用手册"), url_name="communities:guide", permission="", group=_("工作"), order=95)
beneath("communities:community_list", "communities:map_edit")
