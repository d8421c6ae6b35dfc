"""How Chinese names are sorted and searched: by their reading, since the database has no Chinese collation."""

from functools import lru_cache

from django.conf import settings
from pypinyin import Style, lazy_pinyin, load_phrases_dict

from records.text import normalise

OVERRIDES = settings.BASE_DIR / "records" / "data" / "readings.csv"


@lru_cache(maxsize=1)
def _load_overrides():
    """Place names that the general dictionary reads wrongly; one `名称,读音` a line, editable by the bureau."""
    lines = OVERRIDES.read_text(encoding="utf-8").splitlines()[1:]
    pairs = (line.split(",", 1) for line in lines if line.strip())
    load_phrases_dict(
        {name: [[syllable] for syllable in reading.split()] for name, reading in pairs}
    )


@lru_cache(maxsize=50_000)
def reading(text):
    """重庆 → `chongqing`"""
    _load_overrides()
    return "".join(lazy_pinyin(normalise(text))).lower()


@lru_cache(maxsize=50_000)
def initials(text):
    """重庆 → `cq`"""
    _load_overrides()
    return "".join(lazy_pinyin(normalise(text), style=Style.FIRST_LETTER)).lower()
