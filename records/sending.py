"""A form sent twice, or eight times at once, acts once: every answer points to the first result."""

from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.db import transaction

from records.models import SentForm


@transaction.atomic
def once(token, *, user, kind, act):
    """What `act()` returns on the first use of the token; on every further use the rows it returned then.

    `act` returns a stored row, a list of rows of one model, or None. A use that raises does not count as one. Of two
    uses at once the second waits for the first.
    """
    sent, is_first = SentForm.objects.get_or_create(token=token, defaults={"user": user, "kind": kind})
    if is_first:
        result = act()
        sent.result = _remembered(result)
        sent.save(update_fields=["result"])
        return result
    if (sent.user_id, sent.kind) != (getattr(user, "pk", None), kind):
        raise PermissionDenied
    return _recalled(sent.result)


def recall(token, *, user, kind):
    """(whether the token has been used by this account for this form, what it then returned)."""
    sent = SentForm.objects.filter(token=token, user=user, kind=kind).exclude(result={}).first()
    return (True, _recalled(sent.result)) if sent else (False, None)


def _remembered(result):
    rows = result if isinstance(result, list) else [result] if result is not None else []
    model = rows[0]._meta.label_lower if rows else ""
    return {"model": model, "rows": [row.pk for row in rows], "many": isinstance(result, list)}


def _recalled(result):
    rows = []
    if result["model"]:
        rows = list(apps.get_model(result["model"])._base_manager.filter(pk__in=result["rows"]).order_by("pk"))
    return rows if result["many"] else next(iter(rows), None)
