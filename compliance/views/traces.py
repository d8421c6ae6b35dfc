from dataclasses import dataclass

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from communities.choices import Level
from communities.models import Community
from communities.views.base import ScopedDetailView
from compliance import registry
from compliance.figures import figures
from compliance.models import Report, Result
from compliance.scopes import in_scope
from compliance.services import measure

NOTES = {
    "stale": gettext_lazy("人口户数早于 18 个月,数据陈旧"),
    "by_residents": gettext_lazy("没有城镇常住人口,改用常住人口"),
    "by_occupied_households": gettext_lazy("没有常住户数,改用实际入住户数"),
    "by_households": gettext_lazy("没有实际入住户数,改用常住户数"),
    "by_registered_households": gettext_lazy("没有常住户数,改用户籍户数"),
}


@dataclass(frozen=True)
class Today:
    """The registers as they stand today, as of the report's day, beside the frozen figure."""

    groups: list
    differs: bool
    sum: str


class TraceView(ScopedDetailView):
    """How one figure of a report came about: what was counted, what was not and why, judged by which standard."""

    model = Report
    template_name = "office/trace.html"

    def get_context_data(self, **kwargs):
        report, user = self.object, self.request.user
        results = Result.objects.filter(report=report, row_id=self.kwargs["row"], indicator=self.kwargs["indicator"])
        result = results.select_related("row").visible_to(user).first()
        if result is None or result.indicator not in dict(registry.choices()):
            raise Http404
        row = result.row
        scope = in_scope(report, row.code) if row.level != Level.COMMUNITY else None
        figure = figures([result], scope)[0]
        notes = "; ".join(str(NOTES.get(note, note)) for note in result.note.split())
        page = reverse("compliance:report_detail", args=[report.pk])
        crumbs = [(page, str(report)), (f"{page}?area={row.code}", row.name), (None, figure.title)]
        today = self.today(figure, row) if row.level == Level.COMMUNITY else None
        return super().get_context_data(figure=figure, row=row, notes=notes, today=today, crumbs=crumbs, **kwargs)

    def today(self, figure, row):
        """Today's rows as of the report's day; None where the community is no longer in the register."""
        community = Community.objects.filter(pk=row.community_id).first()
        if community is None:
            return None
        on, result = self.object.as_of, figure.result
        traced = figure.indicator.rows(on, community)
        groups = [
            (_("计入的登记"), [self.named(line) for line in traced.counted]),
            (_("没有计入的登记"), [self.named(line) for line in traced.left_out]),
        ]
        now = measure(figure.slug, on=on, area=row.code).get(row.code)
        differs = now is None or (now.numerator, now.denominator) != (result.numerator, result.denominator)
        numbers = (
            f"{now.numerator:,} ÷ {now.denominator:,}" if now and None not in (now.numerator, now.denominator) else ""
        )
        return Today(groups, differs, numbers)

    def named(self, line):
        """People by name for those who may see the register of people; others see post, dates and reason."""
        worker = getattr(line.record, "worker", None)
        name = worker.name if worker and self.request.user.has_perm("staffing.view_worker") else ""
        label = f"{name} {line.label}".strip()
        return {
            "label": label,
            "detail": line.detail,
            "amount": line.amount,
            "reason": line.reason,
            "source": line.source,
        }
