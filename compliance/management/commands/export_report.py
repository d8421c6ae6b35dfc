import os
import tempfile
from pathlib import Path

from django.conf import settings
from django.core.management.base import CommandError
from django.utils import translation

from communities.choices import Level
from compliance.exports import TooLong, levels_of, write_csv, write_xlsx
from compliance.models import Report
from records.commands import BaseCommand, cannot_write, wrong_call

WRITERS = {"csv": write_csv, "xlsx": write_xlsx}


class Command(BaseCommand):
    """Exit code: 0 done, 1 refused, 2 wrong call. The file appears complete or not at all."""

    help = "导出报告中一个层级的全部结果"

    def add_arguments(self, parser):
        parser.add_argument("report", metavar="ID", help="报告编号")
        parser.add_argument("--format", default="csv", metavar="csv|xlsx", help="csv(默认,供程序读取)或 xlsx(供人阅读)")
        parser.add_argument("-o", "--output", required=True, metavar="FILE", help="输出文件")
        parser.add_argument("--level", default=Level.COMMUNITY.value, metavar="LEVEL", help="、".join(Level.values))

    def handle(self, *args, **options):
        level, kind = options["level"], options["format"]
        if level not in Level.values:
            raise wrong_call(f"没有“{level}”这一层级,可选:{'、'.join(Level.values)}。")
        if kind not in WRITERS:
            raise wrong_call(f"没有“{kind}”这种格式,可选:csv、xlsx。")
        if not options["report"].isdecimal():
            raise wrong_call(f"报告编号应为数字,而不是“{options['report']}”。")
        report = Report.objects.filter(pk=int(options["report"])).first()
        if report is None:
            raise CommandError(f"没有编号为 {options['report']} 的报告。")
        if level not in levels_of(report):
            raise CommandError(f"报告 {report.pk} 的范围是 {report.area_name},没有“{Level(level).label}”层级的结果。")
        with translation.override(settings.LANGUAGE_CODE):
            self._write(report, level, kind, Path(options["output"]))

    def _write(self, report, level, kind, path):
        try:
            with tempfile.NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False) as out:
                draft = Path(out.name)
                try:
                    written = WRITERS[kind](report, level, out)
                    out.flush()
                    draft.chmod(0o666 & ~_umask())
                    draft.replace(path)
                finally:
                    draft.unlink(missing_ok=True)
        except TooLong as error:
            raise CommandError(str(error)) from error
        except OSError as error:
            raise cannot_write(path, error) from error
        self.stdout.write(f"已导出 {written} 行到 {path}。")


def _umask():
    """What the account's new files may not allow."""
    mask = os.umask(0)
    os.umask(mask)
    return mask
