"""A form that comes a second time (a double click, the back button) is answered as the first time, and told so."""

import uuid

from django.contrib import messages
from django.utils.translation import gettext as _

from records.sending import recall


def sent_before(request, kind):
    """(whether the account has sent this very form before, what that stored)."""
    try:
        token = uuid.UUID(request.POST.get("submission_id", ""))
    except ValueError:
        return False, None
    is_again, stored = recall(token, user=request.user, kind=kind)
    if is_again:
        messages.info(request, _("这份表单刚才已经提交成功,没有重复办理;这里是那一次的结果。"))
    return is_again, stored
