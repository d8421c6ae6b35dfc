"""Files of division codes, read into what they say: which areas and communities there are, and what was left out.

Two forms: the long one (code, name, level, kind; codes padded with zeros to 12) and the wide villages.csv of
china-division (code, name, streetCode, provinceCode, cityCode, areaCode).
"""

import csv
import io
import re
from dataclasses import dataclass, field
from pathlib import Path

from django.utils.translation import gettext as _

from communities.choices import WIDTHS, Kind, Level
from records.text import normalise

LONG = ("code", "name", "level", "kind")
WIDE = ("code", "name", "streetCode", "provinceCode", "cityCode", "areaCode")
LEVELS = {"1": Level.PROVINCE, "2": Level.CITY, "3": Level.COUNTY, "4": Level.STREET, "5": Level.COMMUNITY}
KINDS = {"urban": Kind.RESIDENTS, "rural": Kind.VILLAGERS, "other": None}
UPPER = Path(__file__).parent / "data" / "upper.csv"
LONGEST_NAME = 80
RESIDENTS = re.compile(r"(居委会|居民委员会|居民委会|居委|社区|社区委员会|社区\))$")
VILLAGERS = re.compile(r"(村|村委会|村民委员会|村民委会|村委员会|村委|嘎查|嘎查委员会|嘎查委会|牧委会)$")


class DivisionFileError(Exception):
    """The file cannot be loaded; `messages` say why, each naming row and column."""

    def __init__(self, *messages):
        super().__init__(*messages)
        self.messages = messages


@dataclass
class DivisionFile:
    """Codes have no padding. `areas`: code → name ('' where the file has none); `communities`: code → (name, kind)."""

    areas: dict = field(default_factory=dict)
    communities: dict = field(default_factory=dict)
    dropped: list = field(default_factory=list)

    @property
    def counties(self):
        return {code[: WIDTHS[Level.COUNTY]] for code in [*self.areas, *self.communities] if len(code) >= 6}

    def inside(self, area):
        """What lies inside an area, and the areas around it."""
        around = {code: name for code, name in self.areas.items() if code.startswith(area) or area.startswith(code)}
        communities = {code: called for code, called in self.communities.items() if code.startswith(area)}
        return DivisionFile(around, communities, [row for row in self.dropped if row[0].startswith(area)])


def upper_names():
    """Names of provinces and prefectures, which the files do not carry."""
    with UPPER.open(encoding="utf-8-sig", newline="") as file:
        return {row["code"]: row["name"] for row in csv.DictReader(file)}


def read_divisions(path):
    """What a file says. Raises `DivisionFileError` with every fault of every row."""
    rows = csv.reader(io.StringIO(_text(path), newline=""), strict=True)
    try:
        header = [name.strip() for name in next(rows, [])]
        form = _form(header)
        divisions, faults = form(header, rows)
    except csv.Error as error:
        text = _("第%(row)s行:不是有效的CSV(%(reason)s),请用逗号分隔、引号成对的UTF-8文本。")
        raise DivisionFileError(text % {"row": rows.line_num, "reason": error}) from error
    if faults:
        raise DivisionFileError(*faults)
    _drop_empty_areas(divisions)
    if not divisions.communities:
        raise DivisionFileError(_("文件中没有可以登记的社区(level 为 5、kind 为 urban 或 rural 的行)。"))
    return divisions


def _text(path):
    try:
        content = Path(path).read_bytes()
    except OSError as error:
        raise DivisionFileError(_("无法读取文件 %(path)s:%(reason)s") % {"path": path, "reason": error}) from error
    if b"\0" in content:
        raise DivisionFileError(_("不是文本文件。请提供UTF-8编码的CSV,不是Excel工作簿。"))
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        row = content.count(b"\n", 0, error.start) + 1
        message = _("第%(row)s行:不是UTF-8编码(可能是GBK),请另存为“CSV UTF-8”后再导入。")
        raise DivisionFileError(message % {"row": row}) from error


def _form(header):
    if set(WIDE) <= set(header):
        return _read_wide
    if missing := [name for name in LONG if name not in header]:
        message = _("第1行:缺少列 %(missing)s。应有 %(long)s,或 villages.csv 的 %(wide)s。")
        names = {"missing": "、".join(missing), "long": ",".join(LONG), "wide": ",".join(WIDE)}
        raise DivisionFileError(message % names)
    return _read_long


def _records(header, names, rows):
    """(row number, cleaned values of `names`) for every row that is not empty."""
    places = [header.index(name) for name in names]
    for cells in rows:
        if any(cells):
            given = dict(enumerate(cells))
            yield rows.line_num, [normalise(given.get(place, "")) for place in places]


def _read_long(header, rows):
    divisions, faults, seen = DivisionFile(), [], {}
    for row, (padded, name, level, kind) in _records(header, LONG, rows):
        if fault := _fault_of_long(padded, name, level, kind):
            faults.append(_at(row, *fault))
            continue
        code = padded[: WIDTHS[LEVELS[level]]]
        if code in seen:
            faults.append(_at(row, "code", _("编码“%s”与第%s行重复。") % (code, seen[code])))
        seen[code] = row
        if level != "5":
            divisions.areas[code] = name
        else:
            _keep(divisions, code, name, KINDS[kind])
    _add_missing_areas(divisions)
    return divisions, faults


def _fault_of_long(code, name, level, kind):
    """(column, what is wrong and what would be right), or None."""
    if level not in LEVELS:
        return "level", _("“%s”不是有效的级别,应为3(区县)、4(街道乡镇)或5(社区)。") % level
    width = WIDTHS[LEVELS[level]]
    if not re.fullmatch(r"[0-9]{12}", code) and not re.fullmatch(rf"[0-9]{{{width}}}", code):
        return "code", _("“%s”不是有效的编码,应为12位数字。") % code
    if code[width:].strip("0"):
        return "code", _("“%s”与级别%s不符,第%s位起应全为0。") % (code, level, width + 1)
    if level in "45" and not code[:width][-3:].strip("0"):
        return "code", _("“%s”与级别%s不符,它是上一级区划的编码。") % (code, level)
    if level == "5" and kind not in KINDS:
        return "kind", _("“%s”不是有效的类型,应为 urban(居委会)、rural(村委会)或 other(其他)。") % kind
    return _fault_of_name(name)


def _fault_of_name(name):
    if not name:
        return "name", _("名称不能为空。")
    if len(name) > LONGEST_NAME:
        return "name", _("名称长%s字,不能超过%s字。") % (len(name), LONGEST_NAME)
    return None


def _read_wide(header, rows):
    divisions, faults, seen = DivisionFile(), [], {}
    for row, (code, name, street, province, city, county) in _records(header, WIDE, rows):
        above = {"streetCode": street, "areaCode": county, "cityCode": city, "provinceCode": province}
        if fault := _fault_of_wide(code, name, above):
            faults.append(_at(row, *fault))
            continue
        if code in seen:
            faults.append(_at(row, "code", _("编码“%s”与第%s行重复。") % (code, seen[code])))
        seen[code] = row
        _keep(divisions, code, name, _kind_of(name))
    _add_missing_areas(divisions)
    return divisions, faults


def _fault_of_wide(code, name, above):
    if not re.fullmatch(r"[0-9]{12}", code):
        return "code", _("“%s”不是有效的编码,应为12位数字。") % code
    for column, value in above.items():
        if not value or not code.startswith(value):
            return column, _("“%s”与社区编码“%s”不符,应是它的开头几位。") % (value, code)
    return _fault_of_name(name)


def _kind_of(name):
    """The wide form has no kind; the name tells it, and production teams (连队、生活区、管理区) are neither."""
    if RESIDENTS.search(name):
        return Kind.RESIDENTS
    return Kind.VILLAGERS if VILLAGERS.search(name) else None


def _at(row, column, message):
    return _("第%(row)s行 %(column)s 列:%(message)s") % {"row": row, "column": column, "message": message}


def _keep(divisions, code, name, kind):
    if kind is None:
        divisions.dropped.append((code, name, _("不是居委会或村委会")))
        divisions.areas.setdefault(code[: WIDTHS[Level.STREET]], "")
    else:
        divisions.communities[code] = (name, kind)


def _add_missing_areas(divisions):
    """Every community lies in a street, county, city and province, whether the file lists them or not."""
    for width in sorted(set(WIDTHS.values()) - {12}):
        for code in {code[:width] for code in [*divisions.areas, *divisions.communities] if len(code) > width}:
            divisions.areas.setdefault(code, "")


def _drop_empty_areas(divisions):
    inhabited = {code[:width] for code in divisions.communities for width in WIDTHS.values()}
    names = upper_names()
    for code, name in list(divisions.areas.items()):
        if code not in inhabited:
            divisions.dropped.append((code, name or names.get(code, code), _("区划内没有社区")))
            del divisions.areas[code]
        else:
            divisions.areas[code] = name or names.get(code, "")
