"""What the forms of acts share: fields as the register describes them, choices cut to reach, version, one-use token."""

import uuid
from copy import copy

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Column, Layout, Row
from django import forms
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.forms.models import fields_for_model
from django.utils.translation import gettext_lazy as _

from communities.models import Community
from communities.registers.fields import DayField
from records.identity import clean_id_number
from records.models import Event
from records.versions import version_of

LONGEST_LIST = 300
"""More communities than that are not chosen from a list but written as a code."""


def form_field(field, **kwargs):
    """How a field of a register is asked for."""
    if isinstance(field, ArrayField) and field.base_field.choices:
        choices, widget = field.base_field.choices, forms.CheckboxSelectMultiple
        return forms.MultipleChoiceField(
            label=field.verbose_name, choices=choices, required=False, help_text=field.help_text, widget=widget
        )
    if isinstance(field, models.DateField):
        return DayField(label=field.verbose_name, help_text=field.help_text, required=not field.blank)
    if field.name == "id_number":
        kwargs["validators"] = [clean_id_number]  # else the service tells it, once nothing else is missing
    return field.formfield(**kwargs)


def day(label, help_text=""):
    """A day that is no field of a register."""
    return DayField(label=label, help_text=help_text)


class ActionForm(forms.Form):
    """What one act asks for.

    `takes`: {model: names of the fields that are asked for as the model describes them}; `required` and `optional` say
    where the act is stricter or laxer than the model; `from_row` which of them begin with what the row says now.
    """

    takes = {}
    required = ()
    optional = ()
    from_row = ()
    full_width = ("reason", "requirements", "other_posts")

    version = forms.CharField(required=False, widget=forms.HiddenInput)
    submission_id = forms.UUIDField(widget=forms.HiddenInput)
    reason = forms.CharField(
        label=_("事由"),
        required=False,
        max_length=Event._meta.get_field("reason").max_length,
        help_text=_("记入变更记录,如会议纪要、文件名称"),
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, data=None, files=None, *, user, row=None, **kwargs):
        super().__init__(data, files, **kwargs)
        self.user, self.row = user, row
        for model, names in self.takes.items():
            self.fields |= fields_for_model(model, fields=names, formfield_callback=form_field)
        for name, field in self.fields.items():
            field.required = (field.required or name in self.required) and name not in self.optional
            if isinstance(field, forms.ModelChoiceField):
                self._narrow(name, field)
        self.fields["submission_id"].initial = uuid.uuid4
        if row is not None:
            self.fields["version"].initial = version_of(row)
            self.initial = {name: getattr(row, name) for name in self.from_row} | self.initial
        self.order_fields([*(name for name in self.fields if name != "reason"), "reason"])

    def _narrow(self, name, field):
        """Only what the account reaches can be chosen."""
        field.queryset = field.queryset.visible_to(self.user)
        if field.queryset.model is not Community:
            return
        field.queryset = field.queryset.filter(abolished_on=None)
        field.to_field_name = "code"
        field.error_messages["invalid_choice"] = _("没有找到该社区,请填写您辖区内的12位社区编码。")
        if field.queryset[: LONGEST_LIST + 1].count() > LONGEST_LIST:
            field.widget = forms.TextInput(attrs={"inputmode": "numeric", "maxlength": 12})
            field.help_text = _("填写12位社区编码")

    @property
    def helper(self):
        """Two columns of fields on a desktop, one on a phone; the form tag and the buttons are the page's."""
        helper = FormHelper()
        helper.form_tag = False
        columns = [
            Column(name, css_class="col-12" if name in self.full_width else "col-12 col-md-6") for name in self.fields
        ]
        helper.layout = Layout(Row(*columns))
        return helper

    @property
    def edited(self):
        """The row with what was written over the values the form began with."""
        row = copy(self.row)
        for name in self.from_row:
            setattr(row, name, self.cleaned_data[name])
        return row

    def values(self):
        """What the service is called with, beside the row and the account."""
        return {name: value for name, value in self.cleaned_data.items() if name not in ("version", "submission_id")}

    def months(self, row):
        """The dates of a stored row of which only the month was written here. The act's own day, `on`, is whichever
        date of the row it became."""
        written = {
            name: self.cleaned_data[name] for name, field in self.fields.items() if getattr(field, "is_month", 0)
        }
        dates = {field.name: getattr(row, field.name) for field in row._meta.fields if type(field) is models.DateField}
        return [name for name, day in dates.items() if day and day in (written.get(name), written.get("on"))]

    def take(self, error):
        """Show what the service refused, beside the field it is about."""
        if not hasattr(error, "error_dict"):
            self.add_error(None, error)
            return
        for name, errors in error.error_dict.items():
            self.add_error(name if name in self.fields else None, errors)
