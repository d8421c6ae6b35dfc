"""Outlines of communities and areas as the office draws them (GeoJSON): what may be stored, and the acts that store it.

They are shown to accounts only, as sketches: none of them decides where a border runs.
"""

import json

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from communities.action_forms import ActionForm
from records.history import acting

LARGEST = 300_000
MOST_POINTS = 5_000
WEST, EAST, SOUTH, NORTH = 73, 136, 3, 54
"""Longitudes and latitudes of the country: pairs outside are in another order or another projection."""


def parse_boundary(text):
    """The geometry in a GeoJSON text, a polygon or several; `ValidationError` says what is wrong."""
    if len(text) > LARGEST:
        raise ValidationError(_("内容太长,请先简化图形(不超过 30 万字)。"), code="too_long")
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        raise ValidationError(_("不是 GeoJSON:请粘贴导出的 .geojson 文件全文。"), code="bad_file") from None
    return check_geometry(_geometry(found))


def check_geometry(geometry):
    """A polygon or several, as it is stored; `ValidationError` says what is wrong."""
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    if kind not in ("Polygon", "MultiPolygon"):
        raise ValidationError(_("没有面(Polygon):边界应为一个或几个闭合的面。"), code="bad_file")
    coordinates = geometry.get("coordinates")
    polygons = coordinates if kind == "MultiPolygon" else [coordinates]
    if not isinstance(polygons, list) or not polygons or not all(map(_is_polygon, polygons)):
        raise ValidationError(
            _("坐标应为经度、纬度(国内范围),每一圈至少四点且首尾相同,共不超过 %(most)s 点。"),
            code="out_of_range", params={"most": MOST_POINTS},
        )  # fmt: skip
    if sum(len(ring) for polygon in polygons for ring in polygon) > MOST_POINTS:
        raise ValidationError(_("点太多,请先简化图形(不超过 5,000 点)。"), code="too_long")
    return {"type": kind, "coordinates": coordinates}


def _geometry(found):
    """The geometry itself, of a feature, of a collection of one."""
    if isinstance(found, dict) and found.get("type") == "FeatureCollection":
        features = found.get("features")
        if not isinstance(features, list) or len(features) != 1:
            raise ValidationError(_("文件里应只有一个图形,这里不止一个或一个也没有。"), code="bad_file")
        found = features[0]
    return found.get("geometry") if isinstance(found, dict) and found.get("type") == "Feature" else found


def _is_polygon(rings):
    return isinstance(rings, list) and bool(rings) and all(map(_is_ring, rings))


def _is_ring(ring):
    return isinstance(ring, list) and len(ring) >= 4 and all(map(_is_point, ring)) and ring[0] == ring[-1]


def _is_point(point):
    if not isinstance(point, list) or len(point) < 2:
        return False
    if any(isinstance(number, bool) or not isinstance(number, (int, float)) for number in point[:2]):
        return False
    return WEST <= point[0] <= EAST and SOUTH <= point[1] <= NORTH


class BoundaryForm(ActionForm):
    """The outline as text; without one it is taken away."""

    boundary = forms.CharField(
        label=gettext_lazy("边界(GeoJSON)"),
        required=False,
        help_text=gettext_lazy("粘贴从地图软件导出的 GeoJSON 全文,经纬度坐标;留空则清除。只在登录后作示意图显示。"),
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    full_width = ("boundary", "reason")

    def clean_boundary(self):
        text = self.cleaned_data["boundary"].strip()
        return parse_boundary(text) if text else None


def set_boundary(*, place, boundary, user, reason=""):
    """Store the outline of a community or area, or take it away."""
    with acting(user, reason or _("登记边界")):
        place.boundary = boundary
        place.save(update_fields=["boundary"])
        return place
