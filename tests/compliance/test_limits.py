from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from compliance.limits import parse


@pytest.mark.parametrize(
    ("text", "operator", "base", "due"),
    [
        ("18", "at_least", None, (18, None)),
        ("0.5", "at_most", None, (Decimal("0.5"), None)),
        ("1000-3000", "between", None, (1000, 3000)),
        ("1000~3000", "between", None, (1000, 3000)),
        ("up to 2000: 4; up to 3000: 5; above: 6", "at_least", 2000, (4, None)),
        ("up to 2000: 4; up to 3000: 5; above: 6", "at_least", 2001, (5, None)),
        ("up to 2000: 4; up to 3000: 5; above: 6", "at_least", 3001, (6, None)),
        ("up to 2000: 4; up to 3000: 5; above: 6", "at_least", 0, (4, None)),
        ("up to 2000: 4; up to 3000: 5; above: 6", "at_least", None, None),
        ("below 5000: 9", "at_least", 4999, (9, None)),
        ("below 5000: 9", "at_least", 5000, None),
        ("up to 3000: 5-7; above: 7-9", "between", 3000, (5, 7)),
        ("up to 3000: 5-7; above: 7-9", "at_least", 3001, (7, 9)),
        ("1 per 300; min 6; max 12", "at_least", 300, (6, None)),
        ("1 per 300; min 6; max 12", "at_least", 1801, (7, None)),
        ("1 per 300; min 6; max 12", "at_least", 9999, (12, None)),
        ("1 per 300; min 6", "at_least", 9999, (34, None)),
        ("1 per 300", "at_least", 1, (1, None)),
        ("up to 2000:4;above：6", "at_least", 2000, (4, None)),
        ("UP TO 2000: 4；ABOVE: 6", "at_least", 2001, (6, None)),
    ],
)
def test_reading(text, operator, base, due):
    assert parse(text, operator).of(base) == due


@pytest.mark.parametrize(
    ("text", "operator"),
    [
        ("", "at_least"),
        ("十八", "at_least"),
        ("-18", "at_least"),
        ("18;19", "at_least"),
        ("3000-1000", "between"),
        ("1000", "between"),
        ("5-7", "at_most"),
        ("above: 6; up to 2000: 4", "at_least"),
        ("up to 3000: 4; up to 2000: 5", "at_least"),
        ("up to 2000: 4; up to 2000: 5", "at_least"),
        ("1 per 0", "at_least"),
        ("1 per 300; min 9; max 6", "at_least"),
        ("1 per 300; min 9; min 6", "at_least"),
        ("up to 2000", "at_least"),
    ],
)
def test_refused(text, operator):
    with pytest.raises(ValidationError) as refusal:
        parse(text, operator)
    assert "limit" in refusal.value.message_dict


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(0, 10**6), st.integers(1, 10**4), st.integers(1, 50), st.integers(0, 50))
def test_a_proportion_is_the_least_whole_number_that_suffices(base, per, least, more):
    due, _ = parse(f"1 per {per}; min {least}; max {least + more}", "at_least").of(base)
    if least < due < least + more:
        assert (due - 1) * per < base <= due * per
    assert least <= due <= least + more
