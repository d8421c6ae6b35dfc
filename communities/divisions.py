"""Loading division codes: what a file adds to the register, renames in it, no longer names, or moved elsewhere.

Only the counties in the file are judged. Nothing is deleted or ended: a community ends, or gets another code, by a
decree recorded as a `change`; what the file no longer names and what moved is listed for that. The first load of a
county leaves the days of establishment blank (before any date asked), later ones take the day the file stands for.
A name or code the register already knows as a former one is no news: the file is older than the decree.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from pathlib import Path

from django.db.models.functions import Left
from django.utils import timezone
from django.utils.translation import gettext as _

from communities import site
from communities.choices import LEVEL_OF_WIDTH, WIDTHS, Kind, Level, Setting
from communities.division_files import DivisionFileError, read_divisions
from communities.models import Area, Community, CommunityCode
from communities.names import short_name
from records.copying import copy_rows, next_ids
from records.history import acting
from records.periods import open_on

COUNTY, STREET = WIDTHS[Level.COUNTY], WIDTHS[Level.STREET]
SCHEMES = {"nbs": "国家统计局统计用区划代码", "mca": "民政部门行政区划代码"}


@dataclass
class Comparison:
    """What a file says against the register. Codes without padding; renamed: code → (old name, new name)."""

    file: object
    first_counties: set = field(default_factory=set)
    new_areas: list = field(default_factory=list)
    renamed_areas: dict = field(default_factory=dict)
    retired_areas: list = field(default_factory=list)
    unnamed_areas: list = field(default_factory=list)
    new: list = field(default_factory=list)
    renamed: dict = field(default_factory=dict)
    retired: list = field(default_factory=list)
    moved: list = field(default_factory=list)
    outdated: list = field(default_factory=list)

    @property
    def changes_anything(self):
        return bool(self.new_areas or self.renamed_areas or self.new or self.renamed)


def load_divisions(path, *, as_of, scheme="nbs", inside="", user=None, dry_run=False):
    """Read a file (of it what lies `inside` an area), compare it with the register and take over what is new and
    renamed. Returns the `Comparison`."""
    if as_of > timezone.localdate():
        raise DivisionFileError(_("--as-of 晚于今天,请填写文件数据的截止日期。"))
    divisions = read_divisions(path).inside(inside)
    with acting(user=user, reason=_("导入区划代码 %s") % Path(path).name):
        _check_scheme(scheme, keep=not dry_run)
        comparison = compare(divisions)
        _check_dates(comparison, as_of)
        if not dry_run:
            _take_over(comparison, as_of, _("%s,%s") % (SCHEMES[scheme], Path(path).name))
    return comparison


def _check_scheme(scheme, *, keep):
    """Codes of two schemes never stand side by side: the same place would be there twice."""
    known = site.fact(site.SCHEME)
    if known and known != scheme:
        text = _("本实例已使用 %s(%s),不能再导入 %s(%s)的编码。")
        raise DivisionFileError(text % (known, SCHEMES[known], scheme, SCHEMES[scheme]))
    if keep and not known:
        site.state_fact(site.SCHEME, scheme)


def _check_dates(comparison, as_of):
    """A rename takes effect after what the register already says of that community."""
    later = CommunityCode.objects.filter(
        code__in=comparison.renamed, community__abolished_on=None, started_on__gt=as_of
    ).order_by("-started_on")
    if row := later.first():
        text = _("%(code)s %(name)s 在 %(on)s 已有更晚的登记,--as-of 不能早于它。")
        raise DivisionFileError(text % {"code": row.code, "name": row.name, "on": row.started_on})


def compare(divisions):
    comparison = Comparison(divisions)
    _compare_areas(comparison, divisions)
    _compare_communities(comparison, divisions)
    return comparison


def _compare_areas(comparison, divisions):
    known = dict(Area.objects.values_list("code", "name"))
    for code, name in sorted(divisions.areas.items()):
        if code not in known:
            comparison.new_areas.append(code)
        elif name and name != known[code]:
            comparison.renamed_areas[code] = (known[code], name)
        if not name and known.get(code, code) == code:
            comparison.unnamed_areas.append(code)
    living = Area.objects.filter(ended_on=None).annotate(county=Left("code", COUNTY))
    inside = living.filter(county__in=divisions.counties, level=Level.STREET).order_by("code")
    comparison.retired_areas = [row for row in inside.values_list("code", "name") if row[0] not in divisions.areas]


def _compare_communities(comparison, divisions):
    names = CommunityCode.objects.annotate(county=Left("code", COUNTY)).filter(county__in=divisions.counties)
    ever = set(names.values_list("code", "name", "kind"))
    ever_codes = {code for code, _name, _kind in ever}
    comparison.first_counties = divisions.counties - {code[:COUNTY] for code in ever_codes}
    living = Community.objects.filter(abolished_on=None).annotate(county=Left("code", COUNTY))
    rows = living.filter(county__in=divisions.counties).values_list("code", "name", "kind")
    known = {code: (name, kind) for code, name, kind in rows}
    for code, called in sorted(divisions.communities.items()):
        if known.get(code) == called:
            continue
        if (code, *called) in ever or (code in ever_codes and code not in known):
            comparison.outdated.append((code, called[0]))
        elif code in known:
            comparison.renamed[code] = (known[code][0], called[0])
        else:
            comparison.new.append(code)
    comparison.retired = [code for code in sorted(known) if code not in divisions.communities]
    _find_moved(comparison, known)


def _find_moved(comparison, known):
    """Gone under one code and there under another: same name and kind, once on either side, in the same county or in
    a street of the same name."""
    coming = comparison.file.communities
    streets = {**dict(comparison.retired_areas), **comparison.file.areas}

    def in_county(code, called):
        return (code[:COUNTY], *called)

    def in_street(code, called):
        return (streets.get(code[:STREET]) or code[:STREET], *called)

    for place in (in_county, in_street):
        gone = _by_place(comparison.retired, known, place)
        come = _by_place(comparison.new, coming, place)
        for key in sorted(gone.keys() & come.keys()):
            if len(gone[key]) == len(come[key]) == 1:
                comparison.moved.append((gone[key][0], come[key][0], key[1]))
                comparison.retired.remove(gone[key][0])
                comparison.new.remove(come[key][0])
    comparison.retired = [(code, known[code][0]) for code in comparison.retired]


def _by_place(codes, called, place):
    groups = defaultdict(list)
    for code in codes:
        groups[place(code, called[code])].append(code)
    return groups


def _take_over(comparison, as_of, source):
    _add_areas(comparison, as_of, source)
    _rename_areas(comparison)
    _add_communities(comparison, as_of, source)
    _rename_communities(comparison, as_of, source)


def _begins(comparison, code, as_of):
    return None if len(code) < COUNTY or code[:COUNTY] in comparison.first_counties else as_of


def _add_areas(comparison, as_of, source):
    names = comparison.file.areas
    rows = (
        (code, names[code] or code, LEVEL_OF_WIDTH[len(code)], _begins(comparison, code, as_of), source)
        for code in comparison.new_areas
    )
    copy_rows(Area, ["code", "name", "level", "started_on", "source"], rows)


def _rename_areas(comparison):
    areas = list(Area.objects.filter(code__in=comparison.renamed_areas))
    for area in areas:
        area.name = comparison.renamed_areas[area.code][1]
        area.pinyin = Area._meta.get_field("pinyin").derive(area.name)
    Area.objects.bulk_update(areas, ["name", "pinyin"], batch_size=1000)


def plain_setting(code, kind):
    """The class of a community where its code leaves no doubt: villages, and residents of a street or of a town."""
    if kind == Kind.VILLAGERS:
        return Setting.RURAL
    unit = int(code[COUNTY:STREET])
    if unit < 100:
        return Setting.URBAN
    return Setting.TOWN if unit < 200 else ""


def _add_communities(comparison, as_of, source):
    keys = next_ids(Community, len(comparison.new))
    rows = [
        (key, code, *comparison.file.communities[code], _begins(comparison, code, as_of))
        for key, code in zip(keys, comparison.new, strict=True)
    ]
    names = ["id", "code", "name", "short_name", "kind", "setting", "established_on", "source"]
    values = (
        (key, code, name, short_name(name, kind), kind, plain_setting(code, kind), begins, source)
        for key, code, name, kind, begins in rows
    )
    copy_rows(Community, names, values)
    names = ["community_id", "code", "name", "kind", "setting", "started_on", "source"]
    values = (
        (key, code, name, kind, plain_setting(code, kind), begins, source) for key, code, name, kind, begins in rows
    )
    copy_rows(CommunityCode, names, values)


def _rename_communities(comparison, as_of, source):
    communities = list(Community.objects.filter(code__in=comparison.renamed, abolished_on=None))
    for community in communities:
        _rename(community, *comparison.file.communities[community.code])
    changed = ["name", "short_name", "kind", "setting", "pinyin", "initials"]
    Community.objects.bulk_update(communities, changed, batch_size=1000)
    current = CommunityCode.objects.filter(open_on(as_of), community__in=communities)
    current.filter(started_on=as_of).delete()
    current.update(ended_on=as_of)
    names = ["community_id", "code", "name", "kind", "setting", "started_on", "source"]
    rows = ((one.pk, one.code, one.name, one.kind, one.setting, as_of, source) for one in communities)
    copy_rows(CommunityCode, names, rows)


def _rename(community, name, kind):
    if community.short_name in ("", short_name(community.name, community.kind)):
        community.short_name = short_name(name, kind)
    if community.setting == plain_setting(community.code, community.kind):
        community.setting = plain_setting(community.code, kind)
    community.name, community.kind = name, kind
    for field_name in ("pinyin", "initials"):
        setattr(community, field_name, Community._meta.get_field(field_name).derive(name))


def counts(comparison):
    """How many areas of each level and communities of each kind the file holds, after what was dropped."""
    levels = Counter(LEVEL_OF_WIDTH[len(code)] for code in comparison.file.areas)
    kinds = Counter(kind for _name, kind in comparison.file.communities.values())
    return {**{level: levels[level] for level in (Level.COUNTY, Level.STREET)}, **{kind: kinds[kind] for kind in Kind}}
