"""Form fields that name an estate, several estates, or a company."""

import re

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _

from communities.registers.fields import OFFERED, Suggesting
from communities.registers.suggesting import suggests
from property_mgmt.models import Compound, PropertyCompany
from records.text import normalise

SEPARATORS = re.compile(r"[;,、\n]+")


def written(compound):
    """500199001001/康乐小区"""
    return f"{compound.community.code}/{compound.name}"


def find_estate(text, user, community=None):
    """The one estate within reach that is meant: by its name, or with the community's code or name before it."""
    place, slash, name = text.rpartition("/")
    rows = Compound.objects.visible_to(user).filter(name=name if slash else text).select_related("community")
    if slash:
        rows = rows.filter(Q(community__code=place) | Q(community__name=place) | Q(community__short_name=place))
    elif community is not None:
        rows = rows.filter(community=community)
    found = list(rows[:OFFERED])
    if len(found) == 1:
        return found[0]
    if not found:
        raise ValidationError(
            _("您的辖区内没有小区“%(text)s”,请核对名称,或写作“社区/小区”。"), "unknown_code", {"text": text[:80]}
        )
    listed = "、".join(map(written, found))
    raise ValidationError(_("有几处小区叫这个名称,请选填:%(listed)s。"), "ambiguous_name", {"listed": listed})


class EstateField(forms.CharField):
    """An estate within reach. Gives the row."""

    widget = Suggesting("compound")
    user = None

    def clean(self, value):
        text = normalise(super().clean(value) or "")
        return find_estate(text, self.user) if text else None

    def prepare_value(self, value):
        compound = value
        if isinstance(value, int):
            compound = Compound.objects.select_related("community").filter(pk=value).first()
        return written(compound) if isinstance(compound, Compound) else value


@suggests("compound", "property_mgmt.view_compound")
def compounds(user, text):
    rows = Compound.objects.visible_to(user).select_related("community")
    if text:
        rows = rows.filter(Q(name__contains=text) | Q(community__name__contains=text))
    return [(written(row), f"{row} · {row.community}") for row in rows.order_by("name", "pk")[:OFFERED]]


class CompanyField(forms.CharField):
    """A property company by name or credit code; which one is known once the community is."""

    widget = Suggesting("company")

    def prepare_value(self, value):
        company = PropertyCompany.objects.filter(pk=value).first() if isinstance(value, int) else value
        return company.name if isinstance(company, PropertyCompany) else value


@suggests("company", "property_mgmt.view_propertycompany")
def companies(user, text):
    rows = PropertyCompany.objects.visible_to(user)
    if text:
        rows = rows.filter(Q(name__contains=text) | Q(uscc__startswith=text.upper()))
    return [(row.uscc, row.name) for row in rows.order_by("name", "pk")[:OFFERED]]


def find_company(text, community):
    """The company as the nearest office around the community knows it."""
    rows = PropertyCompany.objects.known_in(community.code).filter(Q(name=text) | Q(uscc=text.upper()))
    found = {}
    for row in sorted(rows, key=lambda row: len(row.area)):
        found[row.uscc] = row
    if len(found) == 1:
        return next(iter(found.values()))
    if not found:
        raise ValidationError(
            _("没有登记名称或信用代码为“%(text)s”的物业企业,请先登记企业。"), "unknown_code", {"text": text[:80]}
        )
    listed = "、".join(sorted(found))
    raise ValidationError(
        _("名为“%(text)s”的企业不止一家,请改填统一社会信用代码:%(listed)s。"),
        "ambiguous_name",
        {"text": text[:80], "listed": listed},
    )
