"""Lines about premises, of the 社会服务统计."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from compliance.counts.declaring import line
from compliance.measures import one_if
from facilities.choices import FacilityKind
from facilities.indicators import counted, floor_sum, premises
from facilities.querysets import in_use_on, own_share


def centres(on):
    return in_use_on(on) & Q(kind=FacilityKind.SERVICE_CENTER)


line(
    slug="covered",
    title=_("有综合服务设施的居(村)委会"),
    unit=_("个"),
    order=60,
    register=premises,
    where=centres,
    term=lambda on: premises(on).of(one_if(centres(on))),
)
line(slug="centres", title=_("综合服务设施数"), unit=_("处"), order=61, register=premises, where=centres)
line(
    slug="floor-area",
    title=_("计入综合服务设施的建筑面积"),
    unit=_("㎡"),
    order=62,
    register=premises,
    where=counted,
    term=lambda on: floor_sum(on, own_share()),
)
