"""出表 in the menu, and where the file of a finished job is found."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from communities import workbench

workbench.entry(
    title=_("出表"),
    url_name="official:table_list",
    permission="communities.view_community",
    group=_("工作"),
    order=13,
)


@workbench.result_page("official_table")
def files(job):
    return f"{reverse('official:table_list')}#file-{job.result['file']}"
