"""Results as people read them: value with unit, limit with its document, verdict as sign and word, the sum behind."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property

from django.utils.translation import gettext as _

from communities.names import short_name
from compliance import registry
from compliance.choices import Operator, Verdict
from compliance.models import Standard
from compliance.registry import GAP_UNITS
from records.asked import question

SIGNS = {Verdict.PASS: "✓", Verdict.FAIL: "✕", Verdict.UNKNOWN: "?", Verdict.EXEMPT: "–"}
CENT = Decimal("0.01")
FAIR = Decimal("0.9")
"""Where a smaller share answered, a figure says more about the answers than about the place."""


def number(value, unit=""):
    """Thousands separated; shares with two places, other figures with two where they are not whole."""
    if value is None:
        return None
    value = Decimal(value)
    if unit != "%" and value == value.to_integral_value():
        return f"{int(value):,}"
    return f"{value.quantize(CENT, ROUND_HALF_UP):,}"


@dataclass
class Figure:
    """One result with the indicator it belongs to and the standard that judged it; on a dashboard also with its change
    since the report before and its small trend."""

    result: object
    standard: Standard | None = None
    in_scope: int | None = None
    change: object = None
    spark: object = None

    @cached_property
    def indicator(self):
        return registry.get(self.result.indicator)

    @property
    def slug(self):
        return self.result.indicator

    @cached_property
    def title(self):
        return str(self.indicator.title)

    @property
    def name(self):
        """What the place is called by its residents."""
        row = self.result.row
        return short_name(row.name, row.kind)

    @cached_property
    def unit(self):
        return str(self.indicator.unit)

    @property
    def verdict(self):
        return self.result.verdict

    @property
    def is_judged(self):
        return self.result.verdict in (Verdict.PASS, Verdict.FAIL)

    @property
    def sign(self):
        return SIGNS[self.result.verdict]

    @cached_property
    def word(self):
        """The verdict, with what to bear in mind in one pair of brackets."""
        if not (self.is_judged and self.is_thin):
            return self.plain_word
        told = _("%(verdict)s(提示,仅供参考)") if self.result.advisory else _("%(verdict)s(仅供参考)")
        return told % {"verdict": self._verdict}

    @cached_property
    def plain_word(self):
        """Without what to bear in mind where few have answered."""
        if self.result.verdict == Verdict.EXEMPT and self.result.value is not None:
            return _("不判定")
        word = self._verdict
        return _("%(verdict)s(提示)") % {"verdict": word} if self.result.advisory and self.is_judged else word

    @property
    def _verdict(self):
        return str(Verdict(self.result.verdict).label)  # get_verdict_display goes through all choices, 0.1 ms each time

    @property
    def is_thin(self):
        """Whether too few communities of an area answered for the figure to say much; where it is known how many."""
        known = self.result.known
        return bool(self.in_scope) and known is not None and known < FAIR * self.in_scope

    @cached_property
    def value(self):
        """Rounded, unless rounding would make a value that misses the limit look like the limit itself."""
        unit = "%" if self.indicator.is_share else ""
        text = number(self.result.value, unit)
        if self.result.verdict == Verdict.FAIL and text == number(self.result.limit, unit):
            return f"{self.result.value.normalize():,f}"
        return text

    @property
    def numerator(self):
        return number(self.result.numerator)

    @property
    def denominator(self):
        return number(self.result.denominator)

    @property
    def shortfall(self):
        return gap(self.result.shortfall, self) if self.result.shortfall else None

    @cached_property
    def limit(self):
        """≥ 18, ≤ 20, 1,000–3,000"""
        if self.result.limit is None:
            return None
        low = number(self.result.limit)
        if self.result.operator == Operator.BETWEEN:
            return f"{low}–{number(self.result.limit_max)}"
        return f"{'≥' if self.result.operator == Operator.AT_LEAST else '≤'} {low}"

    @property
    def limit_words(self):
        """不低于 18 人"""
        if self.result.limit is None:
            return ""
        words = {"low": number(self.result.limit), "unit": self.unit}
        if self.result.operator == Operator.BETWEEN:
            return _("%(low)s 至 %(high)s %(unit)s") % {**words, "high": number(self.result.limit_max)}
        if self.result.operator == Operator.AT_LEAST:
            return _("不低于 %(low)s %(unit)s") % words
        return _("不高于 %(low)s %(unit)s") % words

    @property
    def basis(self):
        """Who set the limit, in which document and clause."""
        if self.standard is None:
            return ""
        return " ".join(filter(None, [self.standard.issuer, self.standard.document, self.standard.clause]))

    @property
    def sum(self):
        """328 ÷ 251 × 100 = 76.52, or nothing where there is nothing to divide."""
        if self.result.value is None or self.result.denominator == 1:
            return ""
        times = f" × {self.indicator.per:,}" if self.indicator.per != 1 else ""
        return f"{self.numerator} ÷ {self.denominator}{times} = {self.value}"

    @cached_property
    def counts(self):
        """Communities inside an area by verdict: (class, word, number), those that were judged first."""
        result = self.result
        if result.known is None:
            return []
        passed, failed = (result.passed or 0) + (result.unflagged or 0), (result.failed or 0) + (result.flagged or 0)
        if not passed and not failed:
            return []
        return [
            ("pass", _("达标"), passed),
            ("fail", _("未达标"), failed),
            ("unknown", _("数据不全"), result.unknown or 0),
        ]

    @property
    def is_telling(self):
        """Whether there is a verdict to talk about: its own, or those of the communities inside."""
        return self.result.verdict != Verdict.EXEMPT or bool(self.counts)

    @property
    def is_out_of_scope(self):
        """Nothing to show: the indicator does not concern this place."""
        return self.result.verdict == Verdict.EXEMPT and self.result.numerator is None and not self.result.known

    @property
    def missing(self):
        """The gap as a number alone, for columns that name the unit."""
        return number(self.result.shortfall) if self.result.shortfall else None

    @property
    def failing(self):
        """How many communities inside are below the limit (or beyond it)."""
        return (self.result.failed or 0) + (self.result.flagged or 0)


def gap(amount, figure):
    """19 人, 4,812 ㎡"""
    unit = GAP_UNITS.get(figure.indicator.gap, "")
    return f"{number(amount)} {unit}".strip()


@question
def _standards(keys):
    return Standard.objects.filter(pk__in=keys)


def figures(results, in_scope=None, *, standards=None, keep_order=False):
    """Figures of results in the order of the registry (or as they come); their standards, by key, are fetched at once
    where they are not known."""
    results = list(results)
    if standards is None:
        keys = {result.standard_id for result in results} - {None}
        standards = {standard.pk: standard for standard in _standards(keys=tuple(keys))} if keys else {}
    order = {indicator.slug: index for index, indicator in enumerate(registry.indicators())}
    known = (result for result in results if result.indicator in order)
    return [
        Figure(result, standards.get(result.standard_id), (in_scope or {}).get(result.indicator))
        for result in (known if keep_order else sorted(known, key=lambda result: order[result.indicator]))
    ]
