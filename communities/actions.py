"""Acts as buttons: each is one service with one form, declared once, from which pages make their buttons and views.

A page shows `offered(model, user, row)` as buttons. A view opens `action.bind(user=…, row=…)`, and on POST calls
`action.run(action.bind(user=…, row=…, data=…, files=…))`: the result, or None where the form now says what is wrong.
`StaleEdit` goes through to the view, which answers 409 with both versions.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models
from django.utils.translation import gettext as _

from records.history import acting
from records.models import Record
from records.refusals import as_validation_error
from records.sending import once
from records.versions import assert_unchanged


def always(_row):
    return True


@dataclass(frozen=True, kw_only=True)
class Action:
    """One act. `model` is the register it is found on; `row` the keyword under which the service takes the row, blank
    where it starts from the list; `when` whether it fits a row now; `lock` what is to be locked before the row is."""

    slug: str
    title: str
    model: type[models.Model]
    form: type
    service: Callable
    permission: str
    row: str = ""
    when: Callable = always
    lock: Callable = always

    def is_offered(self, user, row=None):
        """Whether the account may do it, to this row, as the row is now."""
        return (
            bool(self.row) == (row is not None) and user.has_perm(self.permission) and (not self.row or self.when(row))
        )

    def bind(self, *, user, row=None, data=None, files=None):
        """Its form for an account and a row, empty or filled in."""
        return self.form(data, files=files, user=user, row=row)

    def run(self, form):
        """Do it once. What the service returns; None where the form has errors, its own or the service's."""
        if not form.is_valid():
            return None
        try:
            with as_validation_error():
                token = form.cleaned_data["submission_id"]
                return once(token, user=form.user, kind=self.kind, act=partial(self._act, form))
        except ValidationError as error:
            form.take(error)
        except IntegrityError as error:
            form.take(ValidationError(constraint_sentence(error), code="constraint"))
        return None

    @property
    def kind(self):
        return f"{self.model._meta.label_lower} {self.slug}"

    def _act(self, form):
        values = form.values()
        if self.row:
            self.lock(form.row)
            stored = assert_unchanged(form.edited, form.cleaned_data["version"])
            if not self.when(stored):
                raise ValidationError(_("目前的状态不能办理“%(title)s”。") % {"title": self.title}, code="conflict")
            values[self.row] = stored
        return _with_months(self.service(user=form.user, **values), form)


def _with_months(result, form):
    """The rows an act has stored, which remember of which dates only the month is known."""
    for row in result if isinstance(result, list) else [result]:
        months = set(form.months(row)) - set(row.month_only) if isinstance(row, Record) else ()
        if months:
            row.month_only = [*row.month_only, *sorted(months)]
            with acting(form.user, form.cleaned_data["reason"]):
                row.save(update_fields=["month_only"])
    return result


def constraint_sentence(error):
    """What a constraint says to people; it speaks where two acts at the same time got past the checks before it."""
    name = getattr(getattr(error.__cause__, "diag", None), "constraint_name", None)
    for model in apps.get_models():
        for constraint in model._meta.constraints:
            if constraint.name == name:
                return constraint.get_violation_error_message()
    return _("与刚刚保存的另一条记录冲突,请刷新后再办理。")


_actions: list[Action] = []


def register(*actions):
    taken = {action.kind for action in _actions}
    for action in actions:
        if action.kind in taken:
            raise ValueError(f"two actions called {action.kind!r}")
        _actions.append(action)


def actions(model=None):
    """All acts, or those of one register, in the order they were declared."""
    return [action for action in _actions if model in (None, action.model)]


def find(model, slug):
    """The act of a register by its slug; None where there is none."""
    return next((action for action in actions(model) if action.slug == slug), None)


def offered(model, user, row=None):
    """The acts an account may do to a row now, or from the list."""
    return [action for action in actions(model) if action.is_offered(user, row)]
