"""Which people a figure of one community counted and which not. Names are left to the page: not everybody sees them."""

from django.db.models import BooleanField, ExpressionWrapper, Q
from django.utils.translation import gettext as _

from compliance.tracing import Line, Traced
from records.periods import begun_by, open_on
from staffing.choices import Duty
from staffing.models import ApprovedPosts, Spell


def spell_rows(which=None, missing="", having=None):
    """Rows of a figure over main posts: `which` describes them, `having` counts, and the others lack `missing`."""

    def rows(on, community):
        return _spells(on, community, which, missing, having)

    return rows


def posts_and_spells(which, missing=""):
    """The same, with the approved posts in force."""

    def rows(on, community):
        traced = _spells(on, community, which, missing, None)
        for each in ApprovedPosts.objects.open(on=on).filter(community=community):
            label = _("核定员额 %(decree)s") % {"decree": each.decree}
            traced.add(Line(label.strip(), amount=each.posts, source=each.source, record=each))
        return traced

    return rows


def _flag(condition):
    return ExpressionWrapper(condition, output_field=BooleanField())


def _spells(on, community, which, missing, having):
    """One query; the flags say which condition each spell meets."""
    flags = {
        "traced_open": open_on(on),
        "traced_which": which() if which else Q(pk__isnull=False),
        "traced_having": Q(having(on) if callable(having) else having or Q(pk__isnull=False)),
    }
    spells = Spell.objects.filter(begun_by(on), community=community).select_related("worker")
    traced = Traced()
    for spell in spells.annotate(**{name: _flag(q) for name, q in flags.items()}).order_by("started_on", "pk"):
        traced.add(_line(spell, str(missing)))
    return traced


def _line(spell, missing):
    posts = [spell.get_party_post_display(), spell.get_committee_post_display()]
    label = "、".join(filter(None, posts)) or spell.get_staff_kind_display()
    detail = f"{spell.get_duty_display()} {spell.started_on}—{spell.ended_on or ''}"
    return Line(label, detail, reason=_reason(spell, missing), source=spell.source, record=spell)


def _reason(spell, missing):
    """The first thing that keeps a spell from being counted; blank when nothing does."""
    if not spell.traced_open:
        return _("已于%(day)s离任") % {"day": spell.ended_on}
    if not spell.is_primary:
        return _("不是主要任职")
    if not spell.traced_which:
        if spell.duty == Duty.OFF_POST:
            return _("离岗退养")
        return missing or _("不计入(%(kind)s,%(duty)s)") % {
            "kind": spell.get_staff_kind_display(),
            "duty": spell.get_duty_display(),
        }
    return "" if spell.traced_having else missing
