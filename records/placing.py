"""Where changes happen: the database writes down the division code of a row with each of its changes, so that the log
finds the newest of a territory however many were made elsewhere since."""

from django.apps import apps
from django.db import connection, transaction

from records.models import Change

KNOWN = 'SELECT "table", code FROM records_place'
KEEP = 'INSERT INTO records_place VALUES (%s, %s) ON CONFLICT ("table") DO UPDATE SET code = excluded.code'
EARLIER = (
    """UPDATE records_change c SET place = left({code}, 12) FROM {table} r
       WHERE c."table" = '{table}' AND c.row_id = r.id AND c.place = ''""",
    """UPDATE records_change c SET place = left({code}, 12)
       FROM records_change d CROSS JOIN LATERAL jsonb_populate_record(NULL::{table}, d.before) r
       WHERE d."table" = '{table}' AND d.op = 'D' AND d.place = '' AND c.id = d.id""",
    """UPDATE records_change c SET place = d.place FROM records_change d
       WHERE c."table" = '{table}' AND c.place = '' AND d."table" = '{table}' AND d.row_id = c.row_id AND d.op = 'D'""",
)
"""Changes from before places were kept: of the rows there are, the deletions, and what came before these."""


def code_of(model, path, row="r"):
    """SQL for the division code at the end of that look-up, of a row known by that name."""
    name, _dot, rest = path.partition("__")
    field = model._meta.get_field(name)
    if not rest:
        return f"{row}.{field.column}"
    other, below = field.related_model, f"{row}r"
    code, table = code_of(other, rest, below), other._meta.db_table
    return f"(SELECT {code} FROM {table} {below} WHERE {below}.id = {row}.{field.column})"


def codes():
    """{table: SQL for the division code of its row `r`}. Of several look-ups the first that leads anywhere counts."""
    found = {}
    for model in apps.get_models():
        path = getattr(model, "code_path", ())
        paths = (path,) if isinstance(path, str) else path
        if paths:
            each = (f"nullif({code_of(model, one)}::text, '')" for one in paths)
            found[model._meta.db_table] = f"coalesce({', '.join(each)}, '')"
    return found


def keep_places(**_kwargs):
    """After a migration: tell the database how to place rows, and place what was done to them before it knew."""
    with connection.cursor() as cursor:
        if "records_place" not in connection.introspection.table_names(cursor):
            return
        cursor.execute(KNOWN)
        known = dict(cursor.fetchall())
        for table, code in codes().items():
            if known.get(table) != code:
                _keep(cursor, table, code, is_new=table not in known)


@transaction.atomic
def _keep(cursor, table, code, *, is_new):
    cursor.execute(KEEP, [table, code])
    if is_new and Change.objects.filter(table=table).exists():
        for statement in EARLIER:
            cursor.execute(statement.format(table=table, code=code))
