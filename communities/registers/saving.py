"""Storing what a form holds: once, for a reason, over the version that was seen; refusals in words."""

from contextlib import contextmanager

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import DataError, IntegrityError, transaction
from django.db.models import ProtectedError, RestrictedError
from django.utils.translation import gettext as _

from records.history import acting
from records.refusals import sentence
from records.sending import once
from records.versions import assert_unchanged


def store(register, form, *, user):
    """The row as stored. `save_row` of the form, where it has one, does more than store the row itself."""
    row = form.instance
    is_new = row.pk is None
    reason = form.cleaned_data.get("reason", "")

    def act():
        if not is_new:
            assert_unchanged(row, form.cleaned_data["version"])
        save = getattr(form, "save_row", None)
        return save(user=user, reason=reason) if save else _save(form)

    kind = kind_of(register, row)
    with acting(user, reason or default_reason(register, is_new)), refusing(register.model):
        return once(form.cleaned_data["submission_id"], user=user, kind=kind, act=act)


def kind_of(register, row):
    return f"{register.slug}:{row.pk or 'add'}"


def deletion_of(register):
    return f"{register.slug}:delete"


def _save(form):
    row = form.save(commit=False)
    row.save()
    return row


def default_reason(register, is_new):
    return (_("新增%(register)s") if is_new else _("修改%(register)s")) % {"register": register.title}


def closed(row):
    """Why a row that is no longer open stays."""
    return _("“%s”已办结、已公开或已提交,不能删除;已公开的请办理撤回。") % row


def delete(register, row, form, *, user):
    """Take back a row entered by mistake. Refused in words where others refer to it."""

    def act():
        stored = assert_unchanged(row, form.cleaned_data["version"])
        if not register.is_open(stored):
            raise ValidationError(closed(stored), code="order")
        stored.delete()

    with acting(user, form.cleaned_data["reason"]), refusing(register.model):
        once(form.cleaned_data["submission_id"], user=user, kind=deletion_of(register), act=act)


@contextmanager
def refusing(model):
    """Whatever the database objects to is a `ValidationError` that says so."""
    try:
        with transaction.atomic():
            yield
    except (ProtectedError, RestrictedError) as error:
        blocking = getattr(error, "protected_objects", None) or error.restricted_objects
        raise ValidationError(in_the_way(blocking), code="protected") from error
    except (IntegrityError, DataError) as error:
        raise ValidationError(_said(error, model), code="constraint") from error


def in_the_way(rows):
    """不能删除:还有任职 3 条与它相关。"""
    counts = {}
    for row in rows:
        counts[row._meta.verbose_name] = counts.get(row._meta.verbose_name, 0) + 1
    listed = "、".join(_("%(what)s %(count)s 条") % {"what": what, "count": count} for what, count in counts.items())
    return _("不能删除:还有%(listed)s与它相关。请先处理这些记录;如已不再有效,请办理结束。") % {"listed": listed}


def _said(error, model):
    if (own := sentence(error)) is not None:
        return own
    name = getattr(getattr(error.__cause__, "diag", None), "constraint_name", None)
    known = {constraint.name: constraint for constraint in model._meta.constraints}
    if name in known:
        return known[name].get_violation_error_message()
    return _("数据库拒绝了这次保存(规则 %(name)s),可能刚刚有人改动了同一批数据,请刷新后再试。") % {
        "name": name or type(error).__name__
    }


def add_errors(form, error):
    """Errors beside their fields; those of fields the form does not show stand on top."""
    found = error.error_dict if hasattr(error, "error_dict") else {NON_FIELD_ERRORS: error.error_list}
    for name, errors in found.items():
        form.add_error(name if name in form.fields else None, errors)
