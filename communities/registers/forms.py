"""Forms of registers: to enter and correct a row, to take back a mistake. Labels and help texts are the model's."""

import uuid

from django import forms
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils.translation import gettext_lazy as _

from communities.models import Area, Community
from communities.registers.fields import AreaField, CommunityField, DayField
from communities.services import split_codes
from records.models import Event
from records.text import normalise
from records.versions import version_of
from sheets import registry

YES_NO_UNKNOWN = [("", _("无数据")), ("true", _("是")), ("false", _("否"))]
LONGEST_REASON = Event._meta.get_field("reason").max_length


class ReasonField(forms.CharField):
    def __init__(self, **kwargs):
        super().__init__(**{"label": _("事由"), "max_length": LONGEST_REASON, **kwargs})


class CodesField(forms.CharField):
    """Several codes, separated by `;`."""

    def clean(self, value):
        return split_codes(super().clean(value) or "")

    def prepare_value(self, value):
        return ";".join(value) if isinstance(value, list) else value


class YesNoField(forms.TypedChoiceField):
    """是, 否 or 无数据."""

    def __init__(self, **kwargs):
        coerce = {"true": True, "false": False}.get
        super().__init__(choices=YES_NO_UNKNOWN, coerce=coerce, empty_value=None, **kwargs)

    def prepare_value(self, value):
        return {True: "true", False: "false"}.get(value, value)


def several(choices, about):
    """Several of a list, or several codes."""
    if not choices:
        return CodesField(**about)
    return forms.MultipleChoiceField(**about, choices=choices, widget=forms.CheckboxSelectMultiple)


def form_field(field, **kwargs):
    """The office's form field for a model field."""
    about = {"label": field.verbose_name, "help_text": field.help_text, "required": not field.blank}
    if isinstance(field, models.ForeignKey) and field.related_model in (Community, Area):
        return (CommunityField if field.related_model is Community else AreaField)(**about)
    if isinstance(field, models.DateField):
        return DayField(**about)
    if isinstance(field, models.BooleanField) and field.null:
        return YesNoField(**about)
    if isinstance(field, ArrayField):
        return several(field.base_field.choices, about)
    if isinstance(field, models.TextField):
        kwargs["widget"] = forms.Textarea(attrs={"rows": 3})
    if isinstance(field, models.URLField):
        kwargs["assume_scheme"] = "https"
    return field.formfield(**kwargs)


class OnceForm(forms.Form):
    """Any form of the workbench: used once, by somebody, for a reason."""

    submission_id = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)

    def __init__(self, *args, user=None, **kwargs):
        self.user = user
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if hasattr(field, "user"):
                field.user = user

    @property
    def values(self):
        """What an act takes: the fields without those every form has."""
        return {name: value for name, value in self.cleaned_data.items() if name != "submission_id"}


class RecordForm(OnceForm, forms.ModelForm):
    """A row of a register. Carries the version that was shown."""

    version = forms.CharField(widget=forms.HiddenInput, required=False)
    reason = ReasonField(label=_("变更事由"), required=False, help_text=_("选填,记入变更记录"))
    register = None
    locked = ()  # names that a stored row no longer changes
    remarks = ()  # sentences about what was stored although it is seldom right

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["version"].initial = version_of(self.instance)
        if self.instance.pk:
            for name in self.locked:
                self.fields.pop(name, None)
        else:
            self.fields.pop("reason")
        self._show_months()
        self._explain()

    def _explain(self):
        """What the sheet says of a column is said beside the field as well."""
        sheet = self.register.sheet if self.register else None
        sheet = registry.get(sheet) if isinstance(sheet, str) else sheet
        notes = {column.field_name: column.note for column in (sheet.columns if sheet else ())}
        for name, field in self.fields.items():
            field.help_text = field.help_text or notes.get(name, "")

    def _show_months(self):
        for name in self.instance.month_only:
            if name in self.fields and (day := getattr(self.instance, name)):
                self.initial[name] = f"{day:%Y-%m}"

    def clean(self):
        cleaned = super().clean()
        for name, value in list(cleaned.items()):
            if isinstance(value, str):
                field = self.fields[name]
                text = value.strip() if isinstance(field.widget, forms.Textarea) else normalise(value)
                cleaned[name] = text
        return cleaned

    def _post_clean(self):
        days = {name: field for name, field in self.fields.items() if isinstance(field, DayField)}
        kept = [name for name in self.instance.month_only if name not in days]
        self.instance.month_only = kept + [name for name, field in days.items() if field.is_month]
        super()._post_clean()

    def _get_validation_exclusions(self):
        """Rules over several columns hold for those the form does not show as well."""
        shown = set(self.fields)
        hidden = {field.name for field in self.instance._meta.fields if field.name not in shown}
        return super()._get_validation_exclusions() - (hidden if self.instance.pk else set())

    @property
    def sections(self):
        """[(title, fields)] as the register declares them; what remains stands at the end."""
        declared = [(title, [name for name in names if name in self.fields]) for title, names in self.register.fields]
        used = {name for _title, names in declared for name in names} | {"version", "submission_id"}
        rest = [name for name in self.fields if name not in used]
        groups = [*declared, ("", rest)] if rest else declared
        return [(title, [self[name] for name in names]) for title, names in groups if names]


def caught_up(fresh, sent, stale):
    """`fresh`, an empty form of the row as it is stored now, filled in with what was typed into the form `sent`: what
    only others have changed meanwhile stays as they left it."""
    kept = stale.theirs | {"version", "submission_id"}
    fresh.initial.update({name: sent[name].value() for name in sent.fields if name not in kept})
    return fresh


def record_form(register, base):
    """The form of a register with the fields it declares."""
    names = [name for _title, names in register.fields for name in names if _is_editable(register.model, name)]
    own = {"register": register, "Meta": type("Meta", (), {"model": register.model, "fields": names})}
    declared = {
        name: form_field(register.model._meta.get_field(name))
        for name in names
        if name not in base.base_fields and name not in getattr(base, "base_fields", {})
    }
    return type(f"{register.model.__name__}Form", (base,), {**declared, **own})


def _is_editable(model, name):
    try:
        field = model._meta.get_field(name)
    except FieldDoesNotExist:
        return False
    return field.editable and not field.auto_created


class DeleteForm(OnceForm):
    """Only for rows that should never have been entered."""

    version = forms.CharField(widget=forms.HiddenInput, required=False)
    reason = ReasonField(label=_("删除原因"), help_text=_("只删除误录的记录;不再有效的请办理结束。删除记入变更记录。"))


class BulkForm(OnceForm):
    """One field of many rows."""

    field = forms.ChoiceField(label=_("要改的项目"))
    value = forms.CharField(label=_("改为"), required=False, max_length=200)
    reason = ReasonField()
