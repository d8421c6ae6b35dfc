"""Text as two clerks would agree on it: full-width forms, invisible characters, stray blanks make no difference."""

import re
import unicodedata

from django.db.models import TextField, Value
from django.db.models.functions import Concat, Upper

INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad"))
CONTROL = dict.fromkeys(code for code in range(32) if chr(code) not in "\t\n\r")


KEY_DIGITS = 18


def key_in(text):
    """The key of a row as an address or a form names it; None where the text can be none."""
    return int(text) if text.isdecimal() and len(text) <= KEY_DIGITS else None


def normalise(text):
    """NFKC form, no invisible or control characters, outer blanks stripped, inner runs of blanks made one."""
    if text.isprintable() and " " not in text and unicodedata.is_normalized("NFKC", text):
        return text
    folded = unicodedata.normalize("NFKC", text).translate(INVISIBLE).translate(CONTROL)
    return re.sub(r"\s+", " ", folded).strip()


def normalise_name(text):
    """A person's name: as `normalise`, and without the blanks that widen two-character names (张　三 → 张三)."""
    folded = normalise(text)
    return folded if folded.isascii() else folded.replace(" ", "")


def in_capitals(*columns):
    """The columns as one text in capitals, a line each: what a trigram index is made of, and found by."""
    lines = [part for column in columns for part in (Value("\n"), column)]
    return Upper(Concat(*lines[1:], output_field=TextField()))
