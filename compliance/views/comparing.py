from django.http import Http404
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import TemplateView, View

from communities.places import around
from communities.views.base import ScopedMixin
from compliance.asof import Asked, shown
from compliance.comparing import Comparison
from compliance.downloads import csv_answer
from compliance.models import Report, Row
from compliance.overview import Overview

OFFERED = 60


class CompareMixin(ScopedMixin):
    """Two places and days as they are asked for; the second is, unless asked otherwise, the same place a report ago."""

    model = Report

    def ask(self, area, on):
        return Asked(self.request.user, area, on)

    @cached_property
    def second(self):
        """What is looked at."""
        get = self.request.GET.get
        return self.ask(get("area", ""), get("on", ""))

    @cached_property
    def first(self):
        """What it is compared with."""
        area, on = self.request.GET.get("other", ""), self.request.GET.get("other_on", "")
        report = self.second.report
        if not on and report:
            earlier = self.second.reports.filter(as_of__lt=report.as_of).first()
            # Another place is compared on the same day, the same place with the report before.
            before = earlier.as_of if earlier and not area else report.as_of
            on = before.isoformat()
        return self.ask(area or self.request.GET.get("area", ""), on)

    @cached_property
    def comparison(self):
        """None where one of the sides has no report, or its report does not know the place."""
        sides = []
        for asked in (self.first, self.second):
            found = shown(asked) if asked.report else None
            if found is None:
                return None
            sides.append(Overview(found))
        return Comparison(*sides)


class CompareView(CompareMixin, TemplateView):
    """Two places or two days side by side."""

    template_name = "office/compare.html"

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            comparison=self.comparison, sides=(self.first, self.second), offered=self.offered(), **kwargs
        )

    def offered(self):
        """Places of the same level beside the one looked at, to choose from."""
        if self.comparison is None:
            return []
        row = self.comparison.right.row
        beside = Row.objects.of(row.report, level=row.level, area="".join(around(row.code)[-1:]))
        return list(beside.visible_to(self.request.user).order_by("code")[:OFFERED])


class CompareFileView(CompareMixin, View):
    """The same as a file."""

    def get(self, request, *args, **kwargs):
        if self.comparison is None:
            raise Http404
        first, second = self.comparison.names
        header = [_("指标"), _("代码"), _("单位"), first, _("判定"), second, _("判定"), _("差"), _("差的单位")]
        return csv_answer("linli-compare", header, map(self.line, self.comparison.pairs))

    def line(self, pair):
        sides = [
            cell for side in (pair.left, pair.right) for cell in ((side.value, side.word) if side else (None, None))
        ]
        told = [pair.change.amount, pair.change.unit] if pair.change else [None, None]
        return [pair.indicator.title, pair.indicator.slug, pair.indicator.unit, *sides, *told]
