"""Which column of another office's form is which of ours: headers compared with labels, aliases and English names."""

from sheets import registry
from sheets.headers import UNIT, fold

TITLE_ROWS = 15
SERIAL = ("序号", "no", "no.")
FEWEST = 2  # headers of the smallest form


def words(source):
    """{folded header: name of the column it means}; what this source calls its own wins over aliases."""
    known = {}
    sheet = registry.all_sheets().get(source.sheet)
    declared = {column.name: column for column in sheet.columns} if sheet else {}
    for column in source.columns:
        twin = declared.get(column.name)
        for word in (*column.aliases, *((twin.header, *twin.aliases) if twin else ())):
            known.setdefault(fold(word), column.name)
    for column in source.columns:
        known[fold(column.header)] = known[fold(column.name)] = column.name
    return known


def meaning(known, header):
    """The column a header means; '' for none. A unit in brackets is ignored unless it changes the number."""
    folded = fold(header)
    unit = UNIT.search(folded)
    if folded in known or not unit or unit["unit"].startswith("万"):
        return known.get(folded, "")
    return known.get(UNIT.sub("", folded), "")


def is_serial(header):
    return fold(header) in SERIAL


def find_header(source, rows):
    """(row as counted in the file, number of recognised headers) of the row most likely to be the header."""
    known = words(source)
    best = (0, 0, 0)
    for number, cells in enumerate(rows[:TITLE_ROWS], 1):
        found = sum(bool(meaning(known, cell)) for cell in cells if cell)
        written = len({cell for cell in cells if cell})
        best = max(best, (found if found >= FEWEST else 0, written, -number))
    return -best[2] or 1, best[0]


def title_of(rows, header_row):
    """What the form calls itself: the longest text above its header."""
    above = [cell.strip() for row in rows[: header_row - 1] for cell in row if cell.strip()]
    return max(above, key=len, default="")[:120]


def propose(source, headers, remembered):
    """{header: name of our column or ''}: as corrected last time, else by the dictionary."""
    known = words(source)
    mine = {column.name for column in source.columns}
    found = {}
    for header in headers:
        kept = remembered.get(fold(header))
        found[header] = kept if kept in mine or kept == "" else meaning(known, header)
    return found
