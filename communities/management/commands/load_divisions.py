import json
from pathlib import Path

from django.core.management.base import CommandError
from django.utils.translation import gettext as _

from communities.choices import Kind, Level
from communities.division_files import DivisionFileError
from communities.divisions import SCHEMES, counts, load_divisions
from records.commands import BaseCommand, day, wrong_call


class Command(BaseCommand):
    """Communities and areas from a file of division codes. Exit: 0 done, 1 refused, nothing applied, 2 wrong call."""

    help = "导入区划代码:列出新增、更名、不再出现、变更隶属的社区;不删除任何登记。"

    def add_arguments(self, parser):
        parser.add_argument("file", metavar="FILE", help="CSV(UTF-8):code,name,level,kind 或 villages.csv")
        parser.add_argument("--as-of", required=True, type=day, metavar="DATE",
                            help="文件数据的截止日期,如 2023-06-30")  # fmt: skip
        parser.add_argument("--scheme", choices=SCHEMES, default="nbs", help="编码体系;一个实例只用一种")
        parser.add_argument("--dry-run", action="store_true", help="只比较,不写入")
        parser.add_argument("--json", action="store_true", help="以JSON输出比较结果")

    def handle(self, *, file, as_of, scheme, dry_run, **options):
        if not Path(file).is_file():
            raise wrong_call(_("找不到文件 %s。") % file)
        try:
            comparison = load_divisions(file, as_of=as_of, scheme=scheme, dry_run=dry_run)
        except DivisionFileError as error:
            message = "\n".join([*error.messages, _("未导入任何数据。")])
            raise CommandError(message) from error
        if options["json"]:
            self.stdout.write(json.dumps(_as_json(comparison), ensure_ascii=False))
            return
        for line in report_lines(comparison, dry_run=dry_run):
            self.stdout.write(line)


def report_lines(comparison, *, dry_run):
    """The comparison as people read it: totals first, then every list that is not empty."""
    number = counts(comparison)
    yield _("区县 %s,街道(乡镇) %s,社区 %s(居委会 %s、村委会 %s)") % (
        number[Level.COUNTY],
        number[Level.STREET],
        number[Kind.RESIDENTS] + number[Kind.VILLAGERS],
        number[Kind.RESIDENTS],
        number[Kind.VILLAGERS],
    )
    yield from _listed(_("剔除"), [f"{code} {name}({why})" for code, name, why in comparison.file.dropped])
    yield from _listed(_("没有名称、暂以编码为名的区划"), comparison.unnamed_areas)
    yield from _changes_of_areas(comparison)
    yield from _changes_of_communities(comparison)
    if not comparison.changes_anything:
        yield _("与登记册一致,没有需要写入的内容。")
    else:
        yield _("试运行:未写入。") if dry_run else _("已写入。")


def _changes_of_areas(comparison):
    names = comparison.file.areas
    new = comparison.new_areas
    listed = [code for code in new if len(code) > 4 and code[:6] not in comparison.first_counties]
    yield _("新增区划:%s") % len(new)
    yield from (f"  {code} {names[code] or code}" for code in listed)
    renamed = [f"{code} {old} → {name}" for code, (old, name) in comparison.renamed_areas.items()]
    yield from _listed(_("更名区划"), renamed)
    retired = [f"{code} {name}" for code, name in comparison.retired_areas]
    yield from _listed(_("不再出现的街道(乡镇),未作改动"), retired)


def _changes_of_communities(comparison):
    called = comparison.file.communities
    listed = [code for code in comparison.new if code[:6] not in comparison.first_counties]
    first = len(comparison.new) - len(listed)
    yield _("新增社区:%s") % len(comparison.new) + (_("(其中首次导入的区县 %s,不逐个列出)") % first if first else "")
    yield from (f"  {code} {called[code][0]}" for code in listed)
    renamed = [f"{code} {old} → {name}" for code, (old, name) in comparison.renamed.items()]
    yield _("更名社区:%s") % len(renamed)
    yield from (f"  {line}" for line in renamed)
    yield _("不再出现的社区:%s") % len(comparison.retired)
    yield from (f"  {code} {name}" for code, name in comparison.retired)
    yield _("变更隶属的社区:%s") % len(comparison.moved)
    yield from (f"  {old} → {new} {name}" for old, new, name in comparison.moved)
    if comparison.retired or comparison.moved:
        yield _("不再出现和变更隶属的社区未作改动,请凭批准文件在“设立撤并沿革”登记撤销、合并、拆分或变更编码。")
    outdated = [f"{code} {name}" for code, name in comparison.outdated]
    yield from _listed(_("文件用的是旧名称或已停用编码,未作改动"), outdated)


def _listed(title, lines):
    if lines:
        yield f"{title}:{len(lines)}"
        yield from (f"  {line}" for line in lines)


def _as_json(comparison):
    called = comparison.file.communities
    return {
        "communities": len(called),
        "areas": len(comparison.file.areas),
        "dropped": _objects(comparison.file.dropped, "code", "name", "why"),
        "unnamed": comparison.unnamed_areas,
        "new_areas": comparison.new_areas,
        "renamed_areas": _renames(comparison.renamed_areas),
        "retired_areas": _objects(comparison.retired_areas, "code", "name"),
        "new": [{"code": code, "name": called[code][0]} for code in comparison.new],
        "renamed": _renames(comparison.renamed),
        "retired": _objects(comparison.retired, "code", "name"),
        "moved": _objects(comparison.moved, "before", "after", "name"),
        "outdated": _objects(comparison.outdated, "code", "name"),
    }


def _objects(rows, *names):
    return [dict(zip(names, row, strict=True)) for row in rows]


def _renames(renamed):
    return [{"code": code, "before": before, "after": after} for code, (before, after) in renamed.items()]
