"""Form fields: a volunteer or a team, by what a clerk has in hand."""

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _

from communities.registers.fields import OFFERED, Suggesting
from communities.registers.suggesting import suggests
from records.text import normalise
from volunteers.models import Volunteer


def _called(volunteer):
    return f"{volunteer.platform} {volunteer.platform_no}".strip()


@suggests("volunteer", "volunteers.view_volunteer")
def volunteers(user, text):
    """Somebody within reach who has not left, by name, pinyin or number."""
    rows = Volunteer.objects.visible_to(user).filter(ended_on=None).select_related("community")
    if text:
        found = Q(name__contains=text) | Q(platform_no__startswith=text)
        rows = rows.filter(found | Q(pinyin__startswith=text.lower()) | Q(initials__startswith=text.lower()))
    return [(_called(row), f"{row.name} · {row.community}") for row in rows.order_by("pinyin", "pk")[:OFFERED]]


class VolunteerField(forms.CharField):
    """Somebody within reach, by 平台编号 (with the platform where two have the same) or by a name only one has."""

    widget = Suggesting("volunteer")
    user = None

    def clean(self, value):
        text = normalise(super().clean(value) or "")
        if not text:
            return None
        people = Volunteer.objects.visible_to(self.user).filter(ended_on=None).select_related("community")
        platform, _blank, number = text.rpartition(" ")
        by_number = Q(platform_no=number) & (Q(platform=platform) if platform else Q())
        found = list(people.filter(by_number)[:OFFERED]) or list(people.filter(name=text)[:OFFERED])
        if len(found) == 1:
            return found[0]
        if not found:
            message = _("您的辖区内没有志愿者“%(text)s”,请填平台编号。")
            raise ValidationError(message, "unknown_code", {"text": text[:40]})
        listed = "、".join(f"{_called(one)} {one.community}" for one in found)
        raise ValidationError(_("有几位同名志愿者,请填平台编号:%(listed)s。"), "ambiguous_name", {"listed": listed})

    def prepare_value(self, value):
        volunteer = Volunteer.objects.filter(pk=value).first() if isinstance(value, int) else value
        return _called(volunteer) if isinstance(volunteer, Volunteer) else value


class MomentField(forms.DateTimeField):
    """A day and the time of day."""

    widget = forms.DateTimeInput(format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local"})
