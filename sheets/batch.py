"""The rows of one file on their way into the registers: read, staged in a temporary table, judged."""

from itertools import chain, islice

from django.db import connection
from django.utils.translation import gettext as _

from records.copying import copy_lines, literal, literals
from sheets.cells import CLEAR, is_blank
from sheets.errors import CellError, Finding
from sheets.headers import HEADER_ROWS, find_layout
from sheets.reading import BadFile
from sheets.remarks import without_remarks

ROWS = "sheet_rows"
LARGE = 2_000
CACHED = 20_000


class Batch:
    """What is known about one file while it is imported. `user` None is the system; `dry_run`: it is only judged."""

    def __init__(self, sheet, cursor, *, user=None, dry_run=False):
        self.sheet, self.cursor, self.user, self.dry_run = sheet, cursor, user, dry_run
        self.rows = 0
        self.findings, self.found, self.notes = [], set(), []
        self.layout = None

    # -- findings ---------------------------------------------------------------------------------------------
    def find(self, row, column, code, message):
        """Note one thing to mend. `column` is a column of the sheet or its name."""
        column = self.sheet.column(column) if isinstance(column, str) else column
        key = (row, column.name, code)
        if key in self.found or (code == "required" and (row, column.name) in self.found):
            return
        self.found |= {key, (row, column.name)}
        self.findings.append(Finding(row, column.position, str(column.header), code, str(message)))

    def find_all(self, query, column, code, message, params=None):
        """One rule: `query` returns (row, value, …) of every offending row; `message` is filled with the values."""
        for row, *values in self.select(query, params):
            self.find(row, column, code, str(message) % tuple(values) if values else message)

    def select(self, query, params=None):
        self.cursor.execute(query, params)
        return self.cursor.fetchall()

    def execute(self, query, params=None):
        self.cursor.execute(query, params)
        return self.cursor.rowcount

    def note(self, message):
        """Something the person should know that is no mistake."""
        self.notes.append(str(message))

    def bad_rows(self):
        return {finding.row for finding in self.findings}

    def has(self, name):
        """Whether the file has the column."""
        return any(column.name == name for column in self.layout.columns)

    # -- staging ----------------------------------------------------------------------------------------------
    def stage(self, rows, *, mapping=None):
        """Lay out the header, read every cell, copy the values into the temporary table."""
        rows = iter(rows)
        head = list(islice(rows, HEADER_ROWS))
        self.layout = find_layout(self.sheet.columns, head, mapping)
        if self.layout is None:
            raise BadFile(_("没有找到表头:前%d行里没有一个认识的列名,请使用本表的模板。") % HEADER_ROWS)
        self.findings += self.layout.findings
        self.notes += self.layout.notes
        self._create_table()
        below = (row for row in chain(head, rows) if row[0] > self.layout.header_row)
        data = without_remarks(below, dict(head)[self.layout.header_row], self.notes)
        names = ["sheet_row", "sheet_cleared", *(name for c in self.layout.columns for name, _type in c.staged())]
        copy_lines(ROWS, names, self._staged(data), self.cursor)
        self.execute(f"ANALYZE {ROWS} (sheet_row)")
        if self.rows > LARGE:
            # Columns are filled while the rules run, behind the planner's back: a loop it takes for short is not.
            self.execute("SET LOCAL enable_nestloop = off")

    def _create_table(self):
        quote = connection.ops.quote_name
        staged = [pair for column in self.sheet.columns for pair in column.staged()]
        staged += [
            (target.staged, target.field.db_type(connection)) for part in self.sheet.parts for target in part.extra
        ]
        self.execute(f"DROP TABLE IF EXISTS {ROWS}")
        columns = ", ".join(
            ["sheet_row integer", "sheet_cleared text[]", *(f"{quote(name)} {kind}" for name, kind in staged)]
        )
        self.execute(f"CREATE TEMPORARY TABLE {ROWS} ({columns}) ON COMMIT DROP")

    def _staged(self, rows):
        """Lines for COPY: what a cell stages is put into its text form once, however often the cell comes."""
        plan, blank = self._plan()
        for number, cells in rows:
            cleared, values, width = [], blank[:], len(cells)
            for at, (index, place) in enumerate(plan):
                cell = cells[index] if index < width else ""
                staged = place.known.get(cell if type(cell) is str else key_of(cell))
                if staged is None:
                    staged = self._stage(number, place, cell, cleared)
                if staged is not None:
                    values[at] = staged
            self.rows += 1
            yield "\t".join([str(number), literal(cleared) if cleared else "{}", *values])

    def _stage(self, number, place, cell, cleared):
        """What a cell stages that has not come before; None for nothing."""
        column = place.column
        if is_blank(cell):
            if column.needed_in_row:
                self.find(number, column, "required", _("“%s”不能为空。") % column.header)
            return None
        try:
            staged = place.take(cell, place.factor)
        except CellError as error:
            self.find(number, column, error.code, error.message)
            return None
        if staged is CLEAR:
            cleared.append(column.name)
            return None
        place.remember(cell, staged)
        return staged

    def _plan(self):
        """For each column of the file where its cells stand and how they are taken; what blank cells stage."""
        plan = [(index, Place(column, factor, self.dry_run)) for index, column, factor in self.layout.places]
        return plan, [place.blank for _index, place in plan]


class Place:
    """A column of the file: how its cells are taken, and what the cells that came already stage."""

    def __init__(self, column, factor, dry_run):
        self.column, self.factor = column, factor
        self.take = column.judge if dry_run else column.take
        self.blank = literals([None] * len(column.staged()))
        self.known = {} if column.needed_in_row else {"": self.blank}

    def remember(self, cell, staged):
        key = key_of(cell)
        if self.column.cached and staged is not None and key is not None and len(self.known) < CACHED:
            self.known[key] = staged


def key_of(cell):
    """What tells a cell from others; a day reads as its text does. None for one that is not worth remembering."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, dict):
        return cell["date"] if "date" in cell and len(cell) == 1 else None
    return cell.__class__, cell
