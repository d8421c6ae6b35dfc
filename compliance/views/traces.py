from dataclasses import dataclass

from django.http import Http404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from communities.access import full_reach, may_at
from communities.choices import Level
from communities.models import AreaFigure, Community
from communities.registers import declaring
from communities.views.base import ScopedDetailView
from compliance import periods, registry, trends
from compliance.figures import figures
from compliance.models import Report, Result, Row
from compliance.ranking import level_inside, members
from compliance.scopes import in_scope
from compliance.services import measure
from compliance.tracing import Line

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
        query = f"?report={report.pk}&area={row.code}&indicator={result.indicator}"
        board, file = (
            reverse("compliance:overview") + query,
            reverse("compliance:overview_file", args=["trend"]) + query,
        )
        crumbs = [(page, str(report)), (board + query, row.name), (None, figure.title)]
        is_community = row.level == Level.COMMUNITY
        return super().get_context_data(
            figure=figure, row=row, notes=notes, crumbs=crumbs, trend=self.trend(figure, row), trend_file=file + query,
            today=self.today(figure, row) if is_community else None,
            members=[] if is_community else members(report, row.code, level_inside(report, row), figure.slug),
            published=None if is_community else self.published(figure, row), **kwargs,
        )  # fmt: skip

    def trend(self, figure, row):
        """What the figure was in earlier reports."""
        shown = periods.periods(self.object, row, self.request.user)
        return trends.trend(shown, periods.series(shown, [figure.slug]), figure.slug)

    def published(self, figure, row):
        """What another office published for the area, where the sum is divided by that; with the address of its row."""
        field = figure.indicator.area_base
        if not field:
            return None
        stated = AreaFigure.objects.filter(area__code=row.code, on__lte=self.object.as_of).exclude(**{field: None})
        found = stated.order_by("-on").first()
        if found is None:
            return None
        label = AreaFigure._meta.get_field(field).verbose_name
        return self.named(
            Line(str(label), str(found.on), amount=getattr(found, field), source=found.source, record=found)
        )

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
        name = worker.name if worker and self.shows_names else ""
        label = f"{name} {line.label}".strip()
        return {
            "label": label,
            "url": self.register_url(line.record),
            "detail": line.detail,
            "amount": line.amount,
            "reason": line.reason,
            "source": line.source,
        }

    @cached_property
    def shows_names(self):
        code = Row.objects.values_list("code", flat=True).get(report=self.object, pk=self.kwargs["row"])
        return may_at(self.request.user, "staffing.view_worker", code)

    def register_url(self, record):
        """The page of the row in its register, which also tells its history; empty where it is not for this account."""
        if record is None:
            return ""
        try:
            register = declaring.get(type(record))
        except KeyError:
            return ""
        if not self.request.user.has_perm(register.permission("view")):
            return ""
        return register.row_url(record, self.codes) or ""

    @cached_property
    def codes(self):
        return full_reach(self.request.user)
