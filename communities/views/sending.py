"""A form that comes a second time (a double click, the back button) is answered as the first time, and told so."""

import uuid

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpResponseRedirect
from django.utils.translation import gettext as _

from records.models import SentForm
from records.sending import recall

LONGEST_KIND = SentForm._meta.get_field("kind").max_length


def token_of(request):
    """The one-use token of the form that was sent; None where it has none."""
    try:
        return uuid.UUID(request.POST.get("submission_id", ""))
    except ValueError:
        return None


def sent_before(request, kind):
    """(whether the account has sent this very form before, what that stored)."""
    token = token_of(request)
    is_again, stored = recall(token, user=request.user, kind=kind) if token else (False, None)
    if is_again:
        say_again(request)
    return is_again, stored


def say_again(request):
    messages.info(request, _("这份表单刚才已经提交成功,没有重复办理;这里是那一次的结果。"))


class SentOnceMixin:
    """A page whose form acts once: sent again it leads to where the first sending led. What is answered by anything
    but a way on (a refusal, a file) may be sent again. The form carries `{% one_use %}`."""

    def dispatch(self, request, *args, **kwargs):
        token = token_of(request) if request.method == "POST" and request.user.is_authenticated else None
        if token is None:
            return super().dispatch(request, *args, **kwargs)
        with transaction.atomic():
            kind = f"page {request.path}"[:LONGEST_KIND]
            sent, is_first = SentForm.objects.get_or_create(token=token, defaults={"user": request.user, "kind": kind})
            if is_first:
                return self.remembered(sent, super().dispatch(request, *args, **kwargs))
        if sent.user_id != request.user.pk:
            raise PermissionDenied
        if sent.kind != kind:  # another button of the same form
            return super().dispatch(request, *args, **kwargs)
        say_again(request)
        return HttpResponseRedirect(sent.result["url"])

    @staticmethod
    def remembered(sent, response):
        if isinstance(response, HttpResponseRedirect):
            sent.result = {"url": response.url}
            sent.save(update_fields=["result"])
        else:
            sent.delete()
        return response
