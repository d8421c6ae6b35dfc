"""Questions that pages ask at every visit: Django writes their SQL once in a process and not each time anew, which
takes it ten times as long as PostgreSQL takes to answer (docs/adr/0016-questions-written-once.md)."""

import copy
import functools
import inspect

from django.db import connections
from django.db.models import Value


class Given(Value):
    """Stands in a queryset for what is only given when it is asked: a day, a key, a tuple of codes for `__in`."""

    def as_sql(self, compiler, connection):
        return "%s", [self]


class Question:
    """A queryset with places left open. To ask it is to fill them all by name; the rows come as from the queryset."""

    def __init__(self, write):
        functools.update_wrapper(self, write)
        self._places = [Given(name) for name in inspect.signature(write).parameters]

    @functools.cached_property
    def _written(self):
        """(queryset, compiler, SQL, parameters), shared by all threads and changed by none."""
        queryset = self.__wrapped__(*self._places)
        compiler = queryset.query.get_compiler(queryset.db)
        return queryset, compiler, *compiler.as_sql()

    def __call__(self, **given):
        queryset, compiler, sql, params = self._written
        asked, told = queryset.all(), copy.copy(compiler)
        filled = tuple(given[each.value] if isinstance(each, Given) else each for each in params)
        told.connection = connections[queryset.db]
        told.as_sql = lambda *_args, **_options: (sql, filled)
        asked.query.get_compiler = lambda *_args, **_options: told
        return list(asked._iterable_class(asked))


def question(write):
    """Declare the function below: it makes the queryset from whatever stands for its parameters in look-ups."""
    return Question(write)
