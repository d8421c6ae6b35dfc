from compliance.shipped import load_standards
from records.commands import BaseCommand


class Command(BaseCommand):
    """Adds shipped standards and publication rows that are not there yet; changes none that are."""

    help = "补充随产品提供的标准和公开范围;已有的不改动,可重复执行"

    def handle(self, *args, **options):
        self.stdout.write(f"新增{load_standards()}条。")
