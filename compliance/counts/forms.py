"""Which area, which period."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from communities.official.forms import EARLIEST, AreaForm
from compliance.counts.periods import MONTHS, By, Span, last_over

SELECT = forms.Select(attrs={"class": "form-select"})
NUMBER = {"class": "form-control", "inputmode": "numeric"}


class CountForm(AreaForm):
    """An area within reach and a period that is over."""

    on = None
    by = forms.ChoiceField(label=gettext_lazy("按"), choices=By.choices, widget=SELECT)
    year = forms.IntegerField(
        label=gettext_lazy("年度"),
        widget=forms.NumberInput(attrs=NUMBER),
        error_messages={
            "required": gettext_lazy("请填写年度,如 2026。"),
            "invalid": gettext_lazy("年度应为四位数字。"),
        },
    )
    number = forms.IntegerField(
        label=gettext_lazy("第几月或季"),
        required=False,
        help_text=gettext_lazy("按年统计时不填"),
        widget=forms.NumberInput(attrs=NUMBER),
        error_messages={"invalid": gettext_lazy("月份或季度应为数字。")},
    )
    field_order = ("area", "by", "year", "number")

    def __init__(self, *args, user, **kwargs):
        super(AreaForm, self).__init__(*args, **kwargs)
        self.user = user
        self.fields["area"].widget.attrs["class"] = "form-control"

    @staticmethod
    def begun():
        """What is shown before anything was asked: the last year that is over."""
        newest = last_over(By.YEAR, timezone.localdate())
        return {"area": "", "by": newest.by, "year": newest.year, "number": ""}

    def clean(self):
        data = super().clean()
        if self.errors:
            return data
        by, year = data["by"], data["year"]
        number = 1 if by == By.YEAR else data.get("number") or 0
        most = 12 // MONTHS[By(by)]
        if not EARLIEST <= year <= timezone.localdate().year:
            self.add_error("year", _("年度应在 %(first)d 年到今年之间。") % {"first": EARLIEST})
        elif not 1 <= number <= most:
            self.add_error("number", _("请填 1 到 %(most)d。") % {"most": most})
        else:
            data["span"] = self.over(Span(by, year, number))
        return data

    def over(self, span):
        if span.end >= timezone.localdate():
            words = {"span": span, "end": f"{span.end:%Y-%m-%d}"}
            self.add_error("year", _("%(span)s要到 %(end)s 才结束,还没有期末数。") % words)
        return span
