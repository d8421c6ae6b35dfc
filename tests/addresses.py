"""All addresses of the portal, so that tests cover new ones before their author thinks of it."""

from django.urls import get_resolver, reverse

LEFT_OUT = {"admin"}
"""The superuser's repair bench, which Django itself looks after."""


def addresses():
    """[(name, view)]"""
    return sorted(_walk(get_resolver().url_patterns, ""), key=lambda each: each[0])


def _walk(patterns, namespace):
    for pattern in patterns:
        if not hasattr(pattern, "url_patterns"):
            yield f"{namespace}{pattern.name}", pattern.callback
        elif pattern.app_name not in LEFT_OUT:
            prefix = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from _walk(pattern.url_patterns, prefix)


def parameters(name):
    """Names of what an address needs: {"pk"}."""
    resolver = get_resolver()
    *namespaces, last = name.split(":")
    for namespace in namespaces:
        resolver = resolver.namespace_dict[namespace][1]
    return {name for possibility, *_ in resolver.reverse_dict.getlist(last) for name in possibility[0][1]}


def address(name, **values):
    return reverse(name, kwargs={key: value for key, value in values.items() if key in parameters(name)})
