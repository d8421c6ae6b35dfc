"""例行工作: what an office does every week, month, quarter, half year and year, from `data/duties.csv`.

A bureau edits the file: level, title, basis, the sheets it needs, and in which days of its period it falls.
"""

import csv
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from communities.access import reach
from communities.choices import LEVEL_OF_WIDTH
from communities.registers import declaring

FILE = settings.BASE_DIR / "communities" / "data" / "duties.csv"
RHYTHMS = {"week": _("每周"), "month": _("每月"), "quarter": _("每季度"), "half": _("每半年"), "year": _("每年")}
MONTHS = {"month": 1, "quarter": 3, "half": 6, "year": 12}


@dataclass(frozen=True)
class Duty:
    """One routine. `day` is the last day of its period on which it is done in time, counted from the first."""

    rhythm: str
    levels: tuple
    title: str
    basis: str
    sheets: tuple
    day: int

    @property
    def rhythm_label(self):
        return RHYTHMS[self.rhythm]

    def due(self, today):
        """The day of the present period by which it is due."""
        return period_start(self.rhythm, today) + timedelta(days=self.day - 1)


def period_start(rhythm, today):
    if rhythm == "week":
        return today - timedelta(days=today.weekday())
    months = MONTHS[rhythm]
    return date(today.year, (today.month - 1) // months * months + 1, 1)


@lru_cache(maxsize=1)
def all_duties():
    with FILE.open(encoding="utf-8-sig", newline="") as file:
        return [
            Duty(
                rhythm=row["rhythm"],
                levels=tuple(row["levels"].split(";")),
                title=row["title"],
                basis=row["basis"],
                sheets=tuple(filter(None, row["sheets"].split(";"))),
                day=int(row["day"]),
            )
            for row in csv.DictReader(file)
        ]


def this_week(today, user):
    """[(duty, due day, [(register, address)])] of the account's levels that fall due from Monday to Sunday."""
    monday = today - timedelta(days=today.weekday())
    sunday = monday + timedelta(days=6)
    codes = reach(user)
    levels, wide = {LEVEL_OF_WIDTH.get(len(code)) for code in codes} - {None}, "" in codes
    by_sheet = {one.sheet: one for one in declaring.registers() if isinstance(one.sheet, str) and one.in_menu}
    return [
        (duty, due, [by_sheet[name] for name in duty.sheets if name in by_sheet and by_sheet[name].may(user, "view")])
        for duty in all_duties()
        for due in sorted({duty.due(monday), duty.due(sunday)})
        if monday <= due <= sunday and (levels & set(duty.levels) or wide)
    ]
