"""A resident objects, the community answers within ten days, another account puts both beside what was published."""

import datetime
import uuid

from django.core import signing
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _

from communities.rules import check_reach, refusal
from disclosure.models import Disclosure, Objection
from disclosure.scanning import refuse_personal
from records.history import acting
from records.sending import once

ANSWERED_WITHIN = datetime.timedelta(days=10)
TOKEN_HOLDS = datetime.timedelta(hours=2)
PER_HOUR = 20
"""Objections to one item in an hour beyond which nobody reads them any more."""
SALT = "disclosure.objection"


def token_for(item):
    """What the form about an item carries: good for two hours, once, and for this item only."""
    return signing.dumps([item.pk, get_random_string(12)], salt=SALT)


def _checked(item, token):
    try:
        pk, _nonce = signing.loads(token, salt=SALT, max_age=TOKEN_HOLDS)
    except (signing.BadSignature, ValueError) as error:
        raise ValidationError(_("页面打开时间过长,请返回重新填写。"), code="order") from error
    if pk != item.pk:
        raise ValidationError(_("页面打开时间过长,请返回重新填写。"), code="order")


def object_to(item, *, text, token):
    """The objection as stored; of a form that is sent twice the first one."""
    _checked(item, token)
    hour_ago = timezone.now() - datetime.timedelta(hours=1)

    def act():
        if Objection.objects.filter(disclosure=item, created_at__gte=hour_ago).count() >= PER_HOUR:
            raise ValidationError(_("这项公开刚刚收到很多异议,请一小时后再提,或拨打监督电话。"), code="order")
        today = timezone.localdate()
        return Objection.objects.create(disclosure=item, text=text, received_on=today, due_on=today + ANSWERED_WITHIN)

    with acting(reason=_("居民提出异议")):
        Disclosure.objects.select_for_update().get(pk=item.pk)
        return once(uuid.uuid5(uuid.NAMESPACE_URL, token), user=None, kind=f"objection:{item.pk}", act=act)


def _hold(row, user):
    rows = Objection.objects.select_for_update(of=["self"]).select_related("disclosure__community")
    row = rows.get(pk=row.pk)
    check_reach(user, row.disclosure.community, field=None)
    return row


def answer(*, row, user, answer, reason=""):
    """What the community says to it; changed until another account has looked at it."""
    with acting(user, reason or _("答复异议")):
        row = _hold(row, user)
        if row.shown_at:
            raise refusal(None, _("答复已公开,不能再改。"), "order")
        refuse_personal("", answer)
        row.answer, row.answered_by, row.answered_on = answer, user, timezone.localdate()
        row.save(update_fields=["answer", "answered_by", "answered_on"])
        return row


def show(*, row, user, reason=""):
    """Everybody reads the objection and its answer from now on."""
    with acting(user, reason or _("公开答复")):
        row = _hold(row, user)
        if not row.answer:
            raise refusal(None, _("还没有答复。"), "order")
        if row.answered_by_id == user.pk:
            raise refusal(None, _("答复的人不能自己审核,请由另一人审核公开。"), "conflict")
        refuse_personal("", f"{row.text}\n{row.answer}")
        row.reviewer, row.shown_at = user, timezone.now()
        row.save(update_fields=["reviewer", "shown_at"])
        return row
