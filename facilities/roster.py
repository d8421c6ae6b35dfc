"""A complete roster of premises: what is in use by the register and not in the file."""

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from communities.uploads.rosters import Roster
from facilities.choices import FacilityStatus
from facilities.models import Facility
from facilities.services import close_facility


class FacilityRoster(Roster):
    title = _("表中没有、系统中在用的设施")
    columns = (_("设施名称"), _("社区"), _("设施类型"), _("启用日期"))
    choices = (("left", _("停用")), ("stays", _("仍在用")), ("omitted", _("漏报")))
    endings = ((FacilityStatus.IDLE.value, _("闲置")), (FacilityStatus.DEMOLISHED.value, _("拆除")))

    def missing(self, batch, upload):
        known = {pk for (pk,) in batch.select("SELECT id FROM after_facility")}
        places = [pk for (pk,) in batch.select("SELECT DISTINCT community_id FROM after_facility") if pk]
        listed = Q(community__in=places) if upload.roster == "listed" else Q()
        rows = Facility.objects.visible_to(batch.user).in_use(on=timezone.localdate()).filter(listed)
        rows = rows.select_related("community").order_by("community__code", "pk")
        return [(row.pk, _cells(row)) for row in rows.iterator() if row.pk not in known]

    def end(self, pk, *, on, ending, user, reason):
        close_facility(facility=Facility.objects.get(pk=pk), on=on, outcome=ending, user=user, reason=reason)


def _cells(row):
    day = row.opened_on.isoformat() if row.opened_on else ""
    return [row.name, str(row.community), str(row.get_kind_display()), day]
