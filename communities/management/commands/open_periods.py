from communities.submissions.periods import open_periods
from records.commands import BaseCommand, day


class Command(BaseCommand):
    help = "开启各表组在某一天所属的报送期(默认今天),为每个社区建立待报项;重复执行只补缺。"

    def add_arguments(self, parser):
        parser.add_argument("--on", type=day, metavar="DATE", help="日期,如 2026-09-30")

    def handle(self, *, on, **options):
        for period in open_periods(on=on):
            self.stdout.write(f"{period}:截止日期 {period.due_on},待报 {period.submissions.count()} 项")
