"""What waits at the desk about premises: gaps that leave a verdict open, leases that run out."""

from django.urls import reverse
from django.utils.translation import gettext as _

from communities.own_todos import GAPS, RUNNING_OUT
from communities.registers import get
from communities.todos import Todo, running_out, todo
from facilities.models import Facility


@todo("premises-gaps", group=GAPS, order=23, permission="facilities.change_facility")
def premises_gaps(user, today):
    rows = Facility.objects.visible_to(user).in_use(on=today).filter(get(Facility).incomplete)
    count = rows.count()
    title = _("%s 处在用设施缺面积,面积指标无法判定") % count
    return Todo(title=title, count=count, url=f"{get(Facility).url('list')}?gap=on&on={today}")


@todo("leases", group=RUNNING_OUT, order=35, permission="facilities.view_facility")
def leases(user, today):
    rows = Facility.objects.visible_to(user).in_use(on=today).select_related("community")
    url = f"{get(Facility).url('list')}?tenure=leased&sort=lease_until&columns=community,lease_until,owner"
    return running_out(rows, "lease_until", today, title=_("租期届满的设施 %(count)s 处"), url=url, shown=_lease)


def _lease(facility):
    text = f"{facility} {facility.community} {facility.lease_until}"
    return text, reverse("facilities:facility_detail", args=[facility.pk])
