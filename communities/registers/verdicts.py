"""Which communities fall short, as the app of reports tells it: `provide` hands its answers down to the registers."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Q


@dataclass
class _Told:
    choices: Any = None
    narrow: Any = None


_told = _Told()


def provide(*, choices, narrow):
    """`choices()` → [(indicator, title)]; `narrow(indicator, user)` → a queryset of codes of communities that fail."""
    _told.choices, _told.narrow = choices, narrow


def is_known():
    return _told.choices is not None


def choices():
    return _told.choices()


def narrow(rows, path, indicator, user):
    """The rows that lie in a community which does not reach the standard in the newest report."""
    return rows.filter(Q(**{f"{path}__in": _told.narrow(indicator, user)}))
