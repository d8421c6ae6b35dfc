"""What reports tell the registers: which communities do not reach which standard."""

from communities.registers import verdicts
from compliance import registry
from compliance.choices import Verdict
from compliance.models import Result
from compliance.subjects import report_for


def failing(indicator, user):
    """Codes of the communities that fail the indicator in the newest report the account sees."""
    report = report_for(user)
    found = Result.objects.filter(report=report, row__report=report, indicator=indicator, verdict=Verdict.FAIL)
    return found.filter(row__level="community").values("row__code")


verdicts.provide(choices=registry.choices, narrow=failing)
