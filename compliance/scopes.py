"""How many communities of an area an indicator concerns: the number its answers are counted against."""

from django.db.models import Count

from communities.choices import Kind, Level
from compliance import registry
from compliance.frozen import frozen
from compliance.models import Row


def in_scope(report, area):
    """{slug: communities inside the area that the indicator concerns}, from one grouped query."""
    rows = Row.objects.of(report, level=Level.COMMUNITY, area=area).order_by().values_list("kind", "scope")
    groups = frozen(report, f"{area}.scopes", lambda: list(rows.annotate(Count("pk"))))
    concerned = {
        "all": sum(count for _, _, count in groups),
        "urban": sum(count for _, scope, count in groups if scope == "urban"),
        "residents": sum(count for kind, _, count in groups if kind == Kind.RESIDENTS),
    }
    return {indicator.slug: concerned[indicator.scope] for indicator in registry.indicators()}
