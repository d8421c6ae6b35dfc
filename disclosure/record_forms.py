"""Forms to write the catalogue, the calendar and what is published."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from communities.registers.fields import PlaceField
from communities.registers.forms import RecordForm
from disclosure.deadlines import Calendar, due_on
from disclosure.models import CatalogueEntry

LINES = 12
"""Of a text in its form: enough to see a whole paragraph while writing."""


class CatalogueForm(RecordForm):
    """An entry, which holds for everything inside a division."""

    locked = ("area",)
    area = PlaceField(what="area", label=gettext_lazy("适用区划"), help_text=gettext_lazy("其中每个社区都适用"))


class CalendarForm(RecordForm):
    """A holiday of a division, or a day it works instead."""

    locked = ("area",)
    area = PlaceField(
        what="area", label=gettext_lazy("适用区划"), help_text=gettext_lazy("国家公布的由系统带入,这里补登地方节日")
    )


class EntryChoice(forms.ModelChoiceField):
    """An entry of the catalogue, by its theme, its name and how often."""

    user = None

    def label_from_instance(self, entry):
        return f"{entry.get_theme_display()} · {entry.title}({entry.get_rhythm_display()})"


class TextForm(RecordForm):
    """A text that is still a draft."""

    locked = ("community",)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["body"].widget.attrs["rows"] = LINES

    def clean(self):
        cleaned = super().clean()
        if self.instance.pk and not self.instance.is_draft:
            text = _("“%(state)s”的内容不能直接修改;已公开的请办理更正。")
            raise ValidationError(text, "order", {"state": self.instance.get_state_display()})
        return cleaned


class DisclosureForm(TextForm):
    entry = EntryChoice(label=gettext_lazy("目录事项"), queryset=CatalogueEntry.objects.none())

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        entries = CatalogueEntry.objects.visible_to(self.user).filter(ended_on=None)
        self.fields["entry"].queryset = entries.order_by("theme", "number", "pk")
        self.guessed = ()

    def save_row(self, *, user, reason):
        row = self.save(commit=False)
        calendar = Calendar.of(row.community.code)
        row.due_on = due_on(row.entry, period_start=row.period_start, happened_on=row.happened_on, calendar=calendar)
        row.save()
        self.guessed = calendar.guessed(row.due_on)
        return row

    @property
    def remarks(self):
        """Years without holidays on record are said to be counted by weekdays."""
        years = "、".join(map(str, self.guessed))
        return [_("%(years)s年的节假日尚未登记,应公开日期按周一至周五推算。") % {"years": years}] if years else ()
