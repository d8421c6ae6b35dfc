from django import forms
from django.db.models.functions import Length
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from communities.access import reach
from communities.models import Area, Community
from communities.querysets import existing_on
from communities.registers.forms import OnceForm
from compliance.services import check_area

EARLIEST = 1949


class BuildForm(OnceForm):
    """Which area a report is to be computed for, and as of which day."""

    area = forms.CharField(
        label=_("区划编码"), max_length=12, help_text=_("2、4、6 或 9 位,须在您的辖区内"),
        error_messages={"required": _("请填写区划编码,如渝中区 500103。")},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "list": "areas", "autocomplete": "off"}),
    )  # fmt: skip
    as_of = forms.DateField(
        label=_("截至日期"), help_text=_("按这一天仍有效的登记测算"),
        error_messages={"required": _("请填写截至日期。"), "invalid": _("没有这一天,请按 2026-09-30 这样填写。")},
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )  # fmt: skip

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["area"].initial = min(filter(None, reach(self.user)), key=len, default="")
        self.fields["as_of"].initial = timezone.localdate

    @property
    def areas(self):
        """The upper areas within reach, offered beside the field."""
        within = Area.objects.visible_to(self.user).open(on=timezone.localdate())
        return within.annotate(width=Length("code")).filter(width__lte=6).order_by("width", "code")[:100]

    def clean_area(self):
        """A code within reach; one out of reach gets the same answer as one that does not exist."""
        code = self.cleaned_data["area"].strip()
        check_area(code, user=self.user)
        return code

    def clean_as_of(self):
        day = self.cleaned_data["as_of"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("截至日期不能晚于今天。"))
        if day.year < EARLIEST:
            raise forms.ValidationError(_("截至日期不能早于 %(year)d 年。"), params={"year": EARLIEST})
        return day

    def clean(self):
        data = super().clean()
        code, day = data.get("area"), data.get("as_of")
        if code and day:
            then = Community.objects.filter(existing_on(day), code__startswith=code)
            if not then.exists():
                self.add_error("area", _("这一区划在该日没有社区,无法测算;请先导入社区登记册。"))
        return data
