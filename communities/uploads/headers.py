"""对应表头: which column of a file is probably which, by the headers of the sheet and by what was said before."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

from django.utils.translation import gettext_lazy as _

from communities.models import HeaderMapping
from communities.places import street_of
from records.masks import mask_id, mask_phone
from sheets.cells import as_text, is_blank
from sheets.export import clean
from sheets.headers import find_layout, fold, known_headers, match_header
from sheets.reading import open_rows

HEAD_ROWS = 10
SAMPLES = 3
ALIKE = 0.75
SHORTEST = 2
LONGEST = 120
PHONE, NUMBER = re.compile(r"1\d{10}"), re.compile(r"\d{14,}[\dXx]?")
COUNTED = ("序号", "编号", "no", "no.")
SURE, REMEMBERED, LIKELY, UNKNOWN, SKIPPED = "sure", "remembered", "likely", "unknown", "skipped"
WORDS = {
    SURE: _("列名一致"),
    REMEMBERED: _("按上次的对应"),
    LIKELY: _("可能是,请核对"),
    UNKNOWN: _("没有认出,不导入"),
    SKIPPED: _("序号,不导入"),
}


@dataclass(frozen=True)
class Proposal:
    """One column of the file, what it probably is, and how sure that is."""

    index: int
    header: str
    column: str
    confidence: str
    samples: tuple

    @property
    def words(self):
        return WORDS[self.confidence]


def read_head(path):
    """The first rows of a file. Raises BadFile."""
    rows = []
    with open_rows(path) as found:
        for number, cells in found:
            rows.append([number, [shown(cell) for cell in cells]])
            if len(rows) == HEAD_ROWS:
                break
    return rows


def shown(cell):
    """A cell as a page may show it: long numbers masked."""
    if is_blank(cell):
        return ""
    if isinstance(cell, dict) and "error" in cell:
        return cell["error"]
    text = clean(as_text(cell)).strip()[:LONGEST]
    if PHONE.fullmatch(text):
        return mask_phone(text)
    return mask_id(text) if NUMBER.fullmatch(text) else text


def guess_header_row(sheet, head):
    """The row of the file that looks most like a header; the first one where none does."""
    layout = find_layout(sheet.columns, head)
    return layout.header_row if layout else head[0][0]


def remembered(sheet, area):
    rows = HeaderMapping.objects.filter(street=street_of(area), sheet=sheet.name)
    return dict(rows.values_list("header", "column"))


def propose(sheet, head, header_row, area):
    """A proposal for every column that has a header; no column of the sheet is proposed twice."""
    known, said, taken = known_headers(sheet.columns), remembered(sheet, area), set()
    below = [cells for number, cells in head if number > header_row]
    found = []
    for index, header in enumerate(dict(head)[header_row]):
        if header == "":
            continue
        column, confidence = _guess(sheet, known, said, header)
        if column in taken:
            column, confidence = "", UNKNOWN
        taken |= {column} - {""}
        samples = tuple(cells[index] for cells in below if index < len(cells) and cells[index] != "")[:SAMPLES]
        found.append(Proposal(index, header, column, confidence, samples))
    return found


def _guess(sheet, known, said, header):
    folded = fold(header)[:LONGEST]
    names = {column.name for column in sheet.columns}
    if said.get(folded, "-") in names | {""}:
        return said[folded], REMEMBERED
    if folded in COUNTED:
        return "", SKIPPED
    column, _factor = match_header(known, header)
    if column is not None:
        return column.name, SURE
    if (alike := _alike(known, folded)) is not None:
        return known[alike].name, LIKELY
    return "", UNKNOWN


def _alike(known, folded):
    """The known header that is nearly the same, or stands within this one: 所在社区 holds 社区."""
    if len(folded) < SHORTEST:
        return None
    alike = max(known, key=lambda name: SequenceMatcher(None, name, folded).ratio())
    if SequenceMatcher(None, alike, folded).ratio() >= ALIKE:
        return alike
    return max((name for name in known if len(name) >= SHORTEST and name in folded), key=len, default=None)


def remember(sheet, area, headers):
    """Keep what was said of each header, `[(header, column name or "")]`, for the next file of the same street."""
    known, before = known_headers(sheet.columns), remembered(sheet, area)
    rows = []
    for header, name in {fold(header)[:LONGEST]: name for header, name in headers}.items():
        by_itself = known.get(header)
        if (by_itself.name if by_itself else "") != name or header in before:
            rows.append(HeaderMapping(street=street_of(area), sheet=sheet.name, header=header, column=name))
    HeaderMapping.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["street", "sheet", "header"], update_fields=["column"]
    )
