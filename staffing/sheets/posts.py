"""The sheet of approved posts."""

from django.utils.translation import gettext_lazy as _

from communities.sheets.lookup import community_columns
from sheets.columns import Date
from sheets.registry import register
from sheets.sheet import Sheet
from staffing.models import ApprovedPosts


@register
class PostsSheet(Sheet):
    name = "posts"
    title = _("核定员额")
    model = ApprovedPosts

    def make_columns(self):
        return [*community_columns(), Date("started_on", key=True), "ended_on", "posts", "decree"]
