from datetime import datetime, time
from zoneinfo import ZoneInfo

import pytest

from jobs import registry

SHANGHAI = ZoneInfo("Asia/Shanghai")


@pytest.fixture
def registered(monkeypatch):
    """Registries of the test's own."""
    monkeypatch.setattr(registry, "_handlers", {})
    monkeypatch.setattr(registry, "_duties", {})


def at(*parts):
    return datetime(*parts, tzinfo=SHANGHAI)


def test_daily_falls_due_at_its_time_and_not_before():
    due = registry.daily(time(1, 30))
    assert due(at(2025, 3, 1, 1, 30)) == at(2025, 3, 1, 1, 30)
    assert due(at(2025, 3, 1, 1, 29)) == at(2025, 2, 28, 1, 30)
    assert due(at(2025, 3, 1, 23, 59)) == at(2025, 3, 1, 1, 30)


def test_monthly_goes_back_over_the_turn_of_the_year():
    due = registry.monthly(time(2), day=28)
    assert due(at(2025, 1, 28, 2)) == at(2025, 1, 28, 2)
    assert due(at(2025, 1, 3)) == at(2024, 12, 28, 2)
    with pytest.raises(ValueError, match="1 to 28"):
        registry.monthly(time(2), day=31)


def test_a_kind_has_one_handler(registered):
    registry.handler("report", title="测算报告")(print)
    with pytest.raises(ValueError, match="two handlers"):
        registry.handler("report", title="测算报告")(print)


def test_an_unknown_kind_has_no_handler_but_a_name(registered):
    with pytest.raises(LookupError):
        registry.handler_of("gone")
    assert registry.title_of("gone") == "gone"


def test_a_duty_is_a_handler_and_names_its_period(registered):
    registry.periodic("drafts", title="每晚草稿", due=registry.daily(time(1, 30)))(print)
    (duty,) = registry.duties()
    assert registry.handler_of("drafts").run is print
    assert duty.period(at(2025, 3, 1, 1, 29)) == "2025-02-28T01:30"
