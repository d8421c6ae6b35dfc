"""Rules every sheet has: required cells, a key twice in one file, and whatever the database's constraints say.

Each is one query over all rows. The constraints of the model are not written again here: their own SQL is run against
the rows as they will be, so that a person hears of all offending rows, not of the first one the database refuses.
"""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.db import connection, models
from django.db.models.sql import Query
from django.utils.translation import gettext as _

from records.fields import EncryptedField
from sheets.batch import ROWS
from sheets.merging import quote

_FURTHER = []


def further_rule(function):
    """Declare a rule (batch, part) over the rows of every sheet, of an app above that knows more than this one."""
    _FURTHER.append(function)
    return function


def check_further(batch, part):
    for function in _FURTHER:
        function(batch, part)


def check_headers(batch):
    """Columns that rows are matched by must be in the file."""
    for column in batch.sheet.columns:
        if column.missing_from(batch.layout):
            _missing(batch, column)


def _missing(batch, column):
    batch.find(batch.layout.header_row, column, "missing_column", _("缺少“%s”列,请按模板补上。") % column.header)


def check_required(batch, part):
    """A new row needs what has no default; a stored one keeps what it has."""
    for column in part.columns:
        if not column.required or column.key or not column.targets():
            continue
        rows = [row for (row,) in batch.select(_blank(part, column.targets()[0])) if not _filled(batch, row, column)]
        if rows and not {column.name, *column.instead} & {known.name for known in batch.layout.columns}:
            _missing(batch, column)
            continue
        for row in rows:
            batch.find(row, column, "required", _("“%s”不能为空。") % column.header)


def _blank(part, target):
    """New rows of the model that no row of the file gives a value."""
    value, new = quote(target.staged), f"{part.is_new} AND {part.only}"
    if part.grouped:
        return f"SELECT min(sheet_row) FROM {ROWS} WHERE {new} GROUP BY {part.id} HAVING count({value}) = 0"
    return f"SELECT sheet_row FROM {ROWS} WHERE {new} AND {value} IS NULL"


def _filled(batch, row, column):
    """Whether a column that can fill this one was refused in the row: then that is what to mend."""
    return any((row, name) in batch.found for name in column.instead)


def check_duplicates(batch, part):
    """The same key in two rows of one file: the later one is told where the first stands."""
    batch.find_all(
        f"""SELECT sheet_row, first FROM (
            SELECT sheet_row, min(sheet_row) OVER (PARTITION BY {part.id}) AS first FROM {ROWS} WHERE {part.id} > 0
        ) keyed WHERE first < sheet_row""",
        batch.sheet.key_column,
        "duplicate_in_file",
        _("与第%s行是同一条记录,请只保留一行;确是两条的,请核对用来区分的栏目(如身份证号)。"),
    )


def check_agreement(batch, part):
    """Several rows about one row of the model must not say different things of it."""
    batch.execute("DROP TABLE IF EXISTS together")
    several = batch.execute(
        f"CREATE TEMPORARY TABLE together ON COMMIT DROP AS SELECT {part.id} FROM {ROWS} "
        f"WHERE {part.id} > 0 AND {part.only} GROUP BY {part.id} HAVING count(*) > 1"
    )
    for column in part.columns if several else ():
        if column.targets():
            _check_column_agrees(batch, part, column)


def _check_column_agrees(batch, part, column):
    # Ciphertext differs each time it is made; the digest right behind it does not.
    value = quote(column.targets()[1 if isinstance(column.field, EncryptedField) else 0].staged)
    batch.find_all(
        f"""SELECT sheet_row, first FROM (
            SELECT sheet_row, {value} AS value, first_value({value}) OVER same AS said,
                   first_value(sheet_row) OVER same AS first
            FROM {ROWS} JOIN together USING ({part.id}) WHERE {part.only} AND {value} IS NOT NULL
            WINDOW same AS (PARTITION BY {part.id} ORDER BY sheet_row)
        ) said WHERE value IS DISTINCT FROM said""",
        column,
        "conflict",
        _("与第%s行同一人员的这一项不一致,请核对。"),
    )


def check_constraints(batch, part):
    """The model's constraints, asked of the rows as they will be together with the stored rows they leave alone."""
    for constraint in part.model._meta.constraints:
        if constraint.name in batch.sheet.own_constraints:
            continue
        if isinstance(constraint, models.CheckConstraint):
            query = _check_query(constraint, part)
        elif isinstance(constraint, ExclusionConstraint):
            query = _exclusion_query(constraint, part)
        elif isinstance(constraint, models.UniqueConstraint) and constraint.fields:
            query = _unique_query(constraint, part)
        else:
            continue
        code, column = _verdict(batch.sheet, part, constraint)
        batch.find_all(query, column, code, constraint.get_violation_error_message())


def _verdict(sheet, part, constraint):
    """Code and column under which an offence is told; declared by the sheet, else guessed from the constraint."""
    code, name = sheet.constraint_codes.get(constraint.name, (None, None))
    if code is None:
        code = "overlap" if isinstance(constraint, ExclusionConstraint) else "constraint"
        code = "order" if constraint.name.endswith("_ends_after_start") else code
    if name is None:
        used = _fields_of(constraint)
        columns = [column for column in part.columns if column.field is not None and column.field.name in used]
        dates = [column for column in columns if column.month_flag]
        name = (dates or columns or [c for c in sheet.columns if c.key])[-1].name
    return code, name


def _fields_of(constraint):
    if isinstance(constraint, models.CheckConstraint):
        return {name.partition("__")[0] for name, _value in _leaves(constraint.condition)}
    if isinstance(constraint, ExclusionConstraint):
        return {str(expression) for expression, _op in constraint.expressions} | {"started_on", "ended_on"}
    return set(constraint.fields)


def _leaves(condition):
    for child in condition.children:
        yield from [child] if isinstance(child, tuple) else _leaves(child)


def _compiled(expression, model):
    """SQL of an expression over a model's own columns, without a table name before them, and with values filled in."""
    query = Query(model=model, alias_cols=False)
    if isinstance(expression, models.Q):
        expression = query.build_where(expression)
    else:
        expression = (models.F(expression) if isinstance(expression, str) else expression).resolve_expression(query)
    sql, params = query.get_compiler(connection=connection).compile(expression)
    with connection.schema_editor(collect_sql=True, atomic=False) as editor:
        return sql % tuple(editor.quote_value(value) for value in params)


def _check_query(constraint, part):
    sql = _compiled(constraint.condition, part.model)
    return f"SELECT sheet_row FROM {part.after} WHERE sheet_changed AND NOT ({sql}) ORDER BY sheet_row"


def _exclusion_query(constraint, part):
    columns, joins = [], []
    for number, (expression, operator) in enumerate(constraint.expressions):
        columns.append(f"{_compiled(expression, part.model)} AS e{number}")
        joins.append(f"a.e{number} {operator} b.e{number}")
    condition = _compiled(constraint.condition, part.model) if constraint.condition else "true"
    return _pairs(part, ", ".join(columns), condition, " AND ".join(joins), dated=True)


def _unique_query(constraint, part):
    columns = [quote(part.model._meta.get_field(name).column) for name in constraint.fields]
    condition = _compiled(constraint.condition, part.model) if constraint.condition else "true"
    joins = " AND ".join(f"a.{column} = b.{column}" for column in columns)
    return _pairs(part, ", ".join(columns), condition, joins)


def _pairs(part, columns, condition, joins, dated=False):
    """Rows of the file that clash with a stored row, or with an earlier row of the file."""
    orderly = " AND (ended_on IS NULL OR started_on IS NULL OR ended_on >= started_on)" if dated else ""
    mine = f"SELECT id, sheet_row, sheet_changed, {columns} FROM {part.after} WHERE ({condition}){orderly}"
    stored = (
        f"SELECT id, 0 AS sheet_row, false AS sheet_changed, {columns} FROM {quote(part.table)} m "
        f"WHERE ({condition}) AND NOT EXISTS (SELECT FROM {part.after} x WHERE x.id = m.id)"
    )
    return (
        f"WITH mine AS MATERIALIZED ({mine}), every AS (SELECT * FROM mine UNION ALL {stored}) "
        f"SELECT DISTINCT a.sheet_row FROM mine a JOIN every b ON {joins} AND a.id <> b.id "
        f"AND (b.sheet_row < a.sheet_row OR NOT b.sheet_changed) WHERE a.sheet_changed ORDER BY 1"
    )
