"""The register of communities as open data."""

from django.utils.translation import gettext_lazy as _

from communities.models import Community
from communities.open_data import dataset

COLUMNS = [
    ("code", _("社区编码")),
    ("name", _("社区名称")),
    ("kind", _("类型")),
    ("setting", _("类别")),
    ("urban_rural", _("城乡分类代码")),
    ("address", _("地址")),
    ("phone", _("联系电话")),
    ("hours", _("服务时间")),
    ("established_on", _("设立日期")),
]


@dataset(
    "communities",
    title=_("社区名录"),
    about=_("所选日期存在的社区(村),编码、名称和类型以当日为准,地址和电话为现在的。"),
    columns=COLUMNS,
)
def communities(area, on):
    """Communities existing on the day, by code."""
    found = Community.objects.as_of(on).filter(code_on__startswith=area).order_by("code_on")
    names = ["code_on", "name_on", "kind_on", *(name for name, _title in COLUMNS[3:])]
    return found.values_list(*names).iterator(2000)
