"""Standards in pages."""

from django import template

from compliance import wording

register = template.Library()


@register.simple_tag
def limit(standard):
    return wording.limit_words(standard)


@register.simple_tag
def basis(standard):
    return wording.basis(standard)


@register.simple_tag
def levels(standard):
    return wording.levels(standard)


@register.simple_tag
def indicator_title(standard):
    return wording.title(standard)


@register.filter
def lookup(names, code):
    """The name of a code, else the code."""
    return names.get(code, code)
