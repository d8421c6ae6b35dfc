import json

from django.core.management.base import CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from communities.commands import area as area_code
from communities.models import Community
from grids import coverage
from grids.choices import GridKind
from records.commands import BaseCommand, day


class Command(BaseCommand):
    """Prove coverage by lists: what lies in no grid or in several, which grids have nobody or a wrong number.

    Exit code: 0 done (whatever was found), 1 refused, 2 wrong call.
    """

    help = "核对网格覆盖:未划入、重复划入、无人网格、编号不连续、上级网格不在本社区"

    def add_arguments(self, parser):
        parser.add_argument(
            "--area", type=area_code, required=True, metavar="CODE", help="区划或社区编码:2、4、6、9或12位"
        )
        parser.add_argument("--as-of", type=day, metavar="DATE", help="截至日期,默认今天")
        parser.add_argument("--json", action="store_true", help="以JSON输出")

    def handle(self, *, area, as_of, **options):
        on = as_of or timezone.localdate()
        if not Community.objects.existing(on=on).filter(code__startswith=area).exists():
            raise CommandError(_("区划 %s 中没有社区。") % area)
        grids, findings = coverage.count_grids([area], on), coverage.find([area], on)
        if options["json"]:
            told = {"area": area, "grids": grids, "findings": [each.as_json() for each in findings]}
            self.stdout.write(json.dumps(told, ensure_ascii=False))
            return
        self.stdout.write(_("区划 %(area)s:网格 %(grids)s 个") % {"area": area, "grids": grids})
        if not grids:
            self.stdout.write(_("还没有登记网格,是否全覆盖无从核对。"))
        for kind in coverage.FindingKind:
            found = [each for each in findings if each.kind == kind]
            self.stdout.write(f"{kind.label}:{len(found)}")
            for each in found:
                self.stdout.write(f"  {each.community} {each.subject} {' '.join(each.grids)}".rstrip())
        for kind, count, communities in coverage.unmerged([area], on):
            text = _("尚未整合的%(kind)s:%(count)s 个,涉及 %(communities)s 个社区")
            told = {"kind": GridKind(kind).label, "count": count, "communities": communities}
            self.stdout.write(text % told)
