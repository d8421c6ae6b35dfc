"""Communities out of the ordinary: too large, empty, grown past what was built for them. Each app declares what it
looks for in a module `unusual`, found at start."""

from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import Count, F, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from communities.choices import Level
from communities.names import short_name
from compliance.choices import Verdict
from compliance.figures import figures, number
from compliance.frozen import frozen
from compliance.models import Result


@dataclass(frozen=True)
class Asked:
    """What is looked through, and by whom: an area of a report; from which share of occupancy an estate counts; how
    many rows are wanted (None: all)."""

    report: object
    area: str
    share: Decimal
    user: object
    most: int | None = None


@dataclass
class Found:
    """What was found: how many, a table of the first, what has to be said beside it; or why nothing could be."""

    header: list
    rows: list = field(default_factory=list)
    notes: list = field(default_factory=list)
    total: int = 0
    unable: str = ""


@dataclass(frozen=True)
class Cell:
    """A text that leads somewhere."""

    text: str
    url: str = ""

    def __str__(self):
        return str(self.text)


@dataclass(frozen=True)
class Kind:
    slug: str
    title: str
    explain: str
    order: int
    find: Callable[[Asked], Found]
    takes_share: bool


_kinds: dict[str, Kind] = {}


def kind(slug, *, title, explain, order, takes_share=False):
    """Declare the function below as something to look for."""

    def register(function):
        _kinds[slug] = Kind(slug, title, explain, order, function, takes_share)
        return function

    return register


def kinds():
    """All of them, in the order of the page."""
    return sorted(_kinds.values(), key=lambda each: each.order)


def place(row, slug=""):
    """A community of a report, leading to its page in the dashboard."""
    query = f"?report={row.report_id}&area={row.code}"
    url = f"{reverse('compliance:overview')}{query}" + (f"&indicator={slug}" if slug else "")
    return Cell(short_name(row.name, row.kind), url)


def traced(result, text):
    """A figure, leading to how it came about."""
    return Cell(text, reverse("compliance:report_trace", args=[result.report_id, result.row_id, result.indicator]))


def _inside(asked, slug):
    found = Result.objects.at(asked.report, level=Level.COMMUNITY, area=asked.area).filter(indicator=slug)
    return found.select_related("row")


def _first(asked, found, name, results):
    """The first of the results, in their order; which they are is worked out once for a report."""
    keys = results.values_list("row_id", "indicator")
    keys = frozen(asked.report, f"{asked.area}.unusual.{name}", lambda: list(keys))
    found.total = len(keys)
    order = {key: place for place, key in enumerate(keys[: asked.most])}
    rows, slugs = {row for row, _slug in order}, {slug for _row, slug in order}
    shown = Result.objects.filter(report=asked.report, row__in=rows, indicator__in=slugs).select_related("row")
    by_key = {(result.row_id, result.indicator): result for result in shown}
    return [by_key[key] for key in order]


def own(asked, slug):
    """What the report says of the area itself; None where it does not have the indicator."""
    return Result.objects.filter(report=asked.report, row__code=asked.area, indicator=slug).first()


SIZE = "households-per-community"
JUDGED = ("passed", "failed", "flagged", "unflagged", "unknown")
"""Where an area's own row counts the communities that a standard judges."""


@kind(
    "oversized",
    title=gettext_lazy("超大社区"),
    explain=gettext_lazy("常住户数超过当日有效的社区规模标准上限的社区;没有常住户数的不能判断。"),
    order=10,
)
def oversized(asked):
    """Communities with more households than the range of the standard that judged them."""
    found = Found([_("社区"), _("编码"), _("户数 (户)"), _("标准 (户)"), _("超出 (户)"), _("依据")])
    over = _inside(asked, SIZE).filter(verdict=Verdict.FAIL, value__gt=F("limit_max")).order_by("-value", "row__code")
    for figure in figures(_first(asked, found, "oversized", over), keep_order=True):
        result = figure.result
        excess = number(result.value - result.limit_max)
        link = traced(result, figure.value)
        found.rows.append([place(result.row, SIZE), result.row.code, link, figure.limit, excess, figure.basis])
    counts = [getattr(own(asked, SIZE), name, 0) or 0 for name in JUDGED]
    if not sum(counts):
        found.unable = _("这一天没有对这里有效的社区规模标准,无法判断。")
    if counts[-1]:
        found.notes.append(_("另有 %(n)s 个社区没有常住户数,不能判断。") % {"n": number(counts[-1])})
    return found


STAFF, PEOPLE = "staff-per-community", "certified-per-10k"


@kind(
    "shell",
    title=gettext_lazy("空壳社区"),
    explain=gettext_lazy("当日没有常住人口,或登记册已填而没有任何工作人员的社区;没有填登记册的不算,单独列数。"),
    order=20,
)
def shells(asked):
    """Communities that are known to have no residents or no staff."""
    found = Found([_("社区"), _("编码"), _("没有什么"), _("数值")])
    inside = Result.objects.at(asked.report, level=Level.COMMUNITY, area=asked.area)
    inside = inside.filter(indicator__in=(STAFF, PEOPLE))
    none = inside.filter(Q(indicator=STAFF, numerator=0) | Q(indicator=PEOPLE, denominator=0))
    for result in _first(asked, found, "shell", none.order_by("row__code", "indicator")):
        what = _("没有工作人员") if result.indicator == STAFF else _("没有常住人口")
        link = traced(result, "0")
        found.rows.append([place(result.row, result.indicator), result.row.code, what, link])
    counts = {
        "staff": Count("pk", filter=Q(indicator=STAFF, numerator=None)),
        "people": Count("pk", filter=Q(indicator=PEOPLE, denominator=None)),
    }
    unknown = frozen(asked.report, f"{asked.area}.unusual.unknown", lambda: inside.aggregate(**counts))
    words = {"staff": _("工作人员登记册没有填"), "people": _("没有常住人口数")}
    told = _("另有 %(n)s 个社区%(words)s,不能判断。")
    found.notes = [told % {"n": number(count), "words": words[name]} for name, count in unknown.items() if count]
    return found
