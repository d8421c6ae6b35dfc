"""The list of what is late, in the menu beside what is published."""

from django.utils.translation import gettext_lazy as _

from communities.workbench import entry

entry(
    title=_("逾期未公开"),
    url_name="disclosure:overdue",
    permission="disclosure.view_disclosure",
    group=_("居务公开"),
    order=73,
)
