from django.db.models import F
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from communities.choices import LEVEL_OF_WIDTH, Level
from communities.models import Area
from communities.places import inside, names, site_area, trail
from communities.views.base import PublicMixin
from compliance import registry
from compliance.figures import figures
from compliance.models import Report, Result, Standard
from compliance.publicity import Openness
from compliance.querysets import prefixes
from compliance.scopes import Scopes, in_scope
from records.asked import question

COLUMNS = 4
"""How many indicators stand beside the places inside an area; the others stand on their own pages."""


@question
def _newest(areas):
    return Report.objects.published().filter(area_code__in=areas).order_by("-as_of", "-pk")[:1]


@question
def _results(report, level, code):
    return Result.objects.filter(report=report, row__report=report, row__level=level, row__code=code).told()


@question
def _inner(report, codes, indicators):
    inside = Result.objects.filter(report=report, row__report=report, row__code__in=codes, indicator__in=indicators)
    return inside.annotate(code=F("row__code"), level=F("row__level")).told("code", "level")


class AreaView(PublicMixin, TemplateView):
    """An area's newest published figures, as far as it opens them, and the places inside it."""

    template_name = "public/area.html"

    def get_context_data(self, code, top=None, **kwargs):
        area = Area.objects.filter(code=code).first()
        places = inside(code)
        if area is None and not places:
            raise Http404
        top = site_area() if top is None else top
        crumbs = [*trail(code, top), (None, area.name if area else code)]
        context = {
            "area": area,
            "name": area.name if area else code or _("全国"),
            "code": code,
            "crumbs": crumbs,
            "is_top": code == top,
        }
        return super().get_context_data(**context, **published(code, places), **kwargs)


class HomeView(AreaView):
    """The same for the area the site is about."""

    def get_context_data(self, **kwargs):
        code = site_area()
        if not code and not Report.objects.published().filter(area_code="").exists():
            places = place_rows(inside(""), {}, [])
            name = _("全国") if places else ""
            return TemplateView.get_context_data(self, name=name, places=places, is_top=True)
        return super().get_context_data(code=code, top=code, **kwargs)


def published(code, places, plan=None):
    """What the newest published report says of the area and of the places directly inside it.

    `plan`: as if this `Opening` had been released.
    """
    report = next(iter(_newest(areas=tuple(prefixes(code)))), None)
    if report is None:
        return {"report": None, "places": place_rows(places, {}, [])}
    openness = Openness(code, plan)
    level = LEVEL_OF_WIDTH.get(len(code), Level.PROVINCE)
    results = _results(report=report.pk, level=level, code=code)
    own = [each for each in results if openness.shows(each, code, level)]
    inner = {LEVEL_OF_WIDTH[len(place.code)] for place in places} - {Level.COMMUNITY}
    found = figures(own, in_scope(report, code, min(inner, default=None)))
    others = [figure for figure in found if not figure.is_telling and not figure.is_out_of_scope]
    columns = [figure.indicator for figure in found if figure.counts or figure.is_judged][:COLUMNS]
    codes, slugs = tuple(place.code for place in places), tuple(indicator.slug for indicator in columns)
    results = _inner(report=report.pk, codes=codes, indicators=slugs) if codes and slugs else []
    return {
        "report": report,
        "figures": found,
        "others": others,
        "columns": columns,
        "places": place_rows(places, _shown(results, openness, report, code), columns),
    }


def _shown(results, openness, report, area):
    scopes = {level: Scopes(report, area, level) for level in {result.level for result in results}}
    found = {}
    for figure in figures(results):
        result = figure.result
        if openness.shows(result, result.code, result.level):
            found[result.code, figure.slug] = scopes[result.level].tell(figure, result.code)
    return found


def place_rows(places, found, columns):
    """[(address, name, figures in the order of the columns, None where not open)]"""
    rows = []
    for place in places:
        page = "compliance:area" if isinstance(place, Area) else "communities:public"
        cells = [found.get((place.code, indicator.slug)) for indicator in columns]
        rows.append((reverse(page, args=[place.code]), str(place), cells))
    return rows


class StandardsView(PublicMixin, TemplateView):
    """Every indicator with its definition and the standards it is judged by in the area the site is about."""

    template_name = "public/standards.html"

    def get_context_data(self, **kwargs):
        by_slug, areas, site = {}, set(), site_area()
        for standard in Standard.objects.order_by("area", "scope", "-started_on"):
            if not (standard.area.startswith(site) or site.startswith(standard.area)):
                continue
            by_slug.setdefault(standard.indicator, []).append(standard)
            areas.add(standard.area)
        rows = [(indicator, by_slug.get(indicator.slug, [])) for indicator in registry.indicators()]
        crumbs = [(reverse("compliance:home"), _("首页")), (None, _("标准与算法"))]
        return super().get_context_data(rows=rows, names=names(areas), crumbs=crumbs, **kwargs)
