"""From a draft to the board: handed in, looked at by the oversight committee, published by another account; then
corrected or withdrawn, for a reason that stays with it."""

from django.core.exceptions import ValidationError
from django.db.models import IntegerField, Max
from django.db.models.functions import Cast, Substr
from django.utils import timezone
from django.utils.translation import gettext as _

from communities.models import Community
from communities.rules import UNTIL_TODAY, check_day, check_reach, refusal
from disclosure.choices import State
from disclosure.models import Disclosure
from disclosure.scanning import refuse_personal
from records.history import acting

CARRIED = (
    "community", "entry", "title", "body", "until", "period_start", "happened_on", "due_on", "phone", "screen",
    "message",
)  # fmt: skip
"""What the correction of a text begins with."""


def _hold(row, user, *states):
    """The row as stored, locked; in one of the states."""
    rows = type(row).objects.select_for_update(of=["self"]).select_related("community")
    row = rows.get(pk=row.pk)
    check_reach(user, row.community, field=None)
    if row.state not in states:
        raise refusal(None, _("现在的状态是“%(state)s”,不能办理这一步。"), "order", state=row.get_state_display())
    return row


def _change(row, **values):
    for name, value in values.items():
        setattr(row, name, value)
    row.save(update_fields=list(values))
    return row


def _scan(row):
    if isinstance(row, Disclosure):
        refuse_personal(row.title, row.body)
    else:
        refuse_personal(row.title, f"{row.body}\n{row.screen}\n{row.message}", has_people=False)


def submit(*, row, user, reason=""):
    """The text is handed in as it is; what must not be public is refused now and again before it is published."""
    with acting(user, reason or _("提交审核")):
        row = _hold(row, user, State.DRAFT)
        _scan(row)
        return _change(row, state=State.REVIEW, author=user)


def oversee(*, row, user, name, on, reason=""):
    """Somebody of the 监督委员会 has looked at it; the account writes down who and when."""
    with acting(user, reason or _("监督委员会审核")):
        row = _hold(row, user, State.REVIEW)
        check_day(on, ahead=UNTIL_TODAY)
        return _change(row, oversight_by=name, oversight_on=on)


def send_back(*, row, user, reason):
    """Back to whoever wrote it, to be improved."""
    with acting(user, reason):
        row = _hold(row, user, State.REVIEW)
        values = {"oversight_by": "", "oversight_on": None} if isinstance(row, Disclosure) else {}
        return _change(row, state=State.DRAFT, author=None, **values)


def publish(*, row, user, until=None, reason=""):
    """Everybody may read it from now on. The one it corrects says so."""
    with acting(user, reason or _("公开")):
        row = _hold(row, user, State.REVIEW)
        if user is not None and user.pk in (row.author_id, row.created_by_id):
            raise refusal(None, _("撰写或提交的人不能自己发布,请由另一人审核发布。"), "conflict")
        _scan(row)
        values = {"state": State.PUBLISHED, "reviewer": user, "published_at": timezone.now()}
        if until:
            if until < timezone.localdate():
                raise refusal("until", _("公示期止不能早于今天。"), "order")
            values["until"] = until
        if isinstance(row, Disclosure):
            values["number"] = _number(row)
        if row.replaces_id:
            replaced = _hold(row.replaces, user, State.PUBLISHED)
            _change(replaced, state=State.CORRECTED)
        row = _change(row, **values)
        row.full_clean(exclude=["body"])
        return row


def _number(row):
    """500103001001-2026-007: counted in the community and the year."""
    if row.oversight_on is None:
        raise refusal(None, _("公开前须经监督委员会审核,请先登记审核人和日期。"), "order")
    community = Community.objects.select_for_update().get(pk=row.community_id)
    begins = f"{community.code}-{timezone.localdate().year}-"
    counted = Cast(Substr("number", len(begins) + 1), IntegerField())
    last = Disclosure.objects.filter(number__startswith=begins).aggregate(last=Max(counted))["last"]
    return f"{begins}{(last or 0) + 1:03}"


def correct(*, row, user, why, reason=""):
    """A draft that will take the place of a published text. Until it is published the old one stands."""
    with acting(user, reason or _("更正")):
        row = _hold(row, user, State.PUBLISHED)
        if type(row).objects.filter(replaces=row).exists():
            raise refusal(None, _("已有一份更正稿,请先办完。"), "conflict")
        carried = [name for name in CARRIED if hasattr(row, name)]
        draft = type(row)(replaces=row, why=why, **{name: getattr(row, name) for name in carried})
        draft.save()
        return draft


def withdraw(*, row, user, why, reason=""):
    """Residents read no longer what it said, but that it was there, and why it is not."""
    with acting(user, reason or why):
        row = _hold(row, user, State.PUBLISHED)
        if not why.strip():
            raise ValidationError({"why": _("请写明撤回原因。")})
        return _change(row, state=State.WITHDRAWN, why=why)
