import json

from django.core.exceptions import ValidationError
from django.core.management.base import CommandError
from django.utils import timezone

from communities.commands import area
from compliance.exports import summary
from compliance.following_reports import key_of
from compliance.models import Report
from compliance.services import check_area
from jobs.models import Job
from jobs.services import enqueue, run_here
from records.commands import BaseCommand, day, user_named


class Command(BaseCommand):
    """Exit code: 0 done, 1 refused, 2 wrong call. Runs in this process, without a worker."""

    help = "测算一个区划及其下全部街道、社区截至某日的各项指标,生成报告"

    def add_arguments(self, parser):
        parser.add_argument(
            "--area", type=area, required=True, metavar="CODE", help="区划编码:2、4、6或9位,如 50、500103"
        )
        parser.add_argument("--as-of", required=True, type=day, metavar="DATE", help="截至日期,如 2026-09-30")
        parser.add_argument("--publish", action="store_true", help="生成后立即发布")
        parser.add_argument("--json", action="store_true", help="以JSON输出该区划的结果")
        parser.add_argument("--user", metavar="NAME", help="以该账号的辖区生成(默认:系统)")

    def handle(self, *args, **options):
        code, on, user = options["area"], options["as_of"], user_named(options["user"])
        if on > timezone.localdate():
            raise CommandError(f"截至日期 {on} 还没有到,不能测算。请填今天({timezone.localdate()})或更早的日期。")
        try:
            check_area(code, user=user)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        params = {"area": code, "as_of": on.isoformat(), "publish": options["publish"]}
        job = run_here(enqueue("report", user=user, area_code=code, params=params, here=True))
        if job.state != Job.State.DONE:
            raise CommandError(job.message)
        report = Report.objects.get(pk=job.result["report"])
        run_here(Job.objects.get(key=key_of(report)))
        if options["json"]:
            self.stdout.write(json.dumps(summary(report), ensure_ascii=False))
        else:
            self.stdout.write(
                f"报告 {report.pk}:{report.area_name} 截至 {report.as_of},{report.communities} 个社区,"
                f"用时 {report.seconds:.1f} 秒,{report.get_state_display()}。"
            )
