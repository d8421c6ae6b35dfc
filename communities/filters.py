"""How the fields of a filter look, alike on all lists."""

from django import forms
from django.utils.translation import gettext_lazy as _

TEXT = forms.TextInput(attrs={"class": "form-control", "maxlength": 60})
CHOICE = forms.Select(attrs={"class": "form-select"})
DAY = forms.DateInput(attrs={"class": "form-control", "type": "date"})
ANY = {"empty_label": _("全部"), "widget": CHOICE}
