"""Forms to correct premises and services."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from communities.registers.fields import PlaceField
from communities.registers.forms import RecordForm
from facilities.models import Facility
from records.text import normalise


class FacilityForm(RecordForm):
    """Premises or a room of them: the room names the facility it belongs to."""

    within = forms.CharField(
        label=gettext_lazy("所属设施"),
        required=False,
        max_length=80,
        help_text=gettext_lazy("是某设施中的一间时,填该设施的名称"),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["within"] = str(self.instance.within) if self.instance.within_id else ""

    def clean(self):
        cleaned = super().clean()
        name = normalise(cleaned.get("within") or "")
        cleaned["within"] = self._named(name, cleaned.get("community")) if name else None
        return cleaned

    def _named(self, name, community):
        found = Facility.objects.visible_to(self.user).filter(community=community, name=name).first()
        if community and found is None:
            text = _("本社区没有名为“%(name)s”的设施,请先登记该设施或核对名称。")
            self.add_error("within", ValidationError(text, code="unknown_code", params={"name": name}))
        return found


class ServiceForm(RecordForm):
    area = PlaceField(
        label=gettext_lazy("适用区划"), help_text=gettext_lazy("区划或社区的编码或名称,其中每个社区都适用")
    )
