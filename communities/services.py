"""Writes over several rows of the register of communities. Callers say who and why with `records.history.acting`."""

import re

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from communities.choices import ChangeKind
from communities.following import Succession, follow
from communities.models import Area, Community, CommunityCode, Posting
from communities.names import short_name
from records.periods import open_on

ONE_PLACE = (ChangeKind.RENAMED, ChangeKind.RECODED)
NEEDS_BEFORE = (ChangeKind.ABOLISHED, ChangeKind.MERGED, ChangeKind.SPLIT, *ONE_PLACE)
NEEDS_AFTER = (ChangeKind.ESTABLISHED, ChangeKind.MERGED, ChangeKind.SPLIT, ChangeKind.RECODED)


def split_codes(text):
    """`500103001001;500103001002` → the two codes; full-width and other separators do as well."""
    return [code for code in re.split(r"[;;,,、\s]+", text) if code]


def find_community(code):
    """The community that has the code now; else the one that last had it; else None."""
    had = Community.objects.filter(Q(code=code) | Q(codes__code=code)).distinct()
    return min(had, key=lambda one: (one.code != code, one.abolished_on is not None, -one.pk), default=None)


@transaction.atomic
def act_on_change(change):
    """Carry out a decision to establish, abolish, merge, split, rename or recode. Acts once; without a decree never.

    Returns whether anything was done. Raises `ValidationError` by field before the first write.
    """
    if change.acted_at or not change.decree:
        return False
    before, after = check_change(change)
    ACTIONS[change.kind](change, before, after)
    change.acted_at = timezone.now()
    change.save(update_fields=["acted_at"])
    return True


def check_change(change):
    """The communities before and after. Raises `ValidationError` by field where the decision cannot be carried out."""
    if change.on > timezone.localdate():
        raise _error("on", _("日期晚于今天,请在生效当天或之后登记。"), "out_of_range")
    before = _communities(change, "before", required=change.kind in NEEDS_BEFORE)
    if change.kind == ChangeKind.RECODED:
        after = []
        _check_new_code(change, before)
    else:
        after = _communities(change, "after", required=change.kind in NEEDS_AFTER)
    if change.kind in ONE_PLACE and len(before) != 1:
        raise _error("before", _("更名、变更编码一次只登记一个原社区。"), "mismatch")
    if change.kind == ChangeKind.RENAMED and not change.new_name:
        raise _error("new_name", _("更名须填写新名称。"), "required")
    if change.kind in NEEDS_BEFORE:
        _check_order(change, [one for one in before if one not in after])
    return before, after


def _error(field, message, code):
    return ValidationError({field: ValidationError(message, code=code)})


def _communities(change, field, *, required):
    label = change._meta.get_field(field).verbose_name
    codes = split_codes(getattr(change, field))
    if required and not codes:
        kind = change.get_kind_display()
        raise _error(field, _("%(kind)s须填写%(label)s。") % {"kind": kind, "label": label}, "required")
    found = {code: find_community(code) for code in codes}
    if missing := [code for code, community in found.items() if community is None]:
        text = _("%(label)s“%(codes)s”不在登记册中,请先登记该社区。")
        raise _error(field, text % {"label": label, "codes": "、".join(missing)}, "unknown_code")
    return list(dict.fromkeys(found.values()))


def _check_new_code(change, before):
    codes = split_codes(change.after)
    if len(codes) != 1 or not re.fullmatch(r"\d{12}", codes[0]):
        raise _error("after", _("变更编码须填写一个12位的新社区编码。"), "required")
    owner = find_community(codes[0])
    if owner is not None and (owner not in before or owner.code != codes[0]):
        text = _("编码“%(code)s”已属于%(name)s,撤销的编码也不再使用。")
        raise _error("after", text % {"code": codes[0], "name": owner.name}, "conflict")
    if not Area.objects.filter(code=codes[0][:9]).exists():
        text = _("新编码所在的街道(乡镇)“%(code)s”不在登记册中,请先登记该区划。")
        raise _error("after", text % {"code": codes[0][:9]}, "unknown_code")


def _check_order(change, communities):
    """A decision is dated after what the register already knows of the community."""
    for one in communities:
        if one.abolished_on and one.abolished_on < change.on:
            text = _("%(name)s已于%(on)s撤销。") % {"name": one.name, "on": one.abolished_on}
            raise _error("before", text, "conflict")
        starts = [one.established_on, *one.codes.filter(started_on__gt=change.on).values_list("started_on", flat=True)]
        later = [day for day in starts if day and day > change.on]
        if later:
            text = _("%(name)s在%(on)s已有更晚的登记,日期不能早于它。")
            raise _error("on", text % {"name": one.name, "on": max(later)}, "order")


def _establish(change, before, after):
    """A blank day of establishment becomes the day of the decision; one that goes on from before keeps its own."""
    for community in after:
        if community.established_on is None and community not in before:
            community.established_on = change.on
            community.save(update_fields=["established_on"])
            first = community.codes.filter(started_on=None).exclude(ended_on__lte=change.on)
            first.update(started_on=change.on)


def _abolish(change, before, after):
    """What goes on under its own code (a merger into one of them) is not abolished."""
    for community in before:
        if community not in after and community.abolished_on is None:
            community.abolished_on = change.on
            community.save(update_fields=["abolished_on"])
            community.codes.filter(open_on(change.on)).update(ended_on=change.on)
            follow(Succession(community.code, [one.code for one in after], change.on, is_same=False))


def _replace(change, before, after):
    _abolish(change, before, after)
    _establish(change, before, after)


def _rename(change, before, _after):
    (community,) = before
    was = community.short_name in ("", short_name(community.name, community.kind))
    community.name = change.new_name
    if was:
        community.short_name = short_name(community.name, community.kind)
    _open_code(community, change.on)
    community.save(update_fields=["name", "short_name", "pinyin", "initials"])


def _recode(change, before, _after):
    (community,) = before
    (new_code,) = split_codes(change.after)
    old_code, community.code = community.code, new_code
    _open_code(community, change.on)
    community.save(update_fields=["code"])
    for posting in Posting.objects.filter(area_code=old_code):
        posting.area_code = new_code
        posting.save(update_fields=["area_code"])
    follow(Succession(old_code, [new_code], change.on, is_same=True))


def _open_code(community, on):
    """From this day on the community is called and coded as it now is."""
    values = {name: getattr(community, name) for name in ("code", "name", "kind", "setting")}
    current = community.codes.filter(open_on(on)).first()
    if current is not None and current.started_on == on:
        CommunityCode.objects.filter(pk=current.pk).update(**values)
        return
    if current is not None:
        current.ended_on = on
        current.save(update_fields=["ended_on"])
    CommunityCode.objects.create(community=community, started_on=on, source=community.source, **values)


ACTIONS = {
    ChangeKind.ESTABLISHED: _establish,
    ChangeKind.ABOLISHED: _abolish,
    ChangeKind.MERGED: _replace,
    ChangeKind.SPLIT: _replace,
    ChangeKind.RENAMED: _rename,
    ChangeKind.RECODED: _recode,
}
