"""The outlines of many places in one file, as map programs write it (GeoJSON, a FeatureCollection): all or none."""

import json

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from communities.action_forms import ActionForm
from communities.boundaries import check_geometry
from communities.choices import WIDTHS, Level
from communities.models import Community
from communities.sheets.areas import unpad
from records.history import acting
from records.text import normalise

LARGEST = 20 * 1024 * 1024
TOLD = 30
"""So many errors are shown at once; how many there are besides is said."""
CODES = ("区划编码", "社区编码", "编码", "代码", "code", "id")
NAMES = ("名称", "社区名称", "name")


class BoundariesForm(ActionForm):
    file = forms.FileField(
        label=gettext_lazy("边界文件(GeoJSON)"),
        help_text=gettext_lazy(
            "从地图软件导出的 .geojson 文件,一个图形对应一个区划或社区:属性“编码”(code)填它的编码,没有编码时按“名称”找;"
            "经纬度坐标,不超过 20 MB。已有的边界会被替换,文件里没有的不变。有一处错误就整份不登记。"
        ),
        widget=forms.FileInput(attrs={"accept": ".geojson,.json,application/geo+json"}),
    )
    full_width = ("file", "reason")


def set_boundaries(model, *, file, user, reason=""):
    """Store the outlines of a file for places of one register within reach; returns the places."""
    with acting(user, reason or _("批量登记边界")):
        places = _matched(model, _features(file), user)
        for place, boundary in places:
            place.boundary = boundary
        found = [place for place, _boundary in places]
        model.objects.bulk_update(found, ["boundary"], batch_size=500)
        return found


def _features(file):
    """[(properties, geometry)]"""
    if file.size > LARGEST:
        raise ValidationError({"file": _("文件超过 20 MB,请先简化图形,或按街道分几次上传。")})
    content = file.read()
    try:
        found = json.loads(_text(content))
    except (ValueError, RecursionError):
        raise ValidationError({"file": _("不是 GeoJSON:请上传从地图软件导出的 .geojson 文件。")}) from None
    features = found.get("features") if isinstance(found, dict) else None
    if not isinstance(features, list) or not features or not all(isinstance(one, dict) for one in features):
        raise ValidationError({"file": _("文件里没有图形:应为 FeatureCollection,一个区划或社区一个图形。")})
    return [(_properties(one), one.get("geometry")) for one in features]


def _text(content):
    """Map programs here write UTF-8, older ones GB18030."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("gb18030")


def _properties(feature):
    stated = feature.get("properties")
    stated = stated if isinstance(stated, dict) else {}
    return {str(name).lower(): value for name, value in [("id", feature.get("id")), *stated.items()]}


def _matched(model, features, user):
    """[(place, outline)], or every error of every feature."""
    by_code, by_name = _places(model, user)
    places, errors, drawn = [], [], set()
    for number, (properties, geometry) in enumerate(features, start=1):
        label = _label(number, properties)
        try:
            place = _place(model, properties, by_code, by_name)
            if place.pk in drawn:
                raise ValidationError(_("%(place)s在文件里不止一个图形,请合并为一个。"), params={"place": place})
            places.append((place, check_geometry(geometry)))
            drawn.add(place.pk)
        except ValidationError as refusal:
            errors += [_("%(label)s:%(wrong)s") % {"label": label, "wrong": text} for text in refusal.messages]
    if errors:
        more = len(errors) - TOLD
        rest = [_("还有 %(more)d 处错误,改正上面的以后会列出。") % {"more": more}] if more > 0 else []
        raise ValidationError({"file": [*errors[:TOLD], *rest]})
    return places


def _places(model, user):
    """({code: place}, {name: [places]}) of what exists today within reach."""
    within = model.objects.visible_to(user).defer("boundary")
    today = timezone.localdate()
    living = within.existing(on=today) if model is Community else within.open(on=today)
    by_code, by_name = {}, {}
    for place in living:
        by_code[place.code] = place
        by_name.setdefault(normalise(place.name), []).append(place)
    return by_code, by_name


def _stated(properties, names):
    values = (properties.get(name) for name in names)
    return next((normalise(str(value)) for value in values if value not in (None, "")), "")


def _label(number, properties):
    called = _stated(properties, NAMES) or _stated(properties, CODES)
    told = {"number": number, "called": called[:40]}
    return _("第 %(number)d 个图形(%(called)s)") % told if called else _("第 %(number)d 个图形") % told


def _place(model, properties, by_code, by_name):
    code, name = _stated(properties, CODES), _stated(properties, NAMES)
    stated = {"code": code, "name": name}
    code = code if model is Community else unpad(code)
    if code.isdecimal() and len(code) in WIDTHS.values():
        if code in by_code:
            return by_code[code]
        raise ValidationError(_not_here(model, code), params=stated)
    found = by_name.get(name, [])
    if len(found) == 1:
        return found[0]
    if found:
        raise ValidationError(_("您的辖区内有几个“%(name)s”,请在属性“编码”中填写编码。"), params=stated)
    if name:
        raise ValidationError(_("没有编码,您的辖区内也没有叫“%(name)s”的。请在属性“编码”中填写编码。"), params=stated)
    raise ValidationError(_("没有编码也没有名称,请在属性“编码”(code)中填写区划编码或社区编码。"))


def _not_here(model, code):
    """Why a code is not found: of the other register, or not of the reach."""
    is_community = len(code) == Level.COMMUNITY.width
    if is_community and model is not Community:
        return _("%(code)s 是社区编码,请在“社区”登记册中批量登记。")
    if not is_community and model is Community:
        return _("%(code)s 是区划编码,请在“区划”登记册中批量登记。")
    return _("您的辖区内现在没有编码为 %(code)s 的,请核对编码,或先登记。")
