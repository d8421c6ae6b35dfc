"""Standards: drafted by one person, published by another, ended by two as well; never rewritten (ADR 12)."""

from django.utils import timezone
from django.utils.translation import gettext as _

from communities.access import reaches
from communities.models import Area, Community
from communities.registers.saving import refusing
from compliance import wording
from compliance.models import Standard, StandardDraft
from compliance.models.standards import Terms
from compliance.refusing import check_seen, refuse
from records.history import acting
from records.successors import STAMPS

TERMS = [field.name for field in Terms._meta.fields if field.name not in STAMPS]
"""What a draft says and its standard then says: names of fields."""
NO_END = {"ending_on": None, "ending_reason": "", "ending_by": None, "ended_by": None}
"""Nobody has proposed an end: the standard goes on, or ends because another one follows."""


def terms_of(draft):
    """The standard a draft would become, unsaved."""
    return Standard(**{name: getattr(draft, name) for name in TERMS}, source=draft.source)


def former(draft):
    """Standards that would be ended on the day the draft takes effect."""
    if not draft.ends_former:
        return Standard.objects.none()
    return Standard.objects.equally_specific(draft).filter(started_on__lt=draft.started_on)


def rivals(draft):
    """Standards as specific as the draft that stay in its way."""
    return Standard.objects.equally_specific(draft).exclude(pk__in=former(draft))


def check_rivals(draft):
    """Refuse two that would judge the same rows on the same day, naming both."""
    for other in rivals(draft):
        told = {"other": wording.describe(other), "mine": wording.describe(draft)}
        refuse(
            _(
                "两条标准同样具体,在同一时期只能有一条:现有 %(other)s;拟发布 %(mine)s。"
                "请先写明前者的废止日期,或修改草案的施行日期、适用区划、对象或层级。"
            ),
            "overlap",
            **told,
        )


def check_place(area, on):
    """Refuse an area that does not exist on the day the standard takes effect."""
    if not area:
        return
    known = Area.objects.filter(code=area).first() or Community.objects.filter(code=area).first()
    if known is None:
        refuse(_("区划表中没有编码“%(area)s”,请核对。"), "unknown_code", area=area)
    gone = known.ended_on if isinstance(known, Area) else known.abolished_on
    if gone and on and gone <= on:
        words = {"place": known, "area": area, "gone": gone}
        refuse(_("%(place)s(%(area)s)已于 %(gone)s 撤销,不能再为它制定以后施行的标准。"), "out_of_range", **words)


def is_author(draft, user):
    """Whether the account has a hand in the draft, and so cannot be the one who publishes it."""
    return user.pk in (draft.written_by_id, draft.created_by_id)


def publish_standard(*, draft, user, reason="", seen=None):
    """The draft becomes a standard, by another hand than wrote it; what it replaces ends on its first day. `seen`: the
    version that whoever publishes has looked at."""
    if not (user.has_perm("compliance.publish_standarddraft") and reaches(user, draft.area)):
        refuse(_("您没有发布该区划标准的权限。"), "foreign_territory")
    if is_author(draft, user):
        refuse(_("草案由您起草,请由另一位有发布权限的人员发布。"), "same_person")
    check_place(draft.area, draft.started_on)
    check_rivals(draft)
    standard = terms_of(draft)
    standard.drafted_by_id = draft.written_by_id or draft.created_by_id
    standard.published_by, standard.published_at = user, timezone.now()
    with acting(user, reason or _("发布标准:%s") % wording.describe(draft)), refusing(Standard):
        check_seen(draft, seen)
        former(draft).update(ended_on=draft.started_on, **NO_END)
        standard.full_clean()
        standard.save()
        StandardDraft.objects.filter(pk=draft.pk).delete()
    return standard


def propose_end(*, standard, on, user, reason):
    """Say that the standard should judge until the day, and not on it. Another person confirms."""
    _check_ending(standard, user)
    if on < standard.started_on:
        refuse(_("废止日期不能早于施行日期 %(start)s。"), "order", start=standard.started_on)
    return _end(standard, user, reason, ending_on=on, ending_reason=reason, ending_by=user, ended_by=None)


def confirm_end(*, standard, on, user):
    """The standard ends on the day proposed, which whoever confirms has seen. Reports made before stay as they are."""
    _check_ending(standard, user)
    if not standard.is_ending_proposed or standard.ending_on != on:
        refuse(_("提出的废止与您看到的不同,请重新核对。"), "wrong_state")
    if user.pk == standard.ending_by_id:
        refuse(_("废止由您提出,请由另一位有发布权限的人员确认。"), "same_person")
    return _end(standard, user, standard.ending_reason, ended_on=standard.ending_on, ended_by=user)


def drop_end(*, standard, user):
    """What was proposed is not to be: the standard goes on."""
    _check_ending(standard, user)
    return _end(standard, user, _("撤回废止"), **NO_END) if standard.is_ending_proposed else standard


def _check_ending(standard, user):
    if not (user.has_perm("compliance.publish_standarddraft") and standard.area and reaches(user, standard.area)):
        refuse(_("这条标准由上级制定,不能在这里废止。"), "foreign_territory")


def _end(standard, user, reason, **values):
    with acting(user, reason), refusing(Standard):
        for name, value in values.items():
            setattr(standard, name, value)
        standard.save(update_fields=list(values))
    return standard


def may_end(standard, user):
    """Whether the account may end it, and it has not ended yet."""
    is_over = standard.ended_on and standard.ended_on <= timezone.localdate()
    may = user.has_perm("compliance.publish_standarddraft")
    return bool(may and standard.area and reaches(user, standard.area) and not is_over)
