"""The proof of coverage in the menu, right after the registers it is made from."""

from django.utils.translation import gettext_lazy as _

from communities.workbench import entry

entry(
    title=_("网格覆盖核对"),
    url_name="grids:coverage",
    permission="grids.view_building",
    group=_("网格"),
    order=47,
)
