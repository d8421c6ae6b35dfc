"""Premises and services as open data: what stands on the public pages."""

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from communities.open_data import dataset
from facilities.models import Facility, PublicService

FACILITY = [
    ("community", _("社区编码")),
    ("name", _("设施名称")),
    ("kind", _("类型")),
    ("area", _("建筑面积(㎡)")),
    ("floor", _("所在楼层")),
    ("has_lift", _("有电梯")),
    ("is_accessible", _("无障碍")),
    ("address", _("地址")),
    ("hours", _("开放时间")),
    ("phone", _("电话")),
    ("opened_on", _("启用日期")),
]
SERVICE = [(name, PublicService._meta.get_field(name).verbose_name) for name in (
    "area", "name", "theme", "audience", "amount", "fee", "materials", "steps", "place", "hours", "phone", "contact",
    "agent", "online", "not_here", "basis", "days",
)]  # fmt: skip


@dataset(
    "facilities",
    title=_("社区服务设施"),
    about=_("所选日期在用、对外公布的设施。面积为空表示没有登记,不是零。"),
    columns=FACILITY,
)
def facilities(area, on):
    """Premises in use on the day that are open to everybody."""
    found = Facility.objects.in_use(on=on).filter(is_public=True, community__code__startswith=area)
    names = [F("community__code"), *(name for name, _title in FACILITY[1:])]
    return found.order_by("community__code", "name").values_list(*names).iterator(2000)


@dataset("services", title=_("办事服务"), about=_("办事服务事项,现在有效的内容。"), columns=SERVICE)
def services(area, _on):
    """Matters settled inside the area; of today, whatever the day."""
    found = PublicService.objects.filter(area__startswith=area).order_by("area", "name")
    return found.values_list(*(name for name, _title in SERVICE)).iterator(2000)
