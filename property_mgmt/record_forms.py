"""Forms to enter and correct estates, companies, committees and what is kept of estates."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from communities.registers.fields import PlaceField
from communities.registers.forms import RecordForm
from property_mgmt.fields import SEPARATORS, CompanyField, EstateField, find_company, find_estate
from property_mgmt.services import set_estates
from records.text import normalise


class CompoundForm(RecordForm):
    """An estate; the company is found among those kept for its community."""

    company = CompanyField(
        label=gettext_lazy("物业企业"), required=False, help_text=gettext_lazy("企业名称或统一社会信用代码")
    )
    locked = ("community",)

    def clean(self):
        cleaned = super().clean()
        text, community = normalise(cleaned.get("company") or ""), cleaned.get("community") or self._community()
        cleaned["company"] = None
        if text and community:
            try:
                cleaned["company"] = find_company(text, community)
            except ValidationError as error:
                self.add_error("company", error)
        return cleaned

    def _community(self):
        return self.instance.community if self.instance.pk else None


class CompanyForm(RecordForm):
    """A company, as rated by the office of a division."""

    area = PlaceField(what="area", label=gettext_lazy("评定区划"), help_text=gettext_lazy("评定星级、信用分的区划"))
    locked = ("area",)

    def clean_uscc(self):
        return self.cleaned_data["uscc"].replace(" ", "").upper()


class EstateForm(RecordForm):
    """Something kept about one estate."""

    compound = EstateField(
        label=gettext_lazy("小区"), max_length=120, help_text=gettext_lazy("小区名称,重名的写作“社区/小区”")
    )


class FeeYearForm(EstateForm):
    """Fees of one year. More than was due is stored, and where arrears belong is told."""

    @property
    def remarks(self):
        if not self.instance.is_above_due:
            return ()
        text = _("实收当年%(received)s元,大于当年应收%(due)s元,已照填写保存;收回的往年欠费请填在“%(arrears)s”。")
        arrears = self.instance._meta.get_field("arrears").verbose_name
        return [text % {"received": self.instance.received, "due": self.instance.due, "arrears": arrears}]


class CommitteeForm(RecordForm):
    """A committee with its estates. When it ends is an act."""

    estates_named = forms.CharField(
        label=gettext_lazy("小区"),
        max_length=1000,
        help_text=gettext_lazy("联合组建的填全部小区,用“;”隔开;其他社区的小区写作“社区/小区”"),
    )
    locked = ("community", "ended_on")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            (estates,) = self.instance.attached()
            rows = estates.standing.select_related("compound__community").order_by("compound__name")
            self.standing = [each.compound for each in rows]
            self.initial["estates_named"] = ";".join(self._named(compound) for compound in self.standing)
        else:
            self.standing = []
            self.fields.pop("ended_on", None)

    def _named(self, compound):
        own = compound.community_id == self.instance.community_id
        return compound.name if own else f"{compound.community}/{compound.name}"

    def clean(self):
        cleaned = super().clean()
        community = cleaned.get("community") or (self.instance.community if self.instance.pk else None)
        self.compounds = []
        kept = {self._named(compound): compound for compound in self.standing}
        names = [normalise(name) for name in SEPARATORS.split(cleaned.get("estates_named") or "")]
        for name in filter(None, names):
            try:
                self.compounds.append(kept.get(name) or find_estate(name, self.user, community))
            except ValidationError as error:
                self.add_error("estates_named", error)
        self.instance.estates_named = self.compounds
        return cleaned

    def save_row(self, *, user, reason):
        """The committee, then its estates: of a new one from its first day on, later changes from today on."""
        is_new = self.instance.pk is None
        row = self.save(commit=False)
        row.save()
        if set(self.compounds) != set(self.standing):
            on = row.established_on if is_new else max(row.established_on, timezone.localdate())
            set_estates(row, self.compounds, on=on, user=user, field="estates_named")
        return row
