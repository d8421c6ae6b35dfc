"""The estates of a community: who manages each, how well rated, who stands for its owners until when."""

from django.db.models import Prefetch
from django.utils.translation import gettext_lazy as _

from communities.panels import panel
from property_mgmt.models import CommitteeEstate, Compound
from property_mgmt.querysets import standing_on
from records.periods import open_on


@panel("estates", title=_("小区与物业"), template="property_mgmt/panel.html", order=50)
def estates(visit):
    """Nothing of persons and no money; without estates there is nothing to say."""
    committees = CommitteeEstate.objects.filter(open_on(visit.on), standing_on(visit.on, "committee__"))
    fetched = Prefetch("represented", committees.select_related("committee"), to_attr="standing")
    rows = Compound.objects.filter(community=visit.community).select_related("company").prefetch_related(fetched)
    found = list(rows.order_by("name"))
    return {"estates": found, "today": visit.on} if found else None
