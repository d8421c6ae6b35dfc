"""How a figure changed from one report to another: shares by percentage points, everything else in its own unit."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from compliance.figures import number


@dataclass(frozen=True)
class Change:
    """The difference in words, and what it is compared with."""

    amount: str
    unit: str
    since: date | None = None

    @property
    def text(self):
        return f"{self.amount} {self.unit}".strip()

    @property
    def short(self):
        """For columns that leave no room: +2.10 百分点."""
        return self.text.replace(" 个", " ")


def change(before, now, unit, since=None):
    """From one value to another; None where either is unknown."""
    if before is None or now is None:
        return None
    amount = number(abs(now - before), unit)
    if not amount.strip("0.,"):
        return Change(_("持平"), "", since)
    sign = "+" if now > before else "−"
    return Change(f"{sign}{amount}", str(_("个百分点") if unit == "%" else unit), since)
