"""What a resident is asked who objects to something published: what it is, and nothing about themselves."""

from django import forms
from django.utils.translation import gettext_lazy as _

from disclosure.models.objections import LONGEST


class ObjectionForm(forms.Form):
    text = forms.CharField(
        label=_("您的异议"),
        max_length=LONGEST,
        min_length=5,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("不必留姓名和电话。请不要写他人的身份证号、电话等个人信息。"),
    )
    submission_id = forms.CharField(widget=forms.HiddenInput, max_length=200)
