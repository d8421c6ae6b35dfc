"""What is true of this instance as a whole: whether its data are invented, which scheme of division codes it uses."""

from django.core.cache import cache

from records.models import Fact

DEMO = "demo"
SECONDS = 60


def _key(name):
    return f"records.fact.{name}"


def fact(name):
    """The stored text, or ''. Other processes see a change within a minute."""
    return cache.get_or_set(
        _key(name), lambda: Fact.objects.filter(name=name).values_list("value", flat=True).first() or "", SECONDS
    )


def state_fact(name, value):
    Fact.objects.update_or_create(name=name, defaults={"value": value})
    cache.delete(_key(name))


def is_demo():
    """Whether this instance holds the demonstration's invented people and premises; pages and exports then say so."""
    return bool(fact(DEMO))
