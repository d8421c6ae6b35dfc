"""Forms to draft, publish and end standards."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from communities.access import reach
from communities.registers.fields import DayField, PlaceField
from communities.registers.forms import OnceForm, ReasonField, RecordForm
from compliance import registry
from compliance.forms import EARLIEST
from compliance.models import Standard
from compliance.standard_services import check_place


class DraftForm(RecordForm):
    """A standard as it is proposed."""

    indicator = forms.ChoiceField(label=_("指标"), choices=lambda: [("", "—"), *registry.choices()])
    area = PlaceField(label=_("适用区划"), required=False, help_text=_("区划或社区的编码或名称,须在您的辖区内"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "" not in reach(self.user):
            self.fields["area"].required = True
            self.initial = {"area": min(reach(self.user), key=len, default="")} | self.initial
        self.fields["limit"].help_text = _(
            "如 18;区间 1000-3000;分档 up to 2000: 4; up to 3000: 5; above: 6;按比例 1 per 300; min 6; max 12"
        )

    def clean(self):
        data = super().clean()
        if data.get("area") and data.get("started_on"):
            try:
                check_place(data["area"], data["started_on"])
            except ValidationError as refusal:
                self.add_error("area", refusal)
        return data


class SeenForm(OnceForm):
    """Confirms what was shown: `version` is that of the row then."""

    version = forms.CharField(required=False, widget=forms.HiddenInput)


class EndForm(OnceForm):
    """From which day a standard no longer judges."""

    on = DayField(label=_("废止日期"), help_text=_("从这一天起不再判定;以前的报告不变"))
    reason = ReasonField(
        label=_("依据"),
        help_text=_("废止文件的名称和文号,记入变更记录"),
        max_length=Standard._meta.get_field("ending_reason").max_length,
    )


class ConfirmEndForm(OnceForm):
    """Another person confirms the end that was proposed; anyone who may confirm may also drop it."""

    proposed = forms.DateField(required=False, widget=forms.HiddenInput)
    is_dropped = forms.BooleanField(required=False, widget=forms.HiddenInput)


class WhatIfForm(forms.Form):
    """As of which day a draft is tried out."""

    on = DayField(label=_("截至日期"), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["on"].widget.attrs["class"] = "form-control"

    def clean_on(self):
        day = self.cleaned_data["on"]
        if day and day.year < EARLIEST:
            raise ValidationError(_now("截至日期不能早于 %(year)d 年。"), params={"year": EARLIEST})
        return day
