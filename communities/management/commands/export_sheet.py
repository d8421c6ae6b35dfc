from django.core.exceptions import PermissionDenied
from django.core.management.base import CommandError

from communities.commands import area
from communities.places import is_known
from records.commands import BaseCommand, cannot_write, day, user_named, wrong_call
from sheets import registry
from sheets.export import kind_of
from sheets.files import written_whole
from sheets.services import export_sheet


class Command(BaseCommand):
    """Exit code: 0 written, 1 refused, 2 wrong call."""

    help = "导出一张表格,格式与导入相同;身份证号和手机号默认打码。"

    def add_arguments(self, parser):
        parser.add_argument("sheet", help="表名:" + " ".join(registry.all_sheets()))
        parser.add_argument("-o", "--output", required=True, metavar="FILE", help=".xlsx 或 .csv")
        parser.add_argument("--area", type=area, metavar="CODE", help="只导出该区划之内的")
        parser.add_argument("--as-of", type=day, metavar="DATE", help="该日有效的,如 2024-12-31")
        parser.add_argument("--clear", action="store_true", help="个人信息不打码(须有权限并写明事由,会留下记录)")
        parser.add_argument("--reason", default="", metavar="TEXT", help="不打码导出的事由")
        parser.add_argument("--user", metavar="NAME", help="以该账号的辖区导出(默认:系统)")

    def handle(self, *args, **options):
        if options["sheet"] not in registry.all_sheets():
            raise wrong_call(f"没有“{options['sheet']}”这张表,可选:{' '.join(registry.all_sheets())}")
        try:
            kind = kind_of(options["output"])
        except ValueError as error:
            raise wrong_call(str(error)) from error
        if options["area"] and not is_known(options["area"]):
            raise CommandError(f"没有编码为 {options['area']} 的区划或社区。")
        user = user_named(options["user"])
        asked = {name: options[name] for name in ("area", "as_of", "clear", "reason")}
        try:
            with written_whole(options["output"]) as out:
                count = export_sheet(options["sheet"], user=user, out=out, kind=kind, **asked)
        except PermissionDenied as error:
            raise CommandError(str(error), returncode=1) from error
        except OSError as error:
            raise cannot_write(options["output"], error) from error
        self.stderr.write(f"已导出 {count} 行到 {options['output']}。")
