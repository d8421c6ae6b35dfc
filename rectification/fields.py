"""How parts of a finding stand in words."""

from django.utils.translation import gettext as _

from compliance import registry


def indicator_title(finding):
    return dict(registry.choices()).get(finding.indicator, finding.indicator)


def marks(finding):
    """逾期、重复"""
    told = [_("逾期")] if finding.is_overdue else []
    return "、".join([*told, _("重复")] if finding.is_repeated else told)
