"""Addresses and headers of registers, for their templates."""

from django import template

from communities.registers.showing import field_of

register = template.Library()


@register.simple_tag
def register_url(one, action, *args):
    return one.url(action, *args)


@register.simple_tag
def column_header(one, col):
    return col.header or field_of(one.listed_model, col.path).verbose_name
