"""Which reports, and which of their rows: in the words of the office."""

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import BooleanField, F, Func, Q

from communities.access import ScopedQuerySet, reach, within
from communities.choices import WIDTHS
from compliance.choices import ReportState
from records.periods import PeriodQuerySet


def prefixes(code):
    """The code itself and those of all areas around it, the country ("") included."""
    return ["", *(code[:width] for width in sorted(WIDTHS.values()) if width <= len(code))]


class ConcerningQuerySet(ScopedQuerySet):
    """What an area states for all inside it: whoever works anywhere inside sees it too."""

    is_seen_around = True

    def visible_to(self, user):
        codes = reach(user)
        if "" in codes:
            return self.all()
        around = {area for code in codes for area in prefixes(code)}
        path = self.model.code_path
        return self.filter(within(codes, path) | Q(**{f"{path}__in": around}))


class ReportQuerySet(ConcerningQuerySet):
    """Reports of areas inside the account's reach, and of those around it: of these it sees the rows inside."""

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


class StandardQuerySet(PeriodQuerySet, ConcerningQuerySet):
    """Limits an area has set for itself and everything inside it; "" is the whole country."""

    def equally_specific(self, terms):
        """Those that would judge the same rows on the same day, neither going before the other."""
        same = self.filter(
            indicator=terms.indicator, area=terms.area, scope=terms.scope, levels__overlap=list(terms.levels)
        )
        lasting = same.filter(Q(ended_on=None) | Q(ended_on__gt=terms.started_on))
        return lasting.filter(started_on__lt=terms.ended_on) if terms.ended_on else lasting


class DraftQuerySet(PeriodQuerySet, ScopedQuerySet):
    """Standards as somebody proposes them, inside the area they are for."""


class RowQuerySet(ScopedQuerySet):
    """Communities and areas of reports. An area around one's reach is not within it."""

    def of(self, report, *, level=None, area=""):
        found = self.filter(report=report, code__startswith=area)
        return found.filter(level=level) if level else found


class ResultQuerySet(ScopedQuerySet):
    def at(self, report, *, level, area=""):
        """The results of the rows of one level inside an area; both tables are entered by the report."""
        return self.filter(report=report, row__report=report, row__level=level, row__code__startswith=area)

    def of_rows(self, rows):
        """The results of these rows, found by their keys. Where all of a level are wanted, PostgreSQL would rather read
        the whole table with every processor there is, which takes twice as long and holds up the others."""
        keys = ArraySubquery(rows.order_by().values("pk"))
        one_of = Func(F("row"), keys, template="%(expressions)s)", arg_joiner=" = ANY(", output_field=BooleanField())
        return self.filter(one_of)

    def told(self, *more):
        """To be read only, and without its row: making instances of a thousand results takes longer than a page may."""
        fields = (field for field in self.model._meta.concrete_fields if field.name not in ("id", "report"))
        return self.values_list(*(field.attname for field in fields), *more, named=True)
