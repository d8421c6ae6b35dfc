"""What is reported together. Each app declares the groups made of its registers, in `AppConfig.ready()`."""

from dataclasses import dataclass

from django.apps import apps

from communities.submissions import calendar


@dataclass(frozen=True, kw_only=True)
class SheetGroup:
    """Sheets a community reports together, in one rhythm.

    `models` are the registers it enters itself: whoever wrote in them does not approve them. Where `closes_late`, a day
    inside a running period is covered by the last finished one (money of a year is reported after the year).
    """

    slug: str
    title: str
    rhythm: str
    sheets: tuple
    models: tuple
    closes_late: bool = False

    def registers(self):
        return [apps.get_model(label) for label in self.models]

    def first_day_for(self, day):
        """The first day of the period whose approval settles the figures as of the day."""
        first = calendar.first_day(self.rhythm, day)
        running = (calendar.day_after(self.rhythm, first) - day).days > 1
        return calendar.first_day_before(self.rhythm, first) if self.closes_late and running else first


_groups: dict[str, SheetGroup] = {}


def register(group):
    if group.slug in _groups:
        raise ValueError(f"two groups called {group.slug!r}")
    _groups[group.slug] = group
    return group


def get(slug):
    return _groups[slug]


def every():
    return list(_groups.values())


def choices():
    """For form fields and filters."""
    return [(group.slug, group.title) for group in _groups.values()]
