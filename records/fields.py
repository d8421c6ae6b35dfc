"""Fields whose stored form is not what people see, and fields derived from another field of the same row."""

from django.core import checks
from django.db import models

from records import crypto, pinyin


class Deciphered(str):
    """A text as read from an encrypted column. Stored again it keeps its ciphertext: unchanged is unchanged."""

    __slots__ = ("stored",)

    def __new__(cls, stored):
        text = super().__new__(cls, crypto.decrypt(stored))
        text.stored = stored
        return text

    def __getnewargs__(self):
        return (self.stored,)


class EncryptedField(models.BinaryField):
    """Text for Python, SM4-GCM ciphertext for the database. Blank is stored as NULL and read as ''."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **{"editable": True, "null": True, "blank": True, **kwargs})

    def get_db_prep_value(self, value, connection, prepared=False):
        return super().get_db_prep_value(self._ciphertext(value), connection, prepared)

    @staticmethod
    def _ciphertext(value):
        if isinstance(value, Deciphered):
            return value.stored
        return crypto.encrypt(value) if value else None

    def from_db_value(self, value, expression, connection):
        return "" if value is None else Deciphered(bytes(value))

    def get_default(self):
        return ""

    def to_python(self, value):
        return value or ""

    def value_to_string(self, obj):
        return self.value_from_object(obj)


class DerivedField:
    """Mixin: `source` names another field; `derive(value)` is what this one stores for it."""

    source = ""

    def pre_save(self, instance, add):
        value = self.derive(getattr(instance, self.source))
        setattr(instance, self.attname, value)
        return value

    def check(self, **kwargs):
        names = {field.name for field in self.model._meta.get_fields()}
        missing = (
            [] if self.source in names else [checks.Error(f"no field {self.source!r}", obj=self, id="records.E001")]
        )
        return [*super().check(**kwargs), *missing]


class BlindIndexField(DerivedField, models.BinaryField):
    """Keyed digest of an encrypted field, for equality and uniqueness; `tail=4` covers its last four characters."""

    def __init__(self, *args, source, tail=None, **kwargs):
        self.source, self.tail = source, tail
        super().__init__(*args, **{"null": True, "editable": False, **kwargs})

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, {**kwargs, "source": self.source, "tail": self.tail}

    def derive(self, value):
        return crypto.blind(value, self.tail)


class PinyinField(DerivedField, models.CharField):
    """Reading of a name, for sorting and search; with `initials` only the first letters."""

    def __init__(self, *args, source, initials=False, **kwargs):
        self.source, self.initials = source, initials
        super().__init__(
            *args,
            **{
                "max_length": 250,
                "blank": True,
                "editable": False,
                "default": "",
                **kwargs,
            },
        )

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        return (
            name,
            path,
            args,
            {**kwargs, "source": self.source, "initials": self.initials},
        )

    def derive(self, value):
        return (pinyin.initials if self.initials else pinyin.reading)(value or "")[:250]
