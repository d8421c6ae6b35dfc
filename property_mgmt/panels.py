"""The estates of a community: who manages each, how well rated, who stands for its owners until when."""

from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext_lazy as _

from communities.panels import panel
from property_mgmt.models import CommitteeEstate, Compound
from property_mgmt.querysets import standing_on
from records.asked import question
from records.periods import open_on

SHOWN = ("name", "mode", "company__name", "company__stars")


@question
def _estates(community, on):
    """Each with the committee that stands for it: the database lets none have two at a time."""
    standing = CommitteeEstate.objects.filter(open_on(on), standing_on(on, "committee__"), compound=OuterRef("pk"))
    committee = {
        "committee_name": Subquery(standing.values("committee__name")[:1]),
        "term_until": Subquery(standing.values("committee__term_until")[:1]),
    }
    rows = Compound.objects.filter(community=community).select_related("company").only(*SHOWN)
    return rows.annotate(**committee).order_by("name")


@panel("estates", title=_("小区与物业"), template="property_mgmt/panel.html", order=50)
def estates(visit):
    """Nothing of persons and no money; without estates there is nothing to say."""
    found = _estates(community=visit.community.pk, on=visit.on)
    return {"estates": found, "today": visit.on} if found else None
