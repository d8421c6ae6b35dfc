from django import forms
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from communities.models import UploadedSheet
from sheets.inspection import MAX_FILE, MEGABYTE

LONGEST_NAME = 200


class UploadForm(forms.Form):
    """Which sheet, and the file."""

    sheet = forms.ChoiceField(label=gettext_lazy("导入到"))
    file = forms.FileField(
        label=gettext_lazy("文件"),
        help_text=gettext_lazy("手头的花名册即可(.xlsx、.xls、.csv,不超过30 MB);标题行、合并单元格、序号不用删。"),
        error_messages={
            "required": gettext_lazy("请选择要导入的文件。"),
            "empty": gettext_lazy("文件是空的,请检查后重新上传。"),
            "max_length": gettext_lazy("文件名太长,请改短后上传。"),
            "missing": gettext_lazy("请选择要导入的文件。"),
        },
    )

    def __init__(self, *args, sheets, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["sheet"].choices = [(sheet.name, sheet.title) for sheet in sheets]

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > MAX_FILE:
            raise forms.ValidationError(_("文件超过 %d MB,请分成几个文件上传。") % (MAX_FILE // MEGABYTE))
        return file


class HeaderForm(forms.Form):
    """Which column of the file is which column of the sheet."""

    def __init__(self, *args, sheet, proposals, **kwargs):
        super().__init__(*args, **kwargs)
        self.proposals = proposals
        offered = [("", _("忽略(不导入)")), *((column.name, str(column.header)) for column in sheet.columns)]
        for one in proposals:
            self.fields[f"column_{one.index}"] = forms.ChoiceField(
                label=one.header, choices=offered, required=False, initial=one.column
            )
        if sheet.roster:
            self.fields["roster"] = forms.ChoiceField(
                label=_("全量名册"),
                choices=UploadedSheet.Roster.choices,
                required=False,
                widget=forms.RadioSelect,
                initial="",
            )

    @property
    def rows(self):
        """Each column of the file beside its field."""
        return [(one, self[f"column_{one.index}"]) for one in self.proposals]

    def clean(self):
        data, seen = super().clean(), {}
        for one in self.proposals:
            name = data.get(f"column_{one.index}")
            if name and name in seen:
                self.add_error(f"column_{one.index}", _("“%s”列已对应同一项,一项只能对应一列。") % seen[name])
            elif name:
                seen[name] = one.header
        if not seen and not self.errors:
            raise forms.ValidationError(_("请至少对应一列。"))
        return data

    def columns(self):
        return {one.index: self.cleaned_data[f"column_{one.index}"] for one in self.proposals}


def decisions(roster, rows, data):
    """(choices, errors) from a page of rows the roster does not mention; a row without a choice stays open."""
    choices, errors = {}, {}
    known, endings = dict(roster.choices), dict(roster.endings)
    act = roster.choices[0][0]
    for pk, cells in rows:
        what = data.get(f"what_{pk}") or data.get("all", "")
        if what not in known:
            continue
        on = parse_day(data.get(f"on_{pk}") or data.get("all_on", ""))
        ending = data.get(f"ending_{pk}") or data.get("all_ending", "")
        if what == act and (on is None or on > timezone.localdate() or ending not in endings):
            errors[pk] = _("请填写日期(不晚于今天)和原因。")
            continue
        ends = {"on": on.isoformat(), "ending": ending} if what == act else {}
        choices[str(pk)] = {"what": what, "name": cells[0], **ends}
    return choices, errors


def parse_day(text):
    try:
        return parse_date(text.strip())
    except ValueError:
        return None
