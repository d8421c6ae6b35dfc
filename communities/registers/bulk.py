"""Many rows at once: one field set to one value, or the same end for all. All of them or none."""

import uuid
from dataclasses import dataclass, field

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import QueryDict
from django.utils.translation import gettext as _

from communities.access import reached
from communities.registers.filtering import filter_class
from communities.registers.forms import form_field
from communities.registers.saving import refusing
from communities.registers.showing import text_of
from records.history import acting
from records.sending import once
from records.successors import set_exactly
from records.text import key_in

MOST = 2_000
"""Rows one act changes: what a page answers within its time."""
LISTED = 20


@dataclass
class Outcome:
    """How many rows change and how many are so already; `lines` shows the first of them, old → new."""

    changed: int = 0
    same: int = 0
    lines: list = field(default_factory=list)


class _DryRun(Exception):
    """Ends the transaction without a trace."""


def ticked(register, user, ids):
    """The rows that were ticked, as far as they are within reach."""
    ids = [part for one in ids for part in one.split(",")]
    keys = [key for one in ids[:MOST] if (key := key_in(one)) is not None]
    return list(register.rows(user).filter(pk__in=keys))


def everything(register, request):
    """All rows of the filter that the list showed; refused where these are others or more than was said."""
    query, said = QueryDict(request.POST.get("query", "")), request.POST.get("everything", "")
    found = filter_class(register)(query, queryset=register.rows(request.user), request=request)
    rows = list(found.qs[: MOST + 1]) if found.is_valid() else []
    if len(rows) > MOST:
        raise ValidationError(_("一次最多处理 %s 条,请先缩小筛选范围。") % MOST)
    if len(rows) != key_in(said):
        raise ValidationError(_("筛选结果已有变化,没有改动任何内容,请重新筛选后再选。"))
    return rows


def fields(register):
    """[(name, label)] of what can be set for many rows."""
    model = register.listed_model
    return [(name, model._meta.get_field(name).verbose_name) for name in register.bulk_fields]


def values_told(register):
    """What may be written for each of them: 「人员类别:…、…;…。留空即清除。」"""
    told = []
    for name, label in fields(register):
        form = form_field(register.listed_model._meta.get_field(name))
        labels = [str(words) for value, words in getattr(form, "choices", []) if value not in ("", None)]
        told.append(_("%(field)s填:%(choices)s") % {"field": label, "choices": "、".join(labels)} if labels else "")
    return ";".join([*filter(None, told), _("留空即清除")]) + "。"


def wanted_value(register, name, text):
    """What was typed, as the field stores it: choices by label or value, blank clears."""
    model_field = register.listed_model._meta.get_field(name)
    form = form_field(model_field)
    if isinstance(form, forms.ChoiceField):
        text = {str(label): value for value, label in form.choices}.get(text, text)
    try:
        return form.clean(text)
    except ValidationError as error:
        raise ValidationError({"value": error}) from error


def edit_rows(register, rows, form, *, user, dry):
    """Set one field of the rows."""
    name, reason = form.cleaned_data["field"], form.cleaned_data["reason"]
    value = wanted_value(register, name, form.cleaned_data["value"])

    def change(row, outcome):
        if getattr(row, name) == value:
            outcome.same += 1
            return
        before = text_of(row, name)
        names = set_exactly(row, **{name: value})
        row.full_clean()
        row.save(update_fields=names)
        _note(outcome, row, before or _("空"), text_of(row, name) or _("空"))

    def refuse(locked):
        _refuse_kept_above(user, register.permission("change"), locked)
        closed = [row for row in locked if not register.is_open(row)]
        _refuse(closed, _("以下 %(n)s 条已办结或已提交,不能直接修改:%(rows)s。"))

    return _over(register, rows, form, change, refuse, user=user, reason=reason, dry=dry)


def end_rows(register, rows, form, *, user, dry):
    """The act by which a row ends, for each of them."""
    action = register.action(register.end)

    def change(row, outcome):
        if not action.when(row):
            outcome.same += 1
            return
        action.service(user=user, **{action.row: row}, **form.values())
        _note(outcome, row, *register.end_words[1:])

    def refuse(locked):
        _refuse_kept_above(user, action.permission, locked)

    reason = form.cleaned_data.get("reason", "")
    return _over(register, rows, form, change, refuse, user=user, reason=reason, dry=dry)


def _refuse_kept_above(user, permission, rows):
    kept = reached(user, permission, rows)
    _refuse([row for row in rows if row.pk not in kept], _("以下 %(n)s 条由上级登记,您不能修改:%(rows)s。"))


def _refuse(rows, sentence):
    """Name what cannot be changed: then nothing is."""
    if rows:
        named = "、".join(str(row) for row in rows[:LISTED]) + (_("等") if len(rows) > LISTED else "")
        told = sentence % {"n": len(rows), "rows": named}
        raise ValidationError(told + _("没有改动任何内容,请去掉这些再办理。"), code="order")


def _note(outcome, row, before, after):
    outcome.changed += 1
    if len(outcome.lines) < LISTED:
        outcome.lines.append((str(row), before, after))


def kind_of(register):
    return f"{register.slug}:bulk"


def _over(register, rows, form, change, refuse, *, user, reason, dry):
    outcome = Outcome()
    token = uuid.uuid4() if dry else form.cleaned_data["submission_id"]
    try:
        with acting(user, reason), refusing(register.listed_model), transaction.atomic():
            once(token, user=user, kind=kind_of(register), act=lambda: _each(register, rows, change, refuse, outcome))
            if dry:
                raise _DryRun
    except _DryRun:
        pass
    return outcome


def _each(register, rows, change, refuse, outcome):
    found = register.listed_model._base_manager.select_for_update().filter(pk__in=[row.pk for row in rows])
    locked = list(found.order_by("pk"))
    refuse(locked)
    for row in locked:
        try:
            change(row, outcome)
        except ValidationError as error:
            raise ValidationError(f"{row}:{''.join(error.messages)}", code="row") from error
