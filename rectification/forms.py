"""What the office fills in about findings."""

import datetime

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from communities.action_forms import ActionForm, day
from communities.registers.fields import DayField, PlaceField
from communities.registers.forms import OnceForm, RecordForm
from compliance import registry
from rectification import evidence
from rectification.choices import Half, State
from rectification.models import Progress
from rectification.models.progress import FIRST_YEAR, LAST_YEAR
from rectification.querysets import half_of

USUAL = datetime.timedelta(days=180)
"""How long putting right takes unless somebody says otherwise."""


class FindingForm(RecordForm):
    """A finding as it is entered; where it comes from a report, place and indicator stay the report's."""

    place = PlaceField(label=_("所在区划"), help_text=_("社区、街道或区县的编码或名称,须在您的辖区内"))
    indicator = forms.ChoiceField(
        label=_("涉及指标"),
        required=False,
        choices=lambda: [("", "—"), *registry.choices()],
        help_text=_("选填;填写后,下一份报告自动复核"),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk is None:
            today = timezone.localdate()
            self.initial = {"found_on": today, "due_on": today + USUAL} | self.initial
        if self.instance.report_id:
            del self.fields["place"], self.fields["indicator"], self.fields["origin"]

    def clean(self):
        if self.instance.state == State.CLOSED:
            raise ValidationError(_now("问题已销号,不再修改;确需更正,请先退回整改。"), code="wrong_state")
        return super().clean()


class DoneForm(ActionForm):
    on = day(_("完成日期"))
    result = forms.CharField(label=_("整改结果"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))
    full_width = ("result", "reason")


class CloseForm(ActionForm):
    """Nothing but a word why."""


class ReopenForm(ActionForm):
    required = ("reason",)


class ProgressForm(OnceForm):
    """A half-year's word with its evidence."""

    year = forms.IntegerField(label=_("年度"), min_value=FIRST_YEAR, max_value=LAST_YEAR)
    half = forms.TypedChoiceField(label=_("半年"), choices=Half.choices, coerce=int)
    words = forms.CharField(label=_("进展"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4}))
    evidence_words = forms.CharField(
        label=_("佐证"),
        required=False,
        max_length=Progress._meta.get_field("evidence").max_length,
        help_text=_("文件名称、文号、网址或存放处"),
    )
    file = forms.FileField(
        label=_("佐证文件"),
        required=False,
        validators=[evidence.check],
        help_text=_("PDF、图片(JPG、PNG)、Word 或 Excel,不超过 10 MB"),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["year"].initial, self.fields["half"].initial = half_of(timezone.localdate())


class FromReportForm(OnceForm):
    """Which failing communities become findings, who answers for them, until when."""

    places = forms.MultipleChoiceField(label=_("社区"), error_messages={"required": _("请至少选择一个社区。")})
    unit = forms.CharField(
        label=_("责任单位"), required=False, max_length=80, help_text=_("留空则为社区所在的街道(乡镇)")
    )
    due_on = DayField(label=_("整改期限"))

    def __init__(self, *args, places, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["places"].choices = places
        self.fields["due_on"].initial = timezone.localdate() + USUAL
