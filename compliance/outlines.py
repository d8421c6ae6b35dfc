"""Outlines of the places inside an area, drawn side by side: a sketch for those who are signed in."""

import math
from dataclasses import dataclass

from django.db.models.functions import Left
from django.utils import timezone

from communities.choices import Level
from communities.models import Area, Community
from compliance.choices import Verdict
from compliance.figures import SIGNS

WIDTH, HEIGHT, EDGE, LETTER = 560, 360, 12, 11


@dataclass(frozen=True)
class Outline:
    member: object
    path: str
    x: float
    y: float
    width: float

    @property
    def has_room(self):
        """Whether the label can stand inside; it is told when the outline is pointed at, and in the ranking."""
        return self.width >= LETTER * len(self.label)

    @property
    def verdict(self):
        return self.member.figure.verdict if self.member.figure else Verdict.UNKNOWN

    @property
    def label(self):
        """The sign of the verdict and the name: colour alone tells nothing."""
        return f"{SIGNS[self.verdict]} {self.member.name}"


def outlines(members):
    """The members that have an outline; a street without its own is drawn as those of its communities. Empty where
    none has."""
    drawn = _own(members)
    streets = [one.row.code for one in members if one.row.level == Level.STREET and one.row.pk not in drawn]
    parts = _of_communities(streets) if streets else {}
    found = [(one, drawn.get(one.row.pk) or parts.get(one.row.code)) for one in members]
    found = [(one, rings) for one, rings in found if rings]
    if not found:
        return []
    place = _projection([point for _, rings in found for ring in rings for point in ring])
    return [_outline(one, [_thinned(map(place, ring)) for ring in rings]) for one, rings in found]


def _own(members):
    """{row: rings} of those whose outline is registered."""
    communities = {one.row.community_id: one.row.pk for one in members if one.row.community_id}
    areas = {one.row.code: one.row.pk for one in members if not one.row.community_id}
    found = {}
    for model, key, rows in ((Community, "pk", communities), (Area, "code", areas)):
        known = model.objects.filter(**{f"{key}__in": rows}, boundary__isnull=False)
        found |= {rows[one]: _rings(boundary) for one, boundary in known.values_list(key, "boundary")}
    return found


def _of_communities(streets):
    """{street: rings of its communities of today}"""
    inside = Community.objects.existing(on=timezone.localdate()).filter(boundary__isnull=False)
    inside = inside.annotate(street=Left("code", Level.STREET.width)).filter(street__in=streets)
    found = {}
    for street, boundary in inside.order_by("code").values_list("street", "boundary"):
        found.setdefault(street, []).extend(_rings(boundary))
    return found


def _rings(boundary):
    polygons = boundary["coordinates"] if boundary["type"] == "MultiPolygon" else [boundary["coordinates"]]
    return [ring for polygon in polygons for ring in polygon]


def _projection(points):
    """From degrees to the drawing: the same scale both ways, north above."""
    west, east = min(point[0] for point in points), max(point[0] for point in points)
    south, north = min(point[1] for point in points), max(point[1] for point in points)
    narrow = math.cos(math.radians((south + north) / 2))
    across, along = (east - west) * narrow or 1e-9, (north - south) or 1e-9
    scale = min((WIDTH - 2 * EDGE) / across, (HEIGHT - 2 * EDGE) / along)

    def place(point):
        return EDGE + (point[0] - west) * narrow * scale, EDGE + (north - point[1]) * scale

    return place


def _thinned(points):
    """Without the points that nobody can tell from the one before: a border has more than a screen."""
    first, *rest = points
    kept = [first]
    for point in rest[:-1]:
        if abs(point[0] - kept[-1][0]) + abs(point[1] - kept[-1][1]) >= 1:
            kept.append(point)
    return [*kept, rest[-1]]


def _outline(member, rings):
    path = " ".join("M" + " L".join(f"{x:.1f},{y:.1f}" for x, y in ring) + " Z" for ring in rings)
    longest = max(rings, key=len)
    middle = [sum(axis) / len(longest) for axis in zip(*longest, strict=True)]
    across = [x for x, _ in longest]
    return Outline(member, path, *middle, max(across) - min(across))
