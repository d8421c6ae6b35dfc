"""Whether a community has enough: the newest figures in plain words."""

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef, Q, Subquery
from django.db.models.functions import JSONObject
from django.utils.translation import gettext_lazy as _

from communities.choices import Level
from communities.panels import panel
from compliance.choices import Verdict
from compliance.figures import figures
from compliance.models import Publication, Report, Result, Standard
from compliance.publicity import Openness
from compliance.querysets import prefixes
from compliance.subjects import report_for
from records.asked import question

FIRST = {Verdict.FAIL: 0, Verdict.PASS: 1, Verdict.UNKNOWN: 2, Verdict.EXEMPT: 3}


@question
def _published(areas, community):
    """What the newest published report around a community says of it: results with their row and report, with who set
    the limit, and with what the areas around open of the indicator."""
    newest = Report.objects.published().filter(area_code__in=areas).order_by("-as_of", "-pk").values("pk")[:1]
    here = Q(report=Subquery(newest), row__report=F("report"), row__level=Level.COMMUNITY, row__community_id=community)
    standard = Standard.objects.filter(pk=OuterRef("standard_id"))
    opened = Publication.objects.filter(indicator=OuterRef("indicator"), area__in=areas)
    return (
        Result.objects.filter(here)
        .select_related("row__report")
        .annotate(
            set_by=Subquery(standard.values(json=JSONObject(issuer="issuer", document="document", clause="clause"))),
            opened=ArraySubquery(opened.values(json=JSONObject(area="area", reach="reach"))),
        )
    )


@panel("figures", title=_("够不够"), template="compliance/panel.html", order=20, is_wide=True)
def enough(visit):
    """Judged figures as sentences, the others as a table. The public sees what is published and open."""
    return told(visit)


def told(visit, plan=None):
    """What the panel says; `plan`: to the public, as if this `Opening` had been released."""
    results, shown = _open(visit, plan) if visit.is_public else _for_office(visit)
    if not results:
        return None if visit.is_public else {"report": None}
    row = results[0].row
    judged = [figure for figure in shown if figure.verdict != Verdict.EXEMPT]
    others = [figure for figure in shown if figure.verdict == Verdict.EXEMPT and figure.result.value is not None]
    closed = not judged and any(result.verdict != Verdict.EXEMPT for result in results)
    found = {
        "is_closed": closed,
        "report": row.report,
        "row": row,
        "judged": judged,
        "others": others,
        "is_public": visit.is_public,
    }
    return found | {"is_office": not visit.is_public and visit.user.has_perm("compliance.view_standard")}


def _open(visit, plan):
    """(all results, figures of those that are open)"""
    code = visit.community.code
    results = _published(areas=tuple(prefixes(code)), community=visit.community.pk)
    rows = [(result.indicator, each["area"], each["reach"]) for result in results for each in result.opened]
    openness = Openness(code, plan, rows)
    shown = [result for result in results if openness.shows(result, code, Level.COMMUNITY)]
    standards = {result.standard_id: Standard(**result.set_by) for result in shown if result.set_by}
    return results, _sorted(figures(shown, standards=standards))


def _for_office(visit):
    report = report_for(visit.user)
    inside = Q(report=report, row__report=report, row__level=Level.COMMUNITY, row__community_id=visit.community.pk)
    results = list(Result.objects.filter(inside).select_related("row__report")) if report else []
    return results, _sorted(figures(results))


def _sorted(found):
    return sorted(found, key=lambda figure: FIRST[figure.verdict])
