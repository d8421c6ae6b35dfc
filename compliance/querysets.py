"""Which reports, and which of their rows: in the words of the office."""

from django.db.models import Q

from communities.access import ScopedQuerySet, reach, within
from communities.choices import WIDTHS
from compliance.choices import ReportState


def prefixes(code):
    """The code itself and those of all areas around it, the country ("") included."""
    return ["", *(code[:width] for width in sorted(WIDTHS.values()) if width <= len(code))]


class ReportQuerySet(ScopedQuerySet):
    def visible_to(self, user):
        """Reports of areas inside the account's reach, or around it: of those it sees the rows inside its reach."""
        codes = reach(user)
        around = {area for code in codes for area in prefixes(code)}
        return self.filter(within(codes, "area_code") | Q(area_code__in=around))

    def published(self):
        return self.filter(state=ReportState.PUBLISHED)

    def standing(self):
        """Neither withdrawn nor replaced by anything: ready or published."""
        return self.exclude(state=ReportState.WITHDRAWN)

    def covering(self, code):
        """Reports of the area itself or of one around it."""
        return self.filter(area_code__in=prefixes(code))

    def newest(self):
        return self.order_by("-as_of", "-pk").first()


class RowQuerySet(ScopedQuerySet):
    """Communities and areas of reports. An area around one's reach is not within it."""

    def of(self, report, *, level=None, area=""):
        found = self.filter(report=report, code__startswith=area)
        return found.filter(level=level) if level else found


class ResultQuerySet(ScopedQuerySet):
    def at(self, report, *, level, area=""):
        """The results of the rows of one level inside an area; both tables are entered by the report."""
        return self.filter(report=report, row__report=report, row__level=level, row__code__startswith=area)
