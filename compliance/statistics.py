"""Lines about the bodies themselves."""

from django.utils.translation import gettext_lazy as _

from compliance.counts.declaring import line

line(slug="bodies", title=_("居(村)委会数"), unit=_("个"), order=10)
line(
    slug="groups",
    title=_("居民(村民)小组数"),
    unit=_("个"),
    order=20,
    own="groups",
    note=_("小组数在登记册里不带日期,按现有登记"),
)
