"""What services say when they refuse."""

from django.core.exceptions import ValidationError


def refuse(message, code, **params):
    raise ValidationError(message, code=code, params=params)
