"""The state of a submission or of a street, as a sign, a word and a colour."""

from django import template
from django.utils.html import format_html
from django.utils.translation import gettext as _

register = template.Library()
LOOKS = {
    "not_submitted": ("", "–"),
    "collecting": ("", "–"),
    "returned": ("fail", "✕"),
    "submitted": ("waits", "…"),
    "passed": ("pass", "✓"),
    "sent": ("waits", "↑"),
    "approved": ("pass", "✓"),
}
CHIP = '<span class="chip {}">{} {}</span>'


@register.simple_tag
def state_chip(row):
    """Of anything with a state of the review."""
    look, sign = LOOKS[row.state]
    return format_html(CHIP, look, sign, row.get_state_display())


@register.simple_tag
def due(row, today):
    """The due day, and how late it is where it still lies with the community."""
    day = getattr(row, "batch", row).due_on
    if day >= today or row.state not in ("not_submitted", "returned", "collecting"):
        return day.isoformat()
    return format_html("{} " + CHIP, day.isoformat(), "fail", "!", _("逾期%s天") % (today - day).days)


@register.filter
def percent(value):
    return _("无数据") if value is None else f"{value:.1f}"


@register.simple_tag
def passed(batch):
    """How many of a street's communities the street has passed, wherever they are by now."""
    return batch.number_passed + batch.number_sent + batch.number_approved
