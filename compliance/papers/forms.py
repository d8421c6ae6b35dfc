"""What is asked for a paper: its place and day; its words."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from communities.access import reaches
from communities.models import Area
from communities.official.producing import default_area
from communities.registers.forms import OnceForm
from compliance.papers.fields import cleaned
from compliance.papers.finding import days_of
from compliance.papers.texts import BLOCKS, check


class FindForm(forms.Form):
    """Which area or community, as of which day."""

    area = forms.CharField(
        label=gettext_lazy("区划或社区编码"),
        max_length=12,
        help_text=gettext_lazy("须在您的辖区内"),
        error_messages={"required": gettext_lazy("请填写区划编码,如渝中区 500103。")},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "list": "areas", "autocomplete": "off"}),
    )
    on = forms.DateField(
        label=gettext_lazy("截至日期"),
        error_messages={
            "required": gettext_lazy("请填写截至日期。"),
            "invalid": gettext_lazy("没有这一天,请按 2026-09-30 这样填写。"),
        },
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user
        self.fields["area"].initial = default_area(user)
        self.fields["on"].initial = timezone.localdate

    @property
    def areas(self):
        """The upper areas within reach, offered beside the field; abolished ones too, for their own days."""
        return (
            Area.objects.visible_to(self.user).filter(level__in=["province", "city", "county"]).order_by("code")[:100]
        )

    def clean_area(self):
        """A code that some report within reach knows; any other gets the same answer, whether it exists or not."""
        code = self.cleaned_data["area"].strip()
        if not code.isdecimal() or not reaches(self.user, code) or not days_of(self.user, code):
            raise forms.ValidationError(
                _("您辖区的测算报告里没有编码为“%(code)s”的区划或社区,请核对编码;还没有测算的请先生成测算报告。"),
                params={"code": code},
            )
        return code


class TextForm(OnceForm):
    """The five texts, and the version they were written on."""

    after = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for block in BLOCKS:
            rows = 4 if block.slug == "opening" else 8
            self.fields[block.slug] = forms.CharField(
                label=block.title,
                help_text=block.help,
                required=False,
                widget=forms.Textarea(attrs={"rows": rows, "class": "form-control"}),
            )

    @property
    def blocks(self):
        return [self[block.slug] for block in BLOCKS]

    def clean(self):
        data = super().clean()
        texts = {block.slug: cleaned(data.get(block.slug, "")) for block in BLOCKS}
        for slug, sentences in check(texts).items():
            for sentence in sentences:
                self.add_error(slug, sentence)
        return {**data, **texts}

    def refuse(self, refusal, newest):
        """Somebody was quicker: said so, and the next attempt stands on what they saved."""
        self.add_error(None, refusal)
        self.data = {**self.data.dict(), "after": newest}
