"""What a community's page says of what it has published."""

from django.utils.translation import gettext_lazy as _

from communities.page_cache import counts_at_once
from communities.panels import panel
from disclosure.models import Disclosure, Notice

NEWEST = 5


counts_at_once(
    """SELECT ROW(updated_at, id, state) FROM disclosure_disclosure
    WHERE state IN ('published', 'corrected', 'withdrawn') ORDER BY updated_at DESC, id DESC LIMIT 1""",
    """SELECT ROW(updated_at, id, state) FROM disclosure_notice
    WHERE state IN ('published', 'corrected', 'withdrawn') ORDER BY updated_at DESC, id DESC LIMIT 1""",
    """SELECT ROW(updated_at, id) FROM disclosure_objection
    WHERE shown_at IS NOT NULL ORDER BY updated_at DESC, id DESC LIMIT 1""",
)


@panel("disclosures", title=_("居务公开"), template="disclosure/panel.html", order=25)
def disclosures(visit):
    """The newest of each community; nothing where nothing was ever published."""
    found = Disclosure.objects.published().filter(community=visit.community).select_related("entry")
    newest = list(found.order_by("-published_at", "-pk")[:NEWEST])
    return {"items": newest, "code": visit.community.code} if newest else None


@panel("notices", title=_("通知公告"), template="disclosure/notices_panel.html", order=24)
def notices(visit):
    found = Notice.objects.current(on=visit.on).filter(community=visit.community)
    newest = list(found.order_by("-published_at", "-pk")[:NEWEST])
    return {"notices": newest, "code": visit.community.code} if newest else None
