"""Which kind of column a model field asks for."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from records.fields import EncryptedField
from sheets import columns

KINDS = [
    (EncryptedField, columns.Encrypted),
    (ArrayField, columns.Choices),
    (models.BooleanField, columns.Bool),
    (models.DateField, columns.Date),
    (models.DecimalField, columns.Decimal),
    (models.IntegerField, columns.Integer),
    (models.CharField, columns.Text),
    (models.TextField, columns.Text),
]


def column_for(model, name, **options):
    """A column for a plain model field. A relation needs a column class of its own."""
    field = model._meta.get_field(name)
    if field.choices:
        return columns.Choice(name, **options)
    for field_class, kind in KINDS:
        if isinstance(field, field_class):
            return kind(name, **options)
    raise TypeError(f"{model.__name__}.{name}: no kind of column for {type(field).__name__}")
