"""Forms of single pages around the steps: rows pointed at, reminders, exceptions, the hands of a county."""

from django import forms
from django.utils.translation import gettext_lazy as _

from communities.models import LockException, Reminder
from communities.registers.fields import DayField
from communities.submissions import groups
from communities.submissions.forms import LockExceptionForm, ReturnForm, token
from communities.submissions.hands import Levels
from communities.submissions.pointing import rows_of
from records.models import Event


class ReturnRowsForm(ReturnForm):
    """退回, with a line for each row of the community's registers."""

    def __init__(self, *args, submission, **kwargs):
        super().__init__(*args, submission=submission, **kwargs)
        del self.fields["rows"]
        self.names, self.registers = {}, []
        for register, rows in rows_of(submission):
            names = [self._ask(register.model._meta.db_table, row) for row in rows]
            if names:
                self.registers.append((register.title, names))

    def _ask(self, table, row):
        name = f"{table}-{row.pk}"
        self.names[name] = {"table": table, "row_id": row.pk}
        self.fields[name] = forms.CharField(label=str(row), required=False, max_length=500)
        return name

    @property
    def by_register(self):
        """[(title, fields)] for the page."""
        return [(title, [self[name] for name in names]) for title, names in self.registers]

    @property
    def rows(self):
        """For `services.return_submission`."""
        return [
            {**row, "sentence": self.cleaned_data[name]} for name, row in self.names.items() if self.cleaned_data[name]
        ]


class RemindForm(forms.Form):
    """催报: whom, and a word with it."""

    submission_id = token()
    submissions = forms.ModelMultipleChoiceField(
        label=_("催报的社区"), queryset=None, widget=forms.CheckboxSelectMultiple
    )
    message = forms.CharField(
        label=_("附言"), required=False, max_length=Reminder._meta.get_field("message").max_length,
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip

    def __init__(self, *args, late, **kwargs):
        super().__init__(*args, **kwargs)
        field = self.fields["submissions"]
        field.queryset, field.initial = late, list(late)
        field.label_from_instance = lambda one: f"{one.community.name} · {one.get_state_display()}"


class UnlockForm(LockExceptionForm):
    submission_id = token()

    class Meta(LockExceptionForm.Meta):
        model = LockException


class ReasonForm(forms.Form):
    """Why, and nothing else."""

    submission_id = token()
    reason = forms.CharField(
        label=_("原因"), max_length=Event._meta.get_field("reason").max_length, widget=forms.Textarea(attrs={"rows": 2})
    )


class PeriodForm(ReasonForm):
    """开启报送期 or 改截止日期 for one county."""

    submission_id = token()
    county = forms.ChoiceField(label=_("区县"))
    group = forms.ChoiceField(label=_("表组"), choices=groups.choices)
    on = DayField(label=_("报送期内任意一天"), help_text=_("如 2026-09-30 表示该日所在的月、季度或年度"))
    due_on = DayField(
        label=_("截止日期"), required=False, help_text=_("留空:新开启的按规定日期,已开启的不变;已锁定的街道不受影响")
    )
    field_order = ["county", "group", "on", "due_on", "reason"]

    def __init__(self, *args, counties, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["county"].choices = [(one.code, one.name) for one in counties]


class LevelsForm(ReasonForm):
    """审核层级 of one county."""

    county = forms.CharField(widget=forms.HiddenInput)
    version = forms.CharField(required=False, widget=forms.HiddenInput)
    community_level = forms.BooleanField(label=_("社区提交"), required=False, help_text=_("关闭后由街道经办人提交"))
    street_level = forms.BooleanField(label=_("街道审核"), required=False, help_text=_("关闭后提交的数据直接报区县"))
    county_level = forms.BooleanField(label=_("区县审核"), required=False, help_text=_("关闭后街道上报即锁定"))
    field_order = ["community_level", "street_level", "county_level", "reason"]

    @property
    def levels(self):
        values = self.cleaned_data
        return Levels(values["community_level"], values["street_level"], values["county_level"])
