"""What a community's page says of what it has published."""

from django.db.models import CharField, Value
from django.utils.translation import gettext_lazy as _

from communities.panels import panel
from disclosure.choices import Theme
from disclosure.models import Disclosure, Notice
from records.asked import question

NEWEST = 5


@question
def _newest(community, on):
    """The newest disclosures and notices at once: (key, title, time, theme), notices without theme."""
    disclosures = Disclosure.objects.published().filter(community=community).order_by("-published_at", "-pk")
    notices = Notice.objects.current(on=on).filter(community=community).order_by("-published_at", "-pk")
    return disclosures.values_list("pk", "title", "published_at", "entry__theme")[:NEWEST].union(
        notices.values_list("pk", "title", "published_at", Value("", CharField()))[:NEWEST], all=True
    )


def _told(visit):
    """(disclosures, notices), the newest first."""
    rows = _newest(community=visit.community.pk, on=visit.on)
    rows.sort(key=lambda row: (row[2], row[0]), reverse=True)
    found = [{"pk": pk, "title": title, "published_at": at, "theme": theme} for pk, title, at, theme in rows]
    themes = dict(Theme.choices)
    disclosed = [each | {"theme": themes[each["theme"]]} for each in found if each["theme"]]
    return disclosed, [each for each in found if not each["theme"]]


@panel("disclosures", title=_("居务公开"), template="disclosure/panel.html", order=25)
def disclosures(visit):
    """The newest of each community; nothing where nothing was ever published."""
    newest, _notices = visit.once(_told)
    return {"items": newest, "code": visit.community.code} if newest else None


@panel("notices", title=_("通知公告"), template="disclosure/notices_panel.html", order=24)
def notices(visit):
    _disclosed, newest = visit.once(_told)
    return {"notices": newest, "code": visit.community.code} if newest else None
