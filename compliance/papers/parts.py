"""What a paper is made of, whatever it is shown as: headings, paragraphs with notes, tables, charts."""

import re
from dataclasses import dataclass, field
from decimal import Decimal

from django.utils.translation import gettext as _

BESIDE_FIGURES = re.compile(r"(?<=[\d%]) (?=[\u2e80-\u9fff%㎡])|(?<=[\u2e80-\u9fff（，；：]) (?=\d)")
NUMERALS = "零一二三四五六七八九十"


def numeral(number):
    """12 → 十二; headings of a paper go no further than 99."""
    tens, ones = divmod(number, 10)
    if not tens:
        return NUMERALS[ones]
    return ("" if tens == 1 else NUMERALS[tens]) + "十" + (NUMERALS[ones] if ones else "")


def tight(text):
    """Official papers set no blanks between figures and words: 不低于 18 人 → 不低于18人."""
    return BESIDE_FIGURES.sub("", str(text))


@dataclass(frozen=True)
class Piece:
    """A run of text; `note` is the number of the note behind it."""

    text: str
    note: int | None = None


@dataclass(frozen=True)
class Heading:
    """一、 or （一） and what it says; an office may name a figure in it."""

    pieces: tuple
    level: int = 1
    kind: str = "heading"

    @property
    def text(self):
        return "".join(piece.text for piece in self.pieces)


@dataclass(frozen=True)
class Paragraph:
    """Sentences of the paper."""

    pieces: tuple
    kind: str = "paragraph"

    @property
    def text(self):
        return "".join(piece.text for piece in self.pieces)


@dataclass(frozen=True)
class Cell:
    """What stands in a table; `number` where it is one, so that a workbook can go on counting."""

    text: str
    number: Decimal | int | None = None
    is_head: bool = False


@dataclass(frozen=True)
class Table:
    """`name` is what its sheet of a workbook is called, `charted` the column its chart is drawn from."""

    name: str
    title: str
    header: tuple
    rows: list
    notes: tuple = ()
    chart: "Chart | None" = None
    charted: int = 0
    kind: str = "table"


@dataclass(frozen=True)
class Chart:
    """Columns from zero; the limit across, or at each column its own where they differ. The numbers stand in a table.

    `limits`: one for each column, None where none is set.
    """

    title: str
    unit: str
    labels: tuple
    values: tuple
    limits: tuple = ()
    limit_label: str = ""
    note: str = ""
    kind: str = "chart"

    @property
    def limit(self):
        """The one that holds for all columns."""
        return self.limits[0] if len(set(self.limits)) == 1 else None

    @property
    def alt(self):
        shown = _("、").join(f"{label} {value:,.10g}" for label, value in zip(self.labels, self.values, strict=True))
        return " ".join(filter(None, [self.title, shown, self.limit_label]))


@dataclass
class Paper:
    """A whole one. `parts` are read in their order, `tables` follow after the signature."""

    title: str
    day: str  # 截至2026年9月30日
    office: str  # who signs
    signed_on: str
    source: str  # which report and which version of the texts it is made of
    marks: tuple = ()  # what nobody may overlook: 演示数据
    parts: list = field(default_factory=list)
    tables: list = field(default_factory=list)
    notes: list = field(default_factory=list)
    standards: list = field(default_factory=list)
