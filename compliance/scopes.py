"""How many communities of an area an indicator concerns: the number its answers are counted against."""

from django.db.models import Count, Value
from django.db.models.functions import Left

from communities.choices import Kind, Level
from compliance import registry
from compliance.frozen import frozen
from compliance.models import Row


def in_scope(report, area, inner=None):
    """{slug: communities inside the area that the indicator concerns}, from one grouped query; where the places of the
    level `inner` are asked for as well, from theirs."""
    groups = [group for _place, *group in _counted(report, area, inner)]
    concerned = {
        "all": sum(count for _, _, count in groups),
        "urban": sum(count for _, scope, count in groups if scope == "urban"),
        "residents": sum(count for kind, _, count in groups if kind == Kind.RESIDENTS),
    }
    return {indicator.slug: concerned[indicator.scope] for indicator in registry.indicators()}


def _counted(report, area, level):
    """[(code of a place of the level, or of the area, kind, scope, communities)]"""
    rows = Row.objects.of(report, level=Level.COMMUNITY, area=area).order_by()
    place = Left("code", Level(level).width) if level else Value(area)
    rows = rows.annotate(place=place).values_list("place", "kind", "scope").annotate(Count("pk"))
    return frozen(report, f"{area}.{level or ''}.scopes", lambda: list(rows))


class Scopes:
    """The same for every place of one level inside an area, from one grouped query."""

    def __init__(self, report, area, level):
        self._groups = {}
        if level == Level.COMMUNITY:
            return
        for place, *group in _counted(report, area, level):
            self._groups.setdefault(place, []).append(group)

    def of(self, code, indicator=None):
        """Communities of a place that an indicator concerns, or all of them."""
        scope = indicator.scope if indicator else "all"
        return sum(
            count
            for kind, setting, count in self._groups.get(code, ())
            if scope in ("all", setting) or (scope == "residents" and kind == Kind.RESIDENTS)
        )

    def tell(self, figure, code):
        """Let a figure of an area know how many communities it concerns."""
        if figure.result.known is not None:
            figure.in_scope = self.of(code, figure.indicator)
        return figure
