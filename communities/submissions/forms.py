"""What a page asks before a step. Each carries the version the page showed."""

import uuid
from hashlib import md5

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from communities.models import Community, LockException, Reminder, ReportingPeriod, ReviewSetting, SubmissionEvent
from communities.submissions import groups
from communities.submissions.checks import run_checks
from records.text import key_in

ROW_PARTS = 3


def token():
    """A hidden value that is good for one sending."""
    return forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)


class StepForm(forms.Form):
    """Any step: the version, and a remark."""

    submission_id = token()
    version = forms.IntegerField(widget=forms.HiddenInput)
    reason = forms.CharField(
        label=gettext_lazy("说明"),
        required=False,
        max_length=SubmissionEvent._meta.get_field("reason").max_length,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args, submission=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.submission = submission
        if submission is not None:
            self.fields["version"].initial = submission.version


class SubmitForm(StepForm):
    """提交审核: the findings of the checks; a reason is asked for each warning, an error makes it invalid."""

    def __init__(self, *args, submission, **kwargs):
        super().__init__(*args, submission=submission, **kwargs)
        one = Community.objects.filter(pk=submission.community_id)
        self.findings = run_checks(communities=one, group=submission.group, period=submission.period)
        self.warnings = {
            f"warning_{md5(finding.key.encode(), usedforsecurity=False).hexdigest()}": finding
            for finding in self.findings
            if not finding.stops
        }
        for name, finding in self.warnings.items():
            self.fields[name] = forms.CharField(
                label=finding.sentence, max_length=500, help_text=_("请说明情况后再提交")
            )

    @property
    def errors_found(self):
        return [finding for finding in self.findings if finding.stops]

    @property
    def explanations(self):
        """For `services.submit`."""
        return {finding.key: self.cleaned_data[name] for name, finding in self.warnings.items()}

    def clean(self):
        for finding in self.errors_found:
            self.add_error(None, finding.sentence)
        return super().clean()


class ReturnForm(StepForm):
    """退回: why, and if it concerns single rows one line each, `table:id:原因`, filled in by the page's tick boxes."""

    rows = forms.CharField(label=gettext_lazy("逐条原因"), required=False, widget=forms.Textarea(attrs={"rows": 4}))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["reason"].required = True
        self.fields["reason"].label = _("退回原因")

    def clean_rows(self):
        tables = self._tables()
        self.rows = [self._row(line, tables) for line in self.cleaned_data["rows"].splitlines() if line.strip()]
        return self.cleaned_data["rows"]

    def _tables(self):
        slugs = [self.submission.group] if self.submission else [group.slug for group in groups.every()]
        return {model._meta.db_table for slug in slugs for model in groups.get(slug).registers()}

    def _row(self, line, tables):
        parts = line.strip().split(":", ROW_PARTS - 1)
        if len(parts) == ROW_PARTS and parts[0] in tables and (key := key_in(parts[1])) is not None:
            return {"table": parts[0], "row_id": key, "sentence": parts[2].strip()[:500]}
        return {"table": "", "row_id": None, "sentence": line.strip()[:500]}


class ReturnStreetForm(StepForm):
    """退回街道: why, and for each community ticked its own sentence."""

    def __init__(self, *args, batch, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["version"].initial = batch.version
        self.fields["reason"].required = True
        self.fields["reason"].label = _("退回原因")
        self.submissions = list(batch.submissions.expected().select_related("community").order_by("community__code"))
        for submission in self.submissions:
            self.fields[f"sentence_{submission.pk}"] = forms.CharField(
                label=str(submission.community), required=False, max_length=500
            )

    @property
    def rows(self):
        """For `street_services.return_street`."""
        sentences = {one.pk: self.cleaned_data.get(f"sentence_{one.pk}") for one in self.submissions}
        return [{"submission": pk, "sentence": sentence} for pk, sentence in sentences.items() if sentence]

    def clean(self):
        cleaned = super().clean()
        if not self.rows:
            self.add_error(None, _("请至少指出一个社区及原因。"))
        return cleaned


class LockExceptionForm(forms.ModelForm):
    """限期更正. The service `locks.grant_exception` judges the dates and the role."""

    class Meta:
        model = LockException
        fields = ["started_on", "ended_on", "reason"]
        widgets = {
            "started_on": forms.DateInput(attrs={"type": "date"}),
            "ended_on": forms.DateInput(attrs={"type": "date"}),
        }


class ReminderForm(forms.ModelForm):
    class Meta:
        model = Reminder
        fields = ["message"]


class ReviewSettingForm(forms.ModelForm):
    class Meta:
        model = ReviewSetting
        fields = ["county", "community_level", "street_level", "county_level"]


class PeriodFilterForm(forms.Form):
    """Which group and period a board shows."""

    group = forms.ChoiceField(
        label=gettext_lazy("表组"), choices=groups.choices, widget=forms.Select(attrs={"class": "form-select"})
    )
    period = forms.ModelChoiceField(
        label=gettext_lazy("报送期"),
        queryset=ReportingPeriod.objects.all(),
        empty_label=gettext_lazy("请选择"),
        widget=forms.Select(attrs={"class": "form-select"}),
    )
