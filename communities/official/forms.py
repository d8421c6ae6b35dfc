import datetime

from django import forms
from django.db.models.functions import Length
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from communities.access import reaches
from communities.models import Area, Community
from communities.official.declaring import Asked, sources
from communities.official.matching import is_serial
from communities.official.producing import default_area

EARLIEST = 1949
OFFERED = 200


def day_field(label, help_text=""):
    return forms.DateField(
        label=label,
        help_text=help_text,
        error_messages={
            "required": gettext_lazy("请填写日期,如 2026-09-30。"),
            "invalid": gettext_lazy("没有这一天,请按 2026-09-30 这样填写。"),
        },
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )


class AreaForm(forms.Form):
    """Which place within reach, as of which day."""

    area = forms.CharField(
        label=gettext_lazy("填报范围(区划或社区编码)"),
        max_length=12,
        required=False,
        help_text=gettext_lazy("须在您的辖区内"),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "list": "areas", "autocomplete": "off"}),
    )
    on = day_field(gettext_lazy("截至日期"), gettext_lazy("按这一天仍有效的登记"))

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user
        self.fields["area"].initial = default_area(user)
        self.fields["on"].initial = timezone.localdate

    @property
    def areas(self):
        """Places within reach, offered beside the field: the widest first."""
        within = Area.objects.visible_to(self.user).open(on=timezone.localdate())
        return within.annotate(width=Length("code")).order_by("width", "code")[:OFFERED]

    def clean_area(self):
        """A place within reach; one out of reach gets the same answer as one that does not exist."""
        code = self.cleaned_data["area"].strip() or default_area(self.user)
        known = not code or Area.objects.filter(code=code).exists() or Community.objects.filter(code=code).exists()
        if not known or not reaches(self.user, code):
            raise forms.ValidationError(_("您的辖区内没有区划或社区编码“%(code)s”,请核对。"), params={"code": code})
        return code

    def clean_on(self):
        return past_day(self.cleaned_data["on"])

    def asked(self):
        data = self.cleaned_data
        return Asked(user=self.user, area=data["area"], on=data["on"], since=data.get("since"))


class TableForm(AreaForm):
    """What a ready table needs to know."""

    def __init__(self, *args, table, **kwargs):
        super().__init__(*args, **kwargs)
        if table.has_since:
            today = timezone.localdate()
            self.fields["since"] = day_field(gettext_lazy("起始日期(期初)"), gettext_lazy("从这一天的次日起算"))
            self.fields["since"].initial = datetime.date(today.year - 1, 12, 31)

    def clean(self):
        data = super().clean()
        since, on = data.get("since"), data.get("on")
        if since and on and since >= on:
            self.add_error("since", _("起始日期须早于截至日期。"))
        return data


def past_day(day):
    if day > timezone.localdate():
        raise forms.ValidationError(_("截至日期不能晚于今天。"))
    if day.year < EARLIEST:
        raise forms.ValidationError(_("截至日期不能早于 %(year)d 年。"), params={"year": EARLIEST})
    return day


class UploadForm(AreaForm):
    """Another office's blank form, and what it is to be filled for."""

    file = forms.FileField(
        label=gettext_lazy("空白表(.xlsx)"),
        help_text=gettext_lazy("表头一行,上面可有标题;5 MB 以内。表里的公式和链接会去掉。"),
        error_messages={
            "required": gettext_lazy("请选择空白表文件。"),
            "empty": gettext_lazy("文件是空的,请检查后重新上传。"),
        },
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx"}),
    )
    source = forms.ChoiceField(label=gettext_lazy("每行填什么"), required=False)
    name = forms.CharField(
        label=gettext_lazy("表名"),
        max_length=120,
        required=False,
        help_text=gettext_lazy("留空即取表中的标题;同名的表沿用上次的对应关系"),
    )
    issuer = forms.CharField(label=gettext_lazy("来表单位"), max_length=120, required=False)
    field_order = ("file", "source", "area", "on", "name", "issuer")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        allowed = sources.open_to(self.user)
        self.fields["source"].choices = [("", _("按表头自动判断")), *((one.slug, one.title) for one in allowed)]

    def clean_source(self):
        return sources.get(self.cleaned_data["source"])


class MappingForm(forms.Form):
    """One choice for each header of the form."""

    def __init__(self, *args, form, source, **kwargs):
        super().__init__(*args, **kwargs)
        self.headers = {}
        known = [("", _("系统中没有,留黄")), *((column.name, column.header) for column in source.columns)]
        for number, header in enumerate(form.headers):
            if not header or is_serial(header):
                continue
            name = f"column_{number}"
            self.headers[name] = header
            self.fields[name] = forms.ChoiceField(
                label=header,
                choices=known,
                required=False,
                initial=form.mapping.get(header, ""),
                widget=forms.Select(attrs={"class": "form-select"}),
            )

    def mapping(self):
        return {header: self.cleaned_data[name] for name, header in self.headers.items()}
