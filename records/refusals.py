"""Rules that only the database can keep, told by its triggers in a sentence people understand.

Such a trigger raises a `check_violation` with a name (`CONSTRAINT`) and a Chinese message. Here it becomes a
`ValidationError` with the code `constraint`, as if a form had found it.
"""

from contextlib import contextmanager

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

RAISED_BY_A_TRIGGER = "exec_stmt_raise"
"""Where PostgreSQL says a message comes from that PL/pgSQL code has worded itself."""


def sentence(error):
    """What one of our triggers says, or None where the error is a plain constraint's."""
    told = getattr(error.__cause__, "diag", None)
    return told.message_primary if getattr(told, "source_function", None) == RAISED_BY_A_TRIGGER else None


@contextmanager
def as_validation_error():
    """Everything inside happens or nothing does; a refusal by one of our triggers is a `ValidationError`."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        said = sentence(error)
        if said is None:
            raise
        raise ValidationError(said, code="constraint") from error
