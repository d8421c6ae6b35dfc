"""网格覆盖核对: the lists of what does not add up, each line with the act that settles it."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.generic import TemplateView, View

from communities.access import doing, reach
from communities.choices import Level
from communities.models import Area
from communities.registers.saving import refusing
from communities.views.base import ScopedMixin, asked_area
from communities.views.sending import SentOnceMixin
from grids import coverage, services
from grids.choices import GridKind
from grids.models import Building, Grid
from grids.settling import lines_of, settle_as_proposed
from property_mgmt.models import Compound
from records.text import key_in

ROWS = 50


def asked_codes(request):
    """Where to look: all the account reaches, or the part of it asked for."""
    area = asked_area(request)
    return (area,) if area else reach(request.user)


def is_wide(codes):
    """A city or more: its counties are asked one by one."""
    return any(len(code) < Level.COUNTY.width for code in codes)


class CoverageView(ScopedMixin, TemplateView):
    """The findings of one kind, fifty a page; of a city only its counties to choose from."""

    template_name = "grids/coverage.html"
    permission_required = "grids.view_building"

    def get_context_data(self, **kwargs):
        codes, today = asked_codes(self.request), timezone.localdate()
        if is_wide(codes):
            counties = Area.objects.visible_to(self.request.user).open(on=today).filter(level="county")
            return super().get_context_data(counties=counties.order_by("code"), **kwargs)
        findings = coverage.find(codes, today)
        tabs = [(kind, sum(each.kind == kind for each in findings)) for kind in coverage.FindingKind]
        asked = self.request.GET.get("kind")
        first = next((kind for kind, count in tabs if count), coverage.FindingKind.UNASSIGNED)
        kind = coverage.FindingKind(asked) if asked in coverage.FindingKind.values else first
        page = Paginator([each for each in findings if each.kind == kind], ROWS).get_page(self.request.GET.get("page"))
        nets = [(GridKind(net).label, count, places) for net, count, places in coverage.unmerged(codes, today)]
        context = {"tabs": tabs, "kind": kind, "page": page, "lines": self.lines(page.object_list, today)}
        context |= {"area": asked_area(self.request), "total": len(findings), "nets": nets}
        context |= {"grids": coverage.count_grids(codes, today), "may_settle": self.may_settle}
        return super().get_context_data(**context, **kwargs)

    @cached_property
    def settled_in(self):
        """Where the account may settle what is found."""
        user = self.request.user
        with doing(user, "grids.change_building"):
            return reach(user) if self.may_settle else ()

    def lines(self, findings, today):
        """[(line, whether the account may settle it)]"""
        return [(line, line.community.code.startswith(self.settled_in)) for line in lines_of(findings, today)]

    @property
    def may_settle(self):
        return self.request.user.has_perm("grids.change_building")


class SettleView(SentOnceMixin, ScopedMixin, View):
    """One line settled, or all lines of a page as proposed."""

    permission_required = "grids.change_building"
    http_method_names = ["post"]

    def post(self, request):
        try:
            with refusing(Building):
                said = self.settle(request.POST)
            messages.success(request, said)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        known = {name: request.POST[name] for name in ("kind", "area") if request.POST.get(name)}
        return HttpResponseRedirect(f"{reverse('grids:coverage')}?{urlencode(known)}")

    def settle(self, data):
        user = self.request.user
        if data.get("do") == "proposed":
            count = settle_as_proposed(asked_codes(self.request), data.get("kind"), user=user)
            return _("已按建议划入 %s 处。") % count
        grid = self.one(Grid, "grid")
        if data.get("do") == "number":
            renumbered = services.renumber_grid(grid=grid, user=user)
            return _("已改号为 %s。") % renumbered.code
        if data.get("building") and data.get("do") != "whole":
            placed = services.place_building(building=self.one(Building, "building"), grid=grid, user=user)
        else:
            placed = services.place_compound(compound=self.one(Compound, "compound"), grid=grid, user=user)
        return _("已将%(what)s划入%(grid)s。") % {"what": placed, "grid": grid}

    def one(self, model, name):
        """The row meant, within reach."""
        rows = model.objects.visible_to(self.request.user)
        row = rows.filter(pk=key_in(self.request.POST.get(name, ""))).first()
        if row is None:
            raise ValidationError(_("请先选择网格;所选的记录可能已不存在,请刷新后再试。"), code="required")
        return row
