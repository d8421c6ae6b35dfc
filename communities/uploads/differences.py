"""What an import would change, cell by cell: 旧 → 新, as people read it. Personal numbers stay masked."""

from django.utils.translation import gettext as _

from records.fields import BlindIndexField, EncryptedField
from sheets.batch import ROWS
from sheets.merging import quote

CHUNK = 2_000


def kinds_of_rows(batch):
    """{row: error, new, changed or unchanged}."""
    changed = " OR ".join(
        f"EXISTS (SELECT FROM {part.after} a WHERE a.sheet_row = r.sheet_row AND a.sheet_changed)"
        for part in batch.sheet.parts
    )
    found = batch.select(
        f"SELECT sheet_row, CASE WHEN {batch.sheet.main.is_new} THEN 'new' WHEN {changed} THEN 'changed' "
        f"ELSE 'unchanged' END FROM {ROWS} r"
    )
    bad = batch.bad_rows()
    return {row: "error" if row in bad else kind for row, kind in found}


def changes_of_rows(batch):
    """{row: [[header, old, new], …]} over all parts."""
    told = {}
    for part in batch.sheet.parts:
        _collect(batch, part, told)
    return told


def _shown(part):
    """(header, column of the table, column of the sheet) of what may be shown, personal numbers by their digest."""
    shown, seen = [], set()
    for column in part.columns:
        for target in column.targets()[:1]:
            field = target.field
            if isinstance(field, EncryptedField):
                field = next(
                    t.field for t in column.targets() if isinstance(t.field, BlindIndexField) and not t.field.tail
                )
            if field.column not in seen:
                seen.add(field.column)
                shown.append((str(column.header), field.column, column))
    return shown


def _collect(batch, part, told):
    shown = _shown(part)
    if not shown:
        return
    differs = "CASE WHEN a.{0} IS DISTINCT FROM m.{0} THEN {1}.{0} END"
    pairs = ", ".join(f"{differs.format(quote(name), side)}" for _header, name, _column in shown for side in "ma")
    months = "a.month_only" if any(f.column == "month_only" for f in part.model._meta.concrete_fields) else "NULL"
    batch.execute(
        f"SELECT a.sheet_row, {months}, {pairs} FROM {part.after} a JOIN {quote(part.table)} m ON m.id = a.id "
        "WHERE a.sheet_changed AND NOT a.sheet_new"
    )
    names = _Names()
    while rows := batch.cursor.fetchmany(CHUNK):
        for row, months_only, *values in rows:
            changes = [
                [header, _text(column, old, (), names), _text(column, new, months_only or (), names)]
                for (header, _name, column), old, new in zip(shown, values[::2], values[1::2], strict=True)
                if old is not None or new is not None
            ]
            told.setdefault(row, []).extend(changes)
    names.fill(told)


class _Names:
    """Rows referred to are named in one query per model, when all are known."""

    def __init__(self):
        self.wanted = {}

    def later(self, model, pk):
        self.wanted.setdefault(model, set()).add(pk)
        return (model, pk)

    def fill(self, told):
        known = {
            (model, pk): str(row)
            for model, pks in self.wanted.items()
            for pk, row in model.objects.in_bulk(pks).items()
        }
        if not known:
            return
        for changes in told.values():
            for change in changes:
                change[1:] = [known.get(value, "") if isinstance(value, tuple) else value for value in change[1:]]


def _text(column, value, months, names):
    if value is None:
        return ""
    if isinstance(column.field, EncryptedField):
        return _("(已登记)")
    if column.field is not None and column.field.is_relation:
        return names.later(column.field.related_model, value)
    return str(column.show(value, months))
