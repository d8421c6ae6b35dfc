"""What would settle a finding: the grids a line may be put into, and the one that is proposed."""

from collections import Counter, defaultdict
from dataclasses import dataclass

from django.db.models import F
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _

from communities.models import Community
from grids import coverage, services
from grids.models import Building, Covering, Grid
from property_mgmt.models import Compound
from records.history import acting

MOST = 500
"""So many lines are settled at a time."""
WHOLE = 1000
"""A grid that takes in the estate as a whole outweighs its single buildings."""


@dataclass
class Line:
    """A finding with what can be done about it."""

    finding: coverage.Finding
    community: Community
    grids: list
    grid: Grid | None = None

    @property
    def named(self):
        """The grids concerned, by number and name."""
        known = {grid.code: grid for grid in self.grids}
        return [known.get(code, code) for code in self.finding.grids]


def lines_of(findings, on):
    """[Line] in the order of the findings; a handful of queries, however many there are."""
    places = Community.objects.in_bulk({each.community_id for each in findings})
    general = defaultdict(list)
    for grid in Grid.objects.general(on=on).filter(community__in=places).order_by("code"):
        general[grid.community_id].append(grid)
    proposed = _proposals(findings, general)
    return [
        Line(each, places[each.community_id], general[each.community_id], proposed[number])
        for number, each in enumerate(findings)
    ]


def _proposals(findings, general):
    """For what lies nowhere: where its estate lies, or most of the estate's buildings do, or the only grid there is.
    For what lies in several: the grid stated of the building itself."""
    estates = {each.compound_id for each in findings if each.compound_id}
    top = Coalesce("grid__parent", F("grid"))
    neighbours, own = defaultdict(Counter), {}
    stated = Building.objects.filter(compound__in=estates, grid__isnull=False).annotate(top=top)
    for pk, compound, grid in stated.values_list("pk", "compound", "top"):
        own[pk] = grid
        neighbours[compound][grid] += 1
    whole = Covering.objects.filter(compound__in=estates).annotate(top=top)
    for compound, grid in whole.values_list("compound", "top"):
        neighbours[compound][grid] += WHOLE
    return [_proposal(each, general[each.community_id], neighbours[each.compound_id], own) for each in findings]


def _proposal(finding, grids, neighbours, own):
    known = {grid.pk: grid for grid in grids}
    if finding.building_id in own:
        return known.get(own[finding.building_id])
    if finding.kind == coverage.FindingKind.UNASSIGNED:
        near = [pk for pk, _count in neighbours.most_common() if pk in known]
        return known[near[0]] if near else grids[0] if len(grids) == 1 else None
    return None


def settle_as_proposed(codes, kind, *, user):
    """Put every line of this kind that has a proposal where it is proposed; returns how many."""
    on = timezone.localdate()
    findings = [each for each in coverage.find(codes, on) if each.kind == kind and each.compound_id][:MOST]
    settled = 0
    with acting(user, _("按建议划入网格")):
        for line in lines_of(findings, on):
            if line.grid:
                _place(line, user)
                settled += 1
    return settled


def _place(line, user):
    if line.finding.building_id:
        building = Building.objects.get(pk=line.finding.building_id)
        services.place_building(building=building, grid=line.grid, user=user, reason=_("按建议划入网格"))
    else:
        compound = Compound.objects.get(pk=line.finding.compound_id)
        services.place_compound(compound=compound, grid=line.grid, user=user, reason=_("按建议划入网格"))
