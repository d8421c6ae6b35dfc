"""What an inspection should look at, in a sentence each."""

from django.utils.translation import gettext as _


def why_unauthorised(spell):
    """Why a spell of `Spell.objects.hired_without_vacancy()` is listed."""
    route = spell.worker.get_route_display() or _("未填写")
    return _("%(on)s到岗,进入方式:%(route)s;本区县%(since)s起实行缺额申报,未见经核准的缺额。") % {
        "on": spell.started_on,
        "route": route,
        "since": spell.chain_since,
    }
