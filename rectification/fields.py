"""How parts of a finding stand in words."""

from django.utils.translation import gettext as _

from communities.choices import WIDTHS, Level
from communities.models import Community
from communities.places import names
from compliance import registry


def indicator_title(finding):
    return dict(registry.choices()).get(finding.indicator, finding.indicator)


def place_words(finding):
    """渝中区 解放碑街道 较场口社区: from the county down."""
    place = finding.place
    codes = [place[:width] for width in (WIDTHS[Level.COUNTY], WIDTHS[Level.STREET]) if width < len(place)]
    called = names([*codes, place])
    community = Community.objects.filter(code=place, abolished_on=None).first()
    return " ".join([*(called[code] for code in codes), str(community or called[place])])


def marks(finding):
    """逾期、重复"""
    told = [_("逾期")] if finding.is_overdue else []
    return "、".join([*told, _("重复")] if finding.is_repeated else told)
