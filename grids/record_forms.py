"""Forms to enter and correct what is kept of grids."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from communities.registers.forms import RecordForm
from grids.fields import GridField
from grids.forms import clean_phone, person
from grids.services.duties import check_person
from property_mgmt.fields import EstateField

GRID = gettext_lazy("网格编码,或输入名称后选择")


class GridForm(RecordForm):
    """A grid. Its number and its community are not corrected by hand."""

    parent = GridField(label=gettext_lazy("上级网格"), required=False, help_text=gettext_lazy("只有微网格填写"))
    locked = ("code", "community")


class InGridForm(RecordForm):
    """Something kept of one grid."""

    grid = GridField(label=gettext_lazy("网格"), help_text=GRID)


class DutyForm(InGridForm):
    """Somebody's duty. The telephone number is kept unless a new one is typed."""

    phone = forms.CharField(label=gettext_lazy("手机号"), required=False, max_length=20)
    worker = person()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["phone"] = ""
        if self.instance.masked_phone:
            self.fields["phone"].help_text = _("已登记 %s,不改则留空") % self.instance.masked_phone

    def clean_phone(self):
        return clean_phone(self.cleaned_data["phone"]) or self.instance.phone

    def save_row(self, *, user, reason):
        row = self.save(commit=False)
        check_person(row)
        row.save()
        return row


class EstateForm(RecordForm):
    """Something kept of one estate."""

    compound = EstateField(label=gettext_lazy("小区"), help_text=gettext_lazy("小区名称,重名的写作“社区/小区”"))


class BuildingForm(EstateForm):
    grid = GridField(
        label=gettext_lazy("网格"), required=False, help_text=gettext_lazy("整个小区已划入一个网格的可留空")
    )


class CoveringForm(EstateForm):
    grid = GridField(label=gettext_lazy("网格"), help_text=GRID)
