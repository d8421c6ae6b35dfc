"""What can be done in the background. The apps above declare it; this app only sees to it that it gets done."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time, timedelta


@dataclass(frozen=True, kw_only=True)
class Handler:
    """The function that does the jobs of one kind; it ends with `run.finish(…)` in its last transaction."""

    kind: str
    title: str
    run: Callable


@dataclass(frozen=True, kw_only=True)
class Duty:
    """Work that falls due by the calendar; `due(now)` is the latest moment at which it did."""

    slug: str
    due: Callable[[datetime], datetime]

    def period(self, now):
        """The name of the logical period now belongs to: one job each, however often the clock ticks."""
        return self.due(now).strftime("%Y-%m-%dT%H:%M")


_handlers: dict[str, Handler] = {}
_duties: dict[str, Duty] = {}


def handler(kind, *, title):
    """Declare the function below as the one that does jobs of this kind."""

    def register(function):
        if kind in _handlers:
            raise ValueError(f"two handlers for jobs of kind {kind!r}")
        _handlers[kind] = Handler(kind=kind, title=title, run=function)
        return function

    return register


def periodic(slug, *, title, due):
    """Declare the function below as a handler whose jobs the beat inserts: `due=daily(time(1, 30))`.

    The job's params say which `period` it is for.
    """

    def register(function):
        handler(slug, title=title)(function)
        _duties[slug] = Duty(slug=slug, due=due)
        return function

    return register


def hourly(now):
    """Every full hour."""
    return now.replace(minute=0, second=0, microsecond=0)


def daily(at: time):
    """Every day at this time."""

    def due(now):
        moment = datetime.combine(now.date(), at, tzinfo=now.tzinfo)
        return moment if moment <= now else moment - timedelta(days=1)

    return due


def monthly(at: time, *, day: int = 1):
    """Every month on this day, at this time."""
    if not 1 <= day <= 28:
        raise ValueError("a day that every month has: 1 to 28")

    def due(now):
        moment = datetime.combine(now.date().replace(day=day), at, tzinfo=now.tzinfo)
        if moment <= now:
            return moment
        last_month = moment.replace(day=1) - timedelta(days=1)
        return moment.replace(year=last_month.year, month=last_month.month)

    return due


def handler_of(kind) -> Handler:
    """The handler of a kind; LookupError when no app declares it."""
    try:
        return _handlers[kind]
    except KeyError:
        raise LookupError(f"no handler for jobs of kind {kind!r}") from None


def title_of(kind):
    """What jobs of this kind are called; their kind when the app that did them is gone."""
    return _handlers[kind].title if kind in _handlers else kind


def duties():
    """All periodic duties, in the order of their declaration."""
    return list(_duties.values())
