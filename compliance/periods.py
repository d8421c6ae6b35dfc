"""The reports in which a place occurs, oldest first: what its figures were before, and in the term before."""

from dataclasses import dataclass

from django.db.models import Count

from communities.choices import Level
from communities.models import Community, CommunityCode
from compliance.models import Report, Result, Row
from compliance.querysets import prefixes

MOST = 60
"""So many reports back a trend goes: five years of months."""
LATEST = 12
"""So many the small trends beside each figure show."""
TERM = 5
"""Years between two elections of committees (城市居民委员会组织法, 村民委员会组织法)."""


@dataclass(frozen=True)
class Period:
    report: Report
    row: Row

    @property
    def day(self):
        return self.report.as_of


def codes_of(row):
    """All codes a place had: a community may have been given another."""
    if row.level != Level.COMMUNITY:
        return [row.code]
    held = CommunityCode.objects.filter(community_id=row.community_id).values_list("code", flat=True)
    return sorted({row.code, *held})


def periods(report, row, user):
    """The report shown and those before it on the same place, one a day; each with the row of the place then."""
    earlier = reports_on(row, user).filter(as_of__lt=report.as_of)
    newest = list(earlier.order_by("-as_of", "state", "-pk").distinct("as_of")[: MOST - 1])
    rows = _rows(newest, row, user)
    return [*(Period(each, rows[each.pk]) for each in reversed(newest) if each.pk in rows), Period(report, row)]


def reports_on(row, user):
    return Report.objects.visible_to(user).standing().filter(area_code__in=_around(row))


def _around(row):
    return sorted({area for code in codes_of(row) for area in prefixes(code)})


def _rows(reports, row, user):
    found = Row.objects.filter(report__in=reports, level=row.level, code__in=codes_of(row)).visible_to(user)
    return {each.report_id: each for each in found if each.community_id == row.community_id}


def series(shown, slugs=()):
    """{(row, indicator): result} of the periods, of all indicators unless some are named."""
    reports, rows = [period.report.pk for period in shown], [period.row.pk for period in shown]
    found = Result.objects.filter(report__in=reports, row__in=rows)  # both, as their index is entered by the report
    if slugs:
        found = found.filter(indicator__in=slugs)
    return {(result.row_id, result.indicator): result for result in found.told()}


def term_began(row, on):
    """The first day of the term of office that most communities of the place were in on a day; None if not known."""
    here = Community.objects.filter(term_until__isnull=False)
    here = here.filter(pk=row.community_id) if row.community_id else here.filter(code__startswith=row.code)
    known = here.order_by().values_list("term_until").annotate(count=Count("pk")).order_by("-count", "-term_until")
    until = known.first()
    if until is None:
        return None
    day = until[0]
    while day > on and day.year > TERM:
        leaps = (day.month, day.day) == (2, 29)
        day = day.replace(year=day.year - TERM, day=28 if leaps else day.day)
    return day


def term_before(row, on, user):
    """The last report before the present term of office, as a period; None where there is none."""
    began = term_began(row, on)
    if began is None:
        return None
    report = reports_on(row, user).filter(as_of__lt=began).order_by("-as_of", "state", "-pk").first()
    rows = _rows([report], row, user) if report else {}
    return Period(report, rows[report.pk]) if rows else None
