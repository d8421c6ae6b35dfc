"""How parts of a finding stand in words."""

from django.utils.translation import gettext as _

from communities.places import full_names
from compliance import wording


def indicator_title(finding):
    return wording.title(finding)


def place_words(finding):
    return full_names([finding.place])[finding.place]


def marks(finding):
    """逾期、重复"""
    told = [_("逾期")] if finding.is_overdue else []
    return "、".join([*told, _("重复")] if finding.is_repeated else told)
