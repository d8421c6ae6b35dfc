"""How results read: rounding, grouping, limits in words."""

from decimal import Decimal

import pytest

from compliance.figures import Figure, number
from compliance.models import Result, Standard
from compliance.wording import limit_words


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (None, "", None),
        ("11269", "人", "11,269"),
        ("8.5214", "人", "8.52"),
        ("100", "%", "100.00"),
        ("0.005", "㎡", "0.01"),
    ],
)
def test_numbers_are_grouped_and_rounded_half_up(value, unit, text):
    assert number(value, unit) == text


def test_a_value_just_beyond_the_limit_does_not_look_like_the_limit():
    result = Result(
        indicator="office-share", value=Decimal("20.0012"), limit=Decimal(20), operator="at_most", verdict="fail"
    )
    assert Figure(result).value == "20.0012"
    result.verdict = "pass"
    assert Figure(result).value == "20.00"


@pytest.mark.parametrize(
    ("limit", "operator", "base", "words"),
    [
        ("18", "at_least", "", "不低于 18"),
        ("1000-3000", "between", "", "1,000–3,000"),
        ("up to 2000: 4; above: 6", "at_least", "households", "不低于 2,000 户及以下 4;更多 6"),
        ("below 5000: 9", "at_least", "residents", "不低于 不到 5,000 人 9"),
        ("1 per 300; min 6; max 12", "at_least", "occupied", "不低于 每 300 户 1,至少 6,至多 12"),
        ("?", "at_least", "", "?"),
    ],
)
def test_limits_are_told_in_words(limit, operator, base, words):
    assert limit_words(Standard(limit=limit, operator=operator, base=base)) == words
