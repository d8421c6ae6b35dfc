import json
import sys
from pathlib import Path

from records.commands import BaseCommand, user_named, wrong_call
from sheets import registry
from sheets.services import import_sheet


class Command(BaseCommand):
    """Exit code: 0 applied (or a clean dry run), 1 errors and nothing applied, 2 wrong call."""

    help = "导入一张表格。有一处错误就全部不导入,并列出所有行的所有错误。"

    def add_arguments(self, parser):
        parser.add_argument("sheet", help="表名:" + " ".join(registry.all_sheets()))
        parser.add_argument("file", help=".xlsx、.xls 或 .csv 文件")
        parser.add_argument("--dry-run", action="store_true", help="只检查,不写入")
        parser.add_argument("--json", action="store_true", help="结果以JSON输出到标准输出")
        parser.add_argument("--user", metavar="NAME", help="以该账号的辖区导入(默认:系统)")
        parser.add_argument("--reason", default="", help="变更事由")

    def handle(self, *args, **options):
        path = Path(options["file"])
        if options["sheet"] not in registry.all_sheets():
            raise wrong_call(f"没有“{options['sheet']}”这张表,可选:{' '.join(registry.all_sheets())}")
        if not path.is_file():
            raise wrong_call(f"找不到文件 {path}")
        user, sheet = user_named(options["user"]), registry.get(options["sheet"])
        if user and not user.has_perm(sheet.permission("import")):
            raise wrong_call(f"账号“{user}”没有导入“{sheet.title}”的权限")
        outcome = import_sheet(
            sheet.name,
            path,
            user=user,
            dry_run=options["dry_run"],
            reason=options["reason"],
        )
        if options["json"]:
            self.stdout.write(json.dumps(outcome.as_json(), ensure_ascii=False))
        self._tell(outcome, self.stderr if options["json"] else self.stdout)
        if outcome.errors:
            sys.exit(1)

    def _tell(self, outcome, out):
        for finding in outcome.errors:
            out.write(f"第{finding.row}行 {finding.column} [{finding.code}] {finding.message}")
        for note in outcome.notes:
            out.write(f"提示:{note}")
        if outcome.ignored:
            out.write(f"未识别、已忽略的列:{'、'.join(outcome.ignored)}")
        state = (
            "已导入"
            if outcome.applied
            else f"有{len(outcome.errors)}处错误,未导入任何行"
            if outcome.errors
            else "检查通过,未写入"
        )
        rows = f"共{outcome.rows}行{',其中无误的' if outcome.errors else ''}"
        counts = f"新增{outcome.created},更新{outcome.updated},不变{outcome.unchanged}"
        out.write(f"{state}。{rows}:{counts}。")
