"""What each act on grids and duties asks for. Labels, choices and help texts are those of the register."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from communities.action_forms import ActionForm, day
from grids.fields import GridField
from grids.models import Grid, GridDuty
from staffing.record_forms import PersonField
from staffing.sheets.people import COUNTRY, PHONE


def clean_phone(text):
    """A telephone number as sheets take it; blank stays blank."""
    number = COUNTRY.sub("", text.replace(" ", ""))
    if number and not PHONE.fullmatch(number):
        raise ValidationError(_("请填写11位手机号(固定电话写成 023-12345678)。"), code="invalid_number")
    return number


def person(**kwargs):
    label, text = gettext_lazy("社区工作者"), gettext_lazy("本人已登记为社区工作者的,填人员编号或姓名,按一人计")
    return PersonField(label=label, required=False, help_text=text, **kwargs)


class OfPerson(ActionForm):
    """An act that names somebody, who may be on file as a staff member."""

    name = forms.CharField(
        label=gettext_lazy("姓名"), max_length=50, required=False, help_text=gettext_lazy("是社区工作者的可留空")
    )
    phone = forms.CharField(label=gettext_lazy("手机号"), max_length=20, required=False)
    worker = person()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["worker"].user = self.user

    def clean_phone(self):
        return clean_phone(self.cleaned_data["phone"])

    def clean(self):
        values = super().clean()
        if not values.get("name") and not values.get("worker") and "worker" not in self.errors:
            self.add_error("name", ValidationError(_("请填写姓名。"), code="required"))
        return values


class OpenGridForm(ActionForm):
    """新增网格; with 上级网格 a micro-grid."""

    takes = {Grid: ["community", "name", "kind", "households", "residents", "extent", "started_on"]}
    optional = ("community",)
    parent = GridField(
        label=gettext_lazy("上级网格"), required=False, help_text=gettext_lazy("只有微网格填写:上级网格的编码或名称")
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["parent"].user = self.user

    def clean(self):
        values = super().clean()
        if not values.get("community") and not values.get("parent") and "community" not in self.errors:
            self.add_error("community", ValidationError(_("请填写社区,微网格请填写上级网格。"), code="required"))
        return values

    def values(self):
        values = super().values()
        reason = values.pop("reason")
        return {"grid": Grid(**values), "reason": reason}


class EndGridForm(ActionForm):
    on = day(gettext_lazy("撤销日期"), help_text=gettext_lazy("从这一天起不再有这个网格,微网格和网格员一并结束"))


class RenumberForm(ActionForm):
    """Only asks whether; the number is the next free one."""


class AppointDutyForm(OfPerson):
    takes = {GridDuty: ["role", "started_on"]}


class HandOverForm(OfPerson):
    on = day(gettext_lazy("交接日期"), help_text=gettext_lazy("从这一天起由接任人负责"))


class EndDutyForm(ActionForm):
    on = day(gettext_lazy("离任日期"), help_text=gettext_lazy("不再负责的第一天"))


class LinkForm(ActionForm):
    worker = person()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["worker"].user = self.user
        self.fields["worker"].required = True
