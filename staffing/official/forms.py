from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from communities.choices import Level
from communities.models import SavedSummary
from communities.official.forms import AreaForm
from staffing.choices import StaffKind
from staffing.official.dimensions import DIMENSIONS
from staffing.official.summaries import LEVELS, MOST_COLUMNS, Choice, Summary


def level_below(area):
    """The level whose rows an account most likely wants to see."""
    return Level.COUNTY if len(area) < 6 else Level.STREET if len(area) == 6 else Level.COMMUNITY


class SummaryForm(AreaForm):
    """What 汇总表 is to show: rows, kinds of staff, what to count them by."""

    level = forms.ChoiceField(label=gettext_lazy("每行"), choices=[(one, one.label) for one in LEVELS])
    kinds = forms.MultipleChoiceField(
        label=gettext_lazy("人员类别"),
        choices=StaffKind.choices,
        required=False,
        help_text=gettext_lazy("不选即全部人员合在一起"),
        widget=forms.CheckboxSelectMultiple,
    )
    dimensions = forms.MultipleChoiceField(
        label=gettext_lazy("按什么分列"),
        choices=[(one.slug, one.title) for one in DIMENSIONS],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    field_order = ("level", "area", "on", "kinds", "dimensions")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, css in (("level", "form-select"), ("area", "form-control"), ("on", "form-control")):
            self.fields[name].widget.attrs["class"] = css

    def clean(self):
        data = super().clean()
        if not self.errors and self.summary().is_too_wide:
            self.add_error("kinds", _("列数超过 %(n)d,请少选一些人员类别或分列。") % {"n": MOST_COLUMNS})
        return data

    def choice(self):
        data = self.cleaned_data
        return Choice(Level(data["level"]), tuple(data["kinds"]), tuple(data["dimensions"]))

    def summary(self):
        return Summary(self.asked(), self.choice())


class SaveForm(forms.ModelForm):
    """The name under which an account keeps its choice; the same name replaces it."""

    class Meta:
        model = SavedSummary
        fields = ["name"]
        error_messages = {"name": {"required": gettext_lazy("请给方案起个名称。")}}
