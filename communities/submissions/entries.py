"""报送与审核 in the menu."""

from django.utils.translation import gettext_lazy as _

from communities import workbench

workbench.entry(
    title=_("报送与审核"),
    url_name="communities:submission_list",
    permission="communities.view_submission",
    group=_("工作"),
    order=12,
)
