"""The one list of sheets. Each app registers its own when it is ready."""

from django.conf import settings
from django.utils import translation
from django.utils.module_loading import autodiscover_modules

_SHEETS = {}


class UnknownSheet(LookupError):
    """No sheet of that name."""


def register(sheet_class):
    """Class decorator. A name declared twice is a mistake."""
    if sheet_class.name in _SHEETS and type(_SHEETS[sheet_class.name]) is not sheet_class:
        raise ValueError(f"sheet declared twice: {sheet_class.name}")
    _SHEETS[sheet_class.name] = sheet_class()
    return sheet_class


def get(name):
    try:
        return all_sheets()[name]
    except KeyError as error:
        raise UnknownSheet(name) from error


def all_sheets():
    """Name -> sheet, in the order of declaration."""
    return dict(_SHEETS)


def load():
    """Import the `sheets` module of every app; called once, by this app's configuration."""
    with translation.override(settings.LANGUAGE_CODE):
        autodiscover_modules("sheets")
