from records.commands import BaseCommand, cannot_write, wrong_call
from sheets import registry
from sheets.files import written_whole
from sheets.services import write_template


class Command(BaseCommand):
    """Exit code: 0 written, 2 wrong call."""

    help = "生成一张空白模板(.xlsx):表头、下拉选项和填写说明。"

    def add_arguments(self, parser):
        parser.add_argument("sheet", help="表名:" + " ".join(registry.all_sheets()))
        parser.add_argument("-o", "--output", required=True, metavar="FILE", help=".xlsx")

    def handle(self, *args, **options):
        if options["sheet"] not in registry.all_sheets():
            raise wrong_call(f"没有“{options['sheet']}”这张表,可选:{' '.join(registry.all_sheets())}")
        if not options["output"].endswith(".xlsx"):
            raise wrong_call("模板文件名应以 .xlsx 结尾")
        try:
            with written_whole(options["output"]) as out:
                write_template(options["sheet"], out)
        except OSError as error:
            raise cannot_write(options["output"], error) from error
        self.stderr.write(f"已生成 {options['output']}")
