"""Forms to correct people and what is kept about them."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from communities.registers.fields import Suggesting
from communities.registers.forms import RecordForm
from records import identity
from records.text import normalise
from staffing.choices import OTHER_GENDER, Gender
from staffing.models import Worker

NUMBER = 12


class PersonField(forms.CharField):
    """Somebody within reach, by 人员编号 or by a name only one person has."""

    widget = Suggesting("worker")
    user = None

    def clean(self, value):
        text = normalise(super().clean(value) or "")
        if not text:
            return None
        people = Worker.objects.visible_to(self.user).select_related("community")
        number = text[:NUMBER]
        found = list(people.filter(staff_no=number) if number.isdigit() else people.filter(name=text)[:NUMBER])
        if len(found) == 1:
            return found[0]
        if not found:
            raise ValidationError(_("您的辖区内没有“%(text)s”,请填人员编号。"), "unknown_code", {"text": text[:40]})
        listed = "、".join(f"{one.staff_no} {one.community}" for one in found)
        raise ValidationError(_("有几位同名人员,请填人员编号:%(listed)s。"), "ambiguous_name", {"listed": listed})

    def prepare_value(self, value):
        worker = Worker.objects.filter(pk=value).first() if isinstance(value, int) else value
        return f"{worker.staff_no} {worker.name}" if isinstance(worker, Worker) else value


class PersonForm(RecordForm):
    """Something kept about one person."""

    worker = PersonField(label=gettext_lazy("人员"), help_text=gettext_lazy("人员编号,或输入姓名、拼音后选择"))


class WorkerForm(RecordForm):
    """A person. The numbers are kept unless new ones are typed; where the file is kept changes by a move only."""

    id_number = forms.CharField(label=gettext_lazy("身份证号"), required=False, max_length=18)
    phone = forms.CharField(label=gettext_lazy("手机号"), required=False, max_length=20)
    locked = ("community", "staff_no")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, masked in (("id_number", self.instance.masked_id), ("phone", self.instance.masked_phone)):
            self.initial[name] = ""
            if masked:
                self.fields[name].help_text = _("已登记 %s,不改则留空") % masked

    def clean_id_number(self):
        return self.cleaned_data["id_number"] or self.instance.id_number

    def clean_phone(self):
        return self.cleaned_data["phone"] or self.instance.phone

    def clean(self):
        cleaned = super().clean()
        number, gender = cleaned.get("id_number"), cleaned.get("gender")
        if number and gender and {"id_number", "gender"} & set(self.changed_data) and gender != identity.gender(number):
            told = {"stated": Gender(gender).label, "by_number": Gender(identity.gender(number)).label}
            self.add_error("gender", ValidationError(OTHER_GENDER, "mismatch", told))
        return cleaned
