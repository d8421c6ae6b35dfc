"""How Chinese names are sorted and searched: by their reading, since the database has no Chinese collation."""

from functools import lru_cache

from django.conf import settings

from records.text import normalise

OVERRIDES = settings.BASE_DIR / "records" / "data" / "readings.csv"


@lru_cache(maxsize=1)
def _reader():
    """The general dictionary, half a second to load, so not before it is asked; with the names it reads wrongly set
    right: one `名称,读音` a line, editable by the bureau."""
    from pypinyin import load_phrases_dict
    from pypinyin.core import Pinyin

    lines = OVERRIDES.read_text(encoding="utf-8").splitlines()[1:]
    pairs = (line.split(",", 1) for line in lines if line.strip())
    load_phrases_dict({name: [[syllable] for syllable in reading.split()] for name, reading in pairs})
    return Pinyin()


@lru_cache(maxsize=50_000)
def _syllables(text):
    """One part a character; a run of anything but Chinese characters is one part and stays as it is."""
    words = _reader().seg(normalise(text))
    return tuple(part for word in words for part in _word(word))


@lru_cache(maxsize=50_000)
def _word(word):
    """Names are made of few words, and to look one up takes much longer than to find it in a text."""
    return tuple(part.lower() for part in _reader().lazy_pinyin([word]))


def reading(text):
    """重庆 → `chongqing`"""
    return "".join(_syllables(text))


def initials(text):
    """重庆 → `cq`"""
    folded = text.lower()
    return "".join(part if part in folded else part[0] for part in _syllables(text))
