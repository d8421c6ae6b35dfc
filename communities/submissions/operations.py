"""Migration operation: a register whose locked days the database protects, whichever way a row is written.

A change *touches* the days about which the register says something else afterwards:

- a new row: all its days; a deleted row: all its days;
- a row in which one of the `content` columns changed: its days before and after;
- otherwise: the days that its dates added or took away (closing a spell today touches today and later).

`days` says which days a row speaks about, as a SELECT of (id, community_id, grp, days) from `{rows} r`.
"""

from pathlib import Path

from django.db.migrations.operations.base import Operation, OperationCategory

FUNCTIONS = (Path(__file__).parent.parent / "sql" / "locks.sql").read_text(encoding="utf-8")
DROP_FUNCTIONS = "DROP FUNCTION communities_guard, communities_submission_step, communities_today;"
STEPS = """
CREATE TRIGGER declared_step BEFORE INSERT OR UPDATE OR DELETE ON communities_submission
    FOR EACH ROW EXECUTE FUNCTION communities_submission_step();
"""
DROP_STEPS = "DROP TRIGGER declared_step ON communities_submission;"

# Two look-ups decide that nothing has been opened for these groups yet; then a load costs nothing more.
TRIGGER = """
CREATE FUNCTION {table}_keep_locked() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
    IF NOT EXISTS (SELECT FROM communities_submission WHERE "group" = ANY ({groups})) THEN
        RETURN NULL;
    END IF;
    IF TG_OP = 'UPDATE' THEN
        PERFORM communities_guard({label}, {is_named}, array_agg(community_id), array_agg(grp), array_agg(days)) FROM (
            SELECT community_id, grp, range_agg(days) AS days FROM (
                SELECT community_id, grp, CASE
                    WHEN id IN (SELECT n.id FROM new_rows n JOIN old_rows o USING (id)
                                WHERE ROW({new_content}) IS DISTINCT FROM ROW({old_content}))
                    THEN coalesce(was.days, '{{}}') + coalesce(now.days, '{{}}')
                    ELSE (coalesce(was.days, '{{}}') - coalesce(now.days, '{{}}'))
                       + (coalesce(now.days, '{{}}') - coalesce(was.days, '{{}}')) END AS days
                FROM (SELECT id, community_id, grp, range_agg(days) AS days
                      FROM ({old_days}) d GROUP BY 1, 2, 3) was
                FULL JOIN (SELECT id, community_id, grp, range_agg(days) AS days
                      FROM ({new_days}) d GROUP BY 1, 2, 3) now
                USING (id, community_id, grp)
            ) touched WHERE NOT isempty(days) GROUP BY 1, 2
        ) g;
    ELSIF TG_OP = 'INSERT' THEN
        PERFORM communities_guard({label}, {is_named}, array_agg(community_id), array_agg(grp), array_agg(days)) FROM (
            SELECT community_id, grp, range_agg(days) AS days FROM ({new_days}) d WHERE NOT isempty(days) GROUP BY 1, 2
        ) g;
    ELSE
        PERFORM communities_guard({label}, {is_named}, array_agg(community_id), array_agg(grp), array_agg(days)) FROM (
            SELECT community_id, grp, range_agg(days) AS days FROM ({old_days}) d WHERE NOT isempty(days) GROUP BY 1, 2
        ) g;
    END IF;
    RETURN NULL;
END $body$;
CREATE TRIGGER keep_locked_insert AFTER INSERT ON {table} REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION {table}_keep_locked();
CREATE TRIGGER keep_locked_update AFTER UPDATE ON {table} REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION {table}_keep_locked();
CREATE TRIGGER keep_locked_delete AFTER DELETE ON {table} REFERENCING OLD TABLE AS old_rows
    FOR EACH STATEMENT EXECUTE FUNCTION {table}_keep_locked();
"""
DROP_TRIGGER = "DROP FUNCTION {table}_keep_locked CASCADE;"


class KeepLocked(Operation):
    """From here on the database refuses changes of this model that touch locked days."""

    reversible = True
    category = OperationCategory.SQL

    def __init__(self, name, *, groups, days, content, is_named=True):
        self.name, self.groups, self.days, self.content, self.is_named = name, groups, days, content, is_named

    def state_forwards(self, app_label, state):
        """The models stay as they are; only the database gains triggers."""

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        meta = to_state.apps.get_model(app_label, self.name)._meta
        columns = [schema_editor.quote_name(meta.get_field(name).column) for name in self.content]
        names = ", ".join(schema_editor.quote_value(name) for name in self.groups)
        sql = TRIGGER.format(
            table=meta.db_table,
            groups=f"ARRAY[{names}]::text[]",
            label=schema_editor.quote_value(str(meta.verbose_name)),
            is_named=str(self.is_named).lower(),
            new_content=", ".join(f"n.{column}" for column in columns),
            old_content=", ".join(f"o.{column}" for column in columns),
            new_days=self.days.format(rows="new_rows"),
            old_days=self.days.format(rows="old_rows"),
        )
        schema_editor.execute(sql, params=None)

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        table = from_state.apps.get_model(app_label, self.name)._meta.db_table
        schema_editor.execute(DROP_TRIGGER.format(table=table), params=None)

    def describe(self):
        return f"Refuse changes of locked days of {self.name}"
