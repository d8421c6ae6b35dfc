"""Tables about premises."""

from django.db.models import F
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from communities.official.columns import label, place_columns, yes_no
from communities.official.declaring import Col, Source, Table, sources, tables
from facilities.choices import FacilityKind, FacilityStatus, Tenure
from facilities.models import Facility

PERMISSION = "facilities.export_facility"


def own(name, show=None, width=11, kind="text", aliases=(), *, total=False):
    return Col(name, Facility._meta.get_field(name).verbose_name, (name,), show, width, kind, total, aliases)


def metres(name, aliases=()):
    return own(name, None, 12, "decimal", aliases, total=True)


def in_order(rows):
    return rows.order_by("community__code", "name", "pk")


STREET, PLACE, CODE = place_columns()
NAME = own("name", width=24, aliases=("名称", "场所名称", "阵地名称"))
KIND = own("kind", label(FacilityKind), 20, aliases=("类型", "设施类别"))
AREA = metres("area", ("面积", "建筑面积", "房屋面积"))
COUNTED = Col(
    "counted_area", _("计入面积(㎡)"), ("counted",), width=12, kind="decimal", total=True, aliases=("计入面积",)
)
PARTS = (metres("office_area", ("办公面积", "办公用房面积")), metres("activity_area", ("活动面积", "居民活动面积")))
STATE = (
    own("floor", None, 7, "whole", ("楼层",)), own("has_lift", yes_no, 7), own("is_accessible", yes_no, 7),
    own("tenure", label(Tenure), 14, aliases=("产权性质", "产权")), own("status", label(FacilityStatus), 10),
    own("opened_on", None, 12, "date", ("投入使用时间", "启用时间")),
)  # fmt: skip
CONTACT = (own("address", width=28), own("hours", width=18), own("phone", width=14, aliases=("联系电话",)))


@tables.register
class PremisesTable(Table):
    slug = "facilities"
    title = _("综合服务设施一览表")
    unit = _("㎡")
    permission = PERMISSION
    explain = _("截至该日在用、计入综合服务设施面积的设施;设施内的房间不单列,不计入的设施不列。")
    notes = (_("说明:共用设施按分摊面积计入。空格表示登记册中没有,不等于零;合计只加已登记的数。"),)
    order = 50
    columns = (STREET, PLACE, NAME, KIND, AREA, COUNTED, *PARTS, *STATE, *CONTACT[:2])

    def query(self, asked):
        rows = Facility.objects.counted(on=asked.on).filter(asked.inside("community__code"))
        return in_order(rows.annotate(counted=Coalesce(F("counted_area"), F("area"))))


@sources.register
class PremisesSource(Source):
    slug = "facility"
    title = _("在用服务设施,每处一行")
    permission = PERMISSION
    sheet = "facility"
    order = 30
    columns = (
        STREET, PLACE, CODE, NAME, KIND, AREA, COUNTED, *PARTS, *STATE, *CONTACT,
        own("owner", width=18), own("has_title", yes_no), own("rent", None, 12, "decimal"),
        own("lease_until", None, 12, "date"),
        Col("within", _("所属设施"), ("within__name",), width=18),
    )  # fmt: skip

    def query(self, asked):
        rows = Facility.objects.in_use(on=asked.on).filter(asked.inside("community__code"))
        return in_order(rows.annotate(counted=Coalesce(F("counted_area"), F("area"))))
