"""Switching a hand off or on in a county, at a moment when nothing is left without a way on."""

from copy import copy

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from communities.choices import Role
from communities.models import ReviewSetting, StreetBatch, Submission
from communities.submissions import hands
from communities.submissions.choices import BatchState, State
from records.history import acting
from records.versions import assert_unchanged


def setting_of(county):
    """How a county has set its hands; not yet stored where it has never changed them."""
    return ReviewSetting.objects.filter(county=county).first() or ReviewSetting(county=county)


def set_levels(*, county, user, levels, reason, version):
    """`levels` (`hands.Levels`) take part from now on. `version` is the one the page showed, "" for none."""
    hands.require_role(user, Role.COUNTY_REVIEWER, county)
    if not reason.strip():
        raise ValidationError({"reason": _("请写明原因。")}, code="required")
    with acting(user, reason):
        setting = setting_of(county)
        stored = assert_unchanged(_with(setting, levels), version) if setting.pk else setting
        _require_settled(county, stored, levels)
        setting = _with(stored, levels)
        setting.full_clean()
        setting.save()
    return setting


def _with(setting, levels):
    changed = copy(setting)
    changed.community_level, changed.street_level, changed.county_level = levels.community, levels.street, levels.county
    return changed


def _require_settled(county, setting, levels):
    if setting.street_level != levels.street:
        at_street = Submission.objects.inside(county).filter(state__in=[State.SUBMITTED, State.PASSED])
        half_sent = Submission.objects.inside(county).filter(state=State.SENT).exclude(batch__state=BatchState.SENT)
        _require_none(
            at_street.count() + half_sent.count(), _("还有%s个社区的报送在街道办理中,办结后才能启用或停用街道审核。")
        )
    if setting.county_level and not levels.county:
        sent = StreetBatch.objects.inside(county).filter(state=BatchState.SENT)
        _require_none(sent.count(), _("还有%s个街道的报送等待区县审核,办结后才能停用区县审核。"))


def _require_none(number, text):
    if number:
        raise ValidationError(text % number, code="state")
