"""What each act on a text asks for."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from communities.action_forms import ActionForm, day
from communities.registers.fields import DayField
from disclosure.models import Objection


class SubmitForm(ActionForm):
    """Nothing but why, where there is something to say."""


class OverseeForm(ActionForm):
    name = forms.CharField(label=_("审核人"), max_length=50, help_text=_("监督委员会成员姓名"))
    on = day(_("审核日期"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial.setdefault("on", timezone.localdate())


class SendBackForm(ActionForm):
    required = ("reason",)


class PublishForm(ActionForm):
    until = DayField(label=_("公示期止"), required=False, help_text=_("印在公开栏的起止日期;长期公开的留空"))

    def __init__(self, data=None, *, user, row=None, **kwargs):
        super().__init__(data, user=user, row=row, **kwargs)
        if row is not None:
            self.initial.setdefault("until", row.until)


class AnswerForm(ActionForm):
    takes = {Objection: ["answer"]}
    required = ("answer",)
    from_row = ("answer",)
    full_width = ("answer", "reason")


class WhyForm(ActionForm):
    why = forms.CharField(label=_("原因"), max_length=200, help_text=_("向居民公开"))
