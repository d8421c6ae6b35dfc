"""Which part of a report an account looks at: the report's area, or what of it lies within reach."""

from dataclasses import dataclass

from django.http import Http404

from communities.access import reach
from communities.choices import Level
from communities.models import CommunityCode
from communities.places import around, lies_in, site_area
from compliance.models import Report, Row

DOWNWARDS = [Level.PROVINCE, Level.CITY, Level.COUNTY, Level.STREET, Level.COMMUNITY]


def report_for(user):
    """The newest report around the account's reach, else the newest inside it; withdrawn ones do not count."""
    visible = Report.objects.visible_to(user).standing()
    for code in sorted(reach(user), key=len):
        found = visible.covering(code or site_area()).newest()
        if found:
            return found
    return visible.newest()


def tops(report, user):
    """The outermost codes of the report that the account may see."""
    codes = reach(user)
    if any(report.area_code.startswith(code) for code in codes):
        return [report.area_code]
    return sorted(code for code in codes if code.startswith(report.area_code))


@dataclass(frozen=True)
class Subject:
    """One row of a report within the account's reach, and the way to it."""

    report: Report
    row: Row
    above: list

    @property
    def code(self):
        return self.row.code

    @property
    def levels(self):
        """The levels inside the row, its own included."""
        return DOWNWARDS[DOWNWARDS.index(self.row.level) :]


class Absent(Http404):
    """A place within reach that the report does not know: not yet, or no longer, there on its day."""


def subject(report, user, asked=""):
    """The row asked for, else the outermost within reach; one out of reach does not exist.

    A community may be asked for by any code it ever had; the row is the one it had on the report's day.
    """
    allowed = tops(report, user)
    code = asked or next(iter(allowed), None)
    if code is None or not lies_in(code, allowed):
        raise Http404
    rows = _rows(report, code)
    if code not in rows:
        code = _code_then(report, code)
        if code is None or not lies_in(code, allowed):
            raise Absent
        rows = _rows(report, code)
    way = [area for area in around(code) if lies_in(area, allowed)]
    return Subject(report, rows[code], [rows[area] for area in way if area in rows])


def _rows(report, code):
    """The place and the areas around it, as far as the report has them."""
    return {row.code: row for row in Row.objects.filter(report=report, code__in=[*around(code), code])}


def _code_then(report, code):
    """The code that the community of this code had in the report; None where it has none there."""
    if len(code) != Level.COMMUNITY.width:
        return None
    ids = CommunityCode.objects.filter(code=code).values("community")
    held = CommunityCode.objects.filter(community__in=ids).values_list("code", flat=True)
    return Row.objects.of(report, level=Level.COMMUNITY).filter(code__in=[*held]).values_list("code", flat=True).first()
