"""Which column of a file is which: headers in any order, with or without unit, marks and blanks."""

import re
import unicodedata
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from records.text import INVISIBLE
from sheets.errors import Finding

HEADER_ROWS = 10  # a title or a line of remarks may stand above the header
UNIT = re.compile(r"\((?P<unit>万元|元|万人|人|万户|户|m2|平方米|平米|年|个|小时)\)$")
TEN_THOUSAND = 10_000


def fold(header):
    """`社区编码 *`, `◆社区编码`, `社区编码（必填）` → `社区编码`"""
    folded = re.sub(r"\s+", "", unicodedata.normalize("NFKC", str(header)).translate(INVISIBLE))
    return re.sub(r"\((必填|选填|可选)\)$", "", folded.strip("*◆☆★:")).strip("*◆").casefold()


@dataclass
class Layout:
    """Where each declared column stands in the file."""

    header_row: int
    places: list = field(default_factory=list)  # (index in the file, column, factor)
    ignored: list = field(default_factory=list)
    findings: list = field(default_factory=list)
    notes: list = field(default_factory=list)

    @property
    def columns(self):
        return [column for _index, column, _factor in self.places]


def known_headers(columns):
    """Folded header -> (column, unit it is meant in)."""
    known = {}
    for column in columns:
        for name in (column.name, *column.aliases, column.header):
            known[fold(name)] = column
            known.setdefault(UNIT.sub("", fold(name)), column)
    return known


def match_header(known, header):
    """The column and the factor that brings its numbers to the declared unit."""
    folded = fold(header)
    if folded in known:
        return known[folded], 1
    unit = UNIT.search(folded)
    column = known.get(UNIT.sub("", folded)) if unit else None
    if column is None or not column.takes_units:
        return None, 1
    return column, TEN_THOUSAND if unit["unit"].startswith("万") else 1


def find_layout(columns, rows, mapping=None):
    """The header among the first rows of a file; None when none of them looks like one. With a `mapping` a person has
    said where the header is, and what stands in which column."""
    known = known_headers(columns)
    if mapping:
        return _lay_out_as_told(columns, known, mapping, dict(rows))
    scores = [(sum(match_header(known, cell)[0] is not None for cell in cells if cell), -row) for row, cells in rows]
    if not scores or max(scores)[0] == 0:
        return None
    header_row = -max(scores)[1]
    return _lay_out(header_row, dict(rows)[header_row], lambda _index, header: match_header(known, header))


def _lay_out_as_told(columns, known, mapping, rows):
    header_row = mapping["header_row"]
    if header_row not in rows:
        return None
    by_name = {column.name: column for column in columns}
    told = {int(index): by_name.get(name) for index, name in mapping["columns"].items()}
    return _lay_out(header_row, rows[header_row], lambda index, header: _in_unit(told.get(index), known, header))


def _in_unit(column, known, header):
    """A column a person has chosen, with the factor that its header asks for."""
    unit = UNIT.search(fold(header))
    scaled = column is not None and column.takes_units and unit and unit["unit"].startswith("万")
    return column, TEN_THOUSAND if scaled and fold(header) not in known else 1


def _lay_out(header_row, cells, match):
    layout, seen = Layout(header_row), set()
    for index, header in enumerate(cells):
        if header == "":
            continue
        column, factor = match(index, header)
        if column is None:
            layout.ignored.append(str(header).strip())
        elif column.name in seen:
            message = _("“%s”列出现了两次,请只保留一列。") % column.header
            layout.findings.append(Finding(header_row, column.position, str(column.header), "conflict", message))
        else:
            seen.add(column.name)
            layout.places.append((index, column, factor))
            if factor != 1:
                layout.notes.append(_("“%(header)s”列已按 ×%(factor)s 换算。") % {"header": header, "factor": factor})
    return layout
