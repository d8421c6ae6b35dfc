"""Outlines of the places inside an area, drawn side by side: a sketch for those who are signed in."""

import math
from dataclasses import dataclass

from communities.models import Community
from compliance.choices import Verdict
from compliance.figures import SIGNS

WIDTH, HEIGHT, EDGE = 560, 360, 12


@dataclass(frozen=True)
class Outline:
    member: object
    path: str
    x: float
    y: float

    @property
    def verdict(self):
        return self.member.figure.verdict if self.member.figure else Verdict.UNKNOWN

    @property
    def label(self):
        """The sign of the verdict and the name: colour alone tells nothing."""
        return f"{SIGNS[self.verdict]} {self.member.name}"


def outlines(members):
    """The communities among the members that have an outline; empty where none has."""
    by_id = {member.row.community_id: member for member in members if member.row.community_id}
    if not by_id:
        return []
    drawn = Community.objects.filter(pk__in=by_id).exclude(boundary=None).order_by("code")
    found = [(by_id[pk], _rings(boundary)) for pk, boundary in drawn.values_list("pk", "boundary")]
    if not found:
        return []
    place = _projection([point for _, rings in found for ring in rings for point in ring])
    return [_outline(member, [[place(point) for point in ring] for ring in rings]) for member, rings in found]


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


def _outline(member, rings):
    path = " ".join("M" + " L".join(f"{x:.1f},{y:.1f}" for x, y in ring) + " Z" for ring in rings)
    longest = max(rings, key=len)
    middle = [sum(axis) / len(longest) for axis in zip(*longest, strict=True)]
    return Outline(member, path, *middle)
