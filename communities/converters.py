"""Division codes in addresses."""

from django.urls import register_converter
from django.urls.converters import StringConverter


class AreaCode(StringConverter):
    """Two, four, six or nine digits: province, city, county, street."""

    regex = "[0-9]{2}|[0-9]{4}|[0-9]{6}|[0-9]{9}"


class CommunityCode(StringConverter):
    """The twelve digits of a community."""

    regex = "[0-9]{12}"


register_converter(AreaCode, "area")
register_converter(CommunityCode, "community")
