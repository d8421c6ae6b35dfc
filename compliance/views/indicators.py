from django.http import Http404
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from communities.places import names
from communities.views.base import ScopedMixin
from compliance import registry, wording
from compliance.downloads import csv_answer
from compliance.models import Standard
from compliance.timeline import timeline


class IndicatorListView(ScopedMixin, TemplateView):
    """Every indicator the portal measures, and how many standards judge it today."""

    model = Standard
    template_name = "office/indicator_list.html"

    def get_queryset(self):
        return Standard.objects.visible_to(self.request.user)

    def get_context_data(self, **kwargs):
        judged = {}
        for standard in self.get_queryset().open(on=timezone.localdate()):
            judged.setdefault(standard.indicator, []).append(standard)
        rows = [(indicator, judged.get(indicator.slug, [])) for indicator in registry.indicators()]
        return super().get_context_data(rows=rows, **kwargs)


class IndicatorMixin(ScopedMixin):
    """One indicator and the standards that an account may know of: of the areas around its reach and inside it."""

    model = Standard

    @cached_property
    def indicator(self):
        try:
            return registry.get(self.kwargs["indicator"])
        except KeyError:
            raise Http404 from None

    @cached_property
    def standards(self):
        found = Standard.objects.visible_to(self.request.user).filter(indicator=self.indicator.slug)
        return list(found.order_by("area", "scope", "started_on"))

    @cached_property
    def called(self):
        """{code: name} of the areas that have a standard."""
        return names({standard.area for standard in self.standards} - {""})


class IndicatorDetailView(IndicatorMixin, TemplateView):
    """What an indicator says, how it is computed, and which standard has judged it where and when."""

    template_name = "office/indicator_detail.html"

    def get_context_data(self, **kwargs):
        drawing = timeline(self.standards, timezone.localdate(), _("%s的标准沿革") % self.indicator.title)
        context = {
            "indicator": self.indicator,
            "standards": self.standards,
            "names": self.called,
            "timeline": drawing,
            "today": timezone.localdate(),
            "gap_unit": registry.GAP_UNITS.get(self.indicator.gap, ""),
        }
        return super().get_context_data(**kwargs | context)


class IndicatorFileView(IndicatorMixin, TemplateView):
    """The standards of an indicator as a file."""

    def get(self, request, *args, **kwargs):
        header = [
            _("适用区划"), _("适用对象"), _("判定层级"), _("标准值"), _("提示性"), _("施行日期"), _("废止日期"),
            _("发文机关"), _("文号"), _("条款"), _("网址"), _("备注"),
        ]  # fmt: skip
        return csv_answer(f"linli-{self.indicator.slug}-standards", header, map(self._line, self.standards))

    def _line(self, each):
        return [
            self.called.get(each.area, _("全国")), each.get_scope_display(), wording.levels(each),
            wording.limit_words(each), _("是") if each.is_advisory else _("否"), each.started_on, each.ended_on,
            each.issuer, each.document, each.clause, each.url, each.note,
        ]  # fmt: skip
