import time

from django.core.management.base import CommandError
from django.utils.translation import gettext as _

from communities.commands import area
from communities.division_files import DivisionFileError
from demo.loading import SMALL, WHOLE, DemoRefused, load_demo
from demo.logins import login_lines
from records.commands import BaseCommand


class Command(BaseCommand):
    """Real divisions with invented people, premises and figures, a published report, and accounts to look around."""

    help = "载入演示数据(真实区划,虚构人员、设施和数字),并发布一份测算报告"

    def add_arguments(self, parser):
        parser.add_argument("--place", type=area, metavar="CODE", help=f"区划编码,默认 {WHOLE}(重庆市)")
        parser.add_argument("--small", action="store_true", help=f"只载入一个区县,默认 {SMALL}(渝中区)")

    def handle(self, *, place, small, **options):
        began = time.monotonic()
        place = place or (SMALL if small else WHOLE)
        try:
            loaded = load_demo(place)
        except (DemoRefused, DivisionFileError) as error:
            raise CommandError(str(error)) from error
        if loaded is None:
            self.stdout.write(_("演示数据(%s)已经载入,未作改动。") % place)
            return
        if loaded.communities:
            self._tell(loaded)
        report = loaded.report
        self.stdout.write(_("已发布测算报告 %s:%s,截至 %s") % (report.pk, report.area_name, report.as_of))
        self.stdout.write(_("用时 %.1f 秒") % (time.monotonic() - began))
        for line in login_lines(loaded.logins) if loaded.logins else ():
            self.stdout.write(line)

    def _tell(self, loaded):
        self.stdout.write(
            _("演示数据已载入:社区 %s、社区工作者 %s、服务设施 %s、小区 %s、网格 %s、服务事项 %s、志愿者 %s")
            % (
                *(loaded.communities, loaded.workers, loaded.facilities),
                *(loaded.estates, loaded.grids, loaded.services, loaded.volunteers),
            )
        )
