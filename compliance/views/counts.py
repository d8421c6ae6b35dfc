"""社会服务统计: the table, the same as a workbook, and the rows behind each number."""

import io

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from communities import registers, workbench
from communities.access import may_at
from communities.choices import LEVEL_OF_WIDTH, Kind, Level
from communities.models import Area, Community
from communities.names import short_name
from communities.official.producing import demo_marks, name_of, office_of
from communities.places import street_of
from communities.views.answers import workbook
from communities.views.base import ScopedMixin
from communities.views.sending import SentOnceMixin
from compliance.counts import keeping
from compliance.counts.counting import inside, table
from compliance.counts.declaring import get, lines
from compliance.counts.forms import CountForm
from compliance.models import Report
from compliance.subjects import DOWNWARDS
from jobs.services import enqueue
from sheets.official import Column, Heading, chinese_day, write_official

ROWS = 50
EXPORT = "compliance.export_report"


class CountMixin(ScopedMixin):
    """An area within reach, a period that is over."""

    model = Report

    @cached_property
    def form(self):
        asked = self.request.GET
        form = CountForm(asked if "by" in asked else CountForm.begun(), user=self.request.user)
        form.is_valid()
        return form

    @property
    def span(self):
        return self.form.cleaned_data.get("span") if not self.form.errors else None

    @property
    def area(self):
        return self.form.cleaned_data["area"]

    def query(self, **more):
        """What was asked, for an address."""
        span = self.span
        return urlencode({"area": self.area, "by": span.by, "year": span.year, "number": span.number, **more})


class CountView(SentOnceMixin, CountMixin, TemplateView):
    """The numbers of a period with those of the one before, and place by place; of a large area as last counted."""

    template_name = "office/count_list.html"

    def get(self, request, *args, **kwargs):
        if self.span and request.GET.get("format") == "xlsx" and self.both:
            return self.workbook()
        return super().get(request, *args, **kwargs)

    def post(self, request, *args, **kwargs):
        """Have a large area counted, for the first time or again."""
        if not self.span or not self.is_large:
            return super().get(request, *args, **kwargs)
        params = keeping.as_params(self.span, self.level)
        return redirect(workbench.page_of(enqueue("count", user=request.user, area_code=self.area, params=params)))

    @cached_property
    def level(self):
        """The level below the area; in a municipality its counties."""
        here = LEVEL_OF_WIDTH.get(len(self.area))
        below = DOWNWARDS[DOWNWARDS.index(here) + 1 :] if here else DOWNWARDS
        known = set(Area.objects.filter(code__startswith=street_of(self.area)).values_list("level", flat=True))
        return next((level for level in below if level in known and level != Level.CITY), Level.COMMUNITY)

    @cached_property
    def is_large(self):
        return keeping.is_large(self.area)

    @cached_property
    def job(self):
        """The one that counted; None where the page does, or nobody has had it counted."""
        return keeping.newest(self.area, self.span, self.level) if self.is_large else None

    @cached_property
    def both(self):
        """The counts of the period and of the one before; None where they are still to be asked for."""
        if not self.is_large:
            return keeping.both(self.area, self.span, self.level)
        return keeping.kept(self.job) if self.job else None

    @property
    def counts(self):
        return self.both[0]

    @cached_property
    def table(self):
        return table(*self.both)

    @cached_property
    def places(self):
        """[(code, name, communities, its numbers in the order of the lines)]"""
        codes = self.counts.codes
        called = dict(Area.objects.filter(code__in=codes).values_list("code", "name"))
        shown = []
        for code, name in codes.items():
            named = short_name(name, "") if self.level == Level.COMMUNITY else called.get(code, code)
            numbers = [self.counts.count(place, code=code) for place in range(len(lines()))]
            shown.append((code, named, numbers))
        return shown

    def get_context_data(self, **kwargs):
        context = super().get_context_data(form=self.form, lines=lines(), kinds=list(Kind), **kwargs)
        if self.span:
            context |= {"span": self.span, "area": self.area, "name": name_of(self.area), "query": self.query()}
            context |= {"is_large": self.is_large, "job": self.job, "is_counted": self.both is not None}
        if self.span and self.both:
            context |= {"table": self.table, "places": self.places, "communities": self.counts.communities}
            context["may_export"] = self.request.user.has_perm(EXPORT)
        return context

    def workbook(self):
        if not may_at(self.request.user, EXPORT, self.area):
            raise PermissionDenied
        out, span = io.BytesIO(), self.span
        heading = Heading(
            title=_("社会服务统计(基层政权和社区治理部分)"),
            office=office_of(self.area),
            period=_("%(span)s,截至%(day)s") % {"span": span, "day": chinese_day(span.end)},
            unit=_("个、人、处、㎡"),
            issued_on=timezone.localdate(),
            marks=demo_marks(),
            notes=(_("说明:期末数。空格表示没有登记,不等于零;“有数据”是已登记或确认无此项的居(村)委会数。"),),
            empty=_("这一范围在期末没有居(村)委会。"),
        )
        if self.request.GET.get("table") == "places":
            columns, rows = self.by_place()
        else:
            columns, rows = self.by_line()
        write_official(out, heading=heading, columns=columns, rows=rows)
        return workbook(out.getvalue(), f"{heading.title}_{heading.office}_{span}.xlsx")

    def by_line(self):
        number = [Column(_("本期末"), 11, "decimal"), *(Column(str(kind.label), 11, "decimal") for kind in Kind)]
        change = [Column(_("上期末"), 11, "decimal"), Column(_("增减"), 10, "decimal")]
        known = [Column(_("有数据(个)"), 10, "whole"), Column(_("应有(个)"), 10, "whole")]
        rows = [
            [str(line.title), str(line.unit), total.value, ours.value, theirs.value, earlier.value, more,
             total.known, total.asked]
            for line, total, ours, theirs, earlier, more in self.table
        ]  # fmt: skip
        return [Column(_("指标"), 34), Column(_("单位"), 6), *number, *change, *known], rows

    def by_place(self):
        columns = [Column(_("区划编码"), 15), Column(_("名称"), 24)]
        columns += [Column(f"{line.title}({line.unit})", 10, "decimal") for line in lines()]
        return columns, [[code, name, *(one.value for one in numbers)] for code, name, numbers in self.places]


class CountRowsView(CountMixin, TemplateView):
    """The rows behind one number: of whom or what, where, and the way to the register."""

    template_name = "office/count_rows.html"

    def get_context_data(self, **kwargs):
        line = get(self.kwargs["line"])
        if line is None or (self.span is None and "by" in self.request.GET):
            raise Http404
        kind = self.request.GET.get("kind", "")
        kind = kind if kind in Kind.values else ""
        page = Paginator(self.rows(line, kind), ROWS).get_page(self.request.GET.get("page"))
        context = {"line": line, "span": self.span, "page": page, "kind": Kind(kind).label if kind else ""}
        context |= {"shown": [self.shown(row) for row in page], "back": self.query(), "name": name_of(self.area)}
        return super().get_context_data(**{**kwargs, **context})

    def rows(self, line, kind):
        here = inside(self.area, self.span.end, kind)
        rows = line.rows(self.span.end)
        if rows is None:
            return Community.objects.filter(pk__in=here).order_by("code", "pk")
        if not self.request.user.has_perm(f"{rows.model._meta.app_label}.view_{rows.model._meta.model_name}"):
            raise PermissionDenied
        related = [one for one in ("community", "worker") if one in {field.name for field in rows.model._meta.fields}]
        return rows.filter(community__in=here).select_related(*related).order_by("community__code", "pk")

    def shown(self, row):
        """(community, what it is, address of the row)"""
        community = row if isinstance(row, Community) else row.community
        register = registers.get(type(row))
        user = self.request.user
        url = register.url("detail", row.pk) if register and register.may(user, "view") else ""
        return community, self.told(row), url

    def told(self, row):
        """People by name for those who may see the register of people; others see the posts."""
        if isinstance(row, Community):
            return _("小组 %s") % (_("无数据") if row.groups is None else row.groups)
        worker = getattr(row, "worker", None)
        if worker is None:
            return str(row)
        posts = [row.get_party_post_display(), row.get_committee_post_display()]
        told = "、".join(filter(None, posts)) or row.get_staff_kind_display()
        return f"{worker.name} {told}" if self.shows_names else told

    @cached_property
    def shows_names(self):
        return may_at(self.request.user, "staffing.view_worker", self.area)
