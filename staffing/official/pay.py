"""Pay: what the rules set, what was paid, how far apart. A group of fewer than five people is not shown at all."""

import calendar
from dataclasses import dataclass
from functools import reduce
from operator import add, or_

from django.db.models import Aggregate, Case, CharField, Count, DecimalField, F, FloatField, Max, Min, Q, Value, When
from django.db.models.functions import Cast, Coalesce, Left, NullIf

from communities.access import reaches
from communities.places import around, names, street_of
from records.periods import open_on
from staffing.choices import PostClass, StaffKind
from staffing.models import Pay, PayScale

FEWEST = 5
"""People in a group whose pay may be shown."""
PARTS = ("base", "performance", "allowance", "licence_allowance")
SPELL = "worker__spells__"
MONTHS = 24


class Percentile(Aggregate):
    """`Percentile("paid", fraction=0.5)` is the median."""

    function = "percentile_cont"
    template = "%(function)s(%(fraction)s) WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field = FloatField()


MEASURES = {
    "people": Count("pk"),
    "median": Percentile("paid", fraction=0.5),
    "low": Percentile("paid", fraction=0.25),
    "high": Percentile("paid", fraction=0.75),
    "ratio": Cast(Max("paid"), FloatField()) / NullIf(Cast(Min("paid"), FloatField()), Value(0.0)),
}


@dataclass(frozen=True)
class Group:
    """One line of pay; all but the name is None where the group is too small to be shown."""

    name: str
    people: int | None = None
    median: int | None = None  # yuan
    low: int | None = None  # a quarter of the people have less
    high: int | None = None  # a quarter have more
    ratio: float | None = None  # highest ÷ lowest
    scale: "Scale | None" = None

    @property
    def is_hidden(self):
        return self.people is None

    @property
    def of_scale(self):
        """The median in percent of the lowest grade's amount."""
        return round(100 * self.median / float(self.scale.lowest), 1) if self.median and self.scale else None


@dataclass(frozen=True)
class Scale:
    """What the rules in force set for a class of post, from the lowest grade to the highest."""

    lowest: object
    highest: object


def group(name, measured, **more):
    """The line of a group, or one that only says that it is too small."""
    if measured["people"] < FEWEST:
        return Group(name, **more)
    yuan = {key: round(measured[key]) for key in ("median", "low", "high")}
    return Group(name, people=measured["people"], ratio=measured["ratio"], **yuan, **more)


def month_end(month):
    return month.replace(day=calendar.monthrange(month.year, month.month)[1])


def months(asked):
    """Months for which pay is registered within reach, newest first."""
    inside = Pay.objects.filter(asked.inside("worker__community__code"))
    return list(inside.order_by("-month").values_list("month", flat=True).distinct()[:MONTHS])


def post_class():
    """岗位类别 by the posts held."""
    party, committee = f"{SPELL}party_post", f"{SPELL}committee_post"
    return Case(
        When(Q(**{party: "secretary"}) | Q(**{committee: "director"}), then=Value(PostClass.CHIEF.value)),
        When(
            Q(**{party: "deputy_secretary"}) | Q(**{committee: "deputy_director"}), then=Value(PostClass.DEPUTY.value)
        ),
        When(~Q(**{party: ""}) | ~Q(**{committee: ""}), then=Value(PostClass.COMMITTEE.value)),
        default=Value(PostClass.GENERAL.value),
        output_field=CharField(),
    )


def paid(asked, month):
    """What people in office at the end of the month were paid in it; a row without any amount is unknown, not zero."""
    rows = Pay.objects.filter(
        asked.inside("worker__community__code", f"{SPELL}community__code"),
        open_on(month_end(month), SPELL),
        month=month,
        **{f"{SPELL}is_primary": True},
    )
    known = reduce(or_, (Q(**{f"{part}__isnull": False}) for part in PARTS))
    amount = DecimalField(max_digits=16, decimal_places=2)
    total = reduce(add, (Coalesce(F(part), Value(0), output_field=amount) for part in PARTS))
    return (
        rows.filter(known)
        .order_by()
        .annotate(
            paid=total,
            kind=F(f"{SPELL}staff_kind"),
            street=Left(f"{SPELL}community__code", 9),
            post_class=post_class(),
        )
    )


def overall(rows):
    return rows.aggregate(**MEASURES)


def by_kind(rows):
    found = {row["kind"]: row for row in rows.values("kind").annotate(**MEASURES)}
    return [group(kind.label, found[kind]) for kind in StaffKind if kind in found]


def by_street(rows):
    found = {row["street"]: row for row in rows.values("street").annotate(**MEASURES)}
    called = names(found)
    return [group(called[code], found[code]) for code in sorted(found)]


def by_class(rows, scales):
    found = {row["post_class"]: row for row in rows.values("post_class").annotate(**MEASURES)}
    return [group(one.label, found[one], scale=scales.get(one)) for one in PostClass if one in found]


def scale_rows(asked, month):
    """The scales in force in the month, of the area, of those around it and of those inside it."""
    if not reaches(asked.user, asked.area):
        return []
    here = Q(area__in=[*around(asked.area), street_of(asked.area)]) | Q(area__startswith=asked.area)
    known = PayScale.objects.filter(here, started_on__lte=month_end(month)).exclude(amount=None)
    newest = known.order_by("area", "post_class", "grade", "-started_on").distinct("area", "post_class", "grade")
    return list(newest)


def scales_for(area, rows):
    """{class: Scale} that holds for the area: of the smallest area around it that sets one."""
    found = {}
    for one in PostClass:
        setting = [row for row in rows if row.post_class == one and area.startswith(row.area)]
        nearest = max((row.area for row in setting), key=len, default=None)
        amounts = [row.amount for row in setting if row.area == nearest]
        if amounts:
            found[one.value] = Scale(min(amounts), max(amounts))
    return found
