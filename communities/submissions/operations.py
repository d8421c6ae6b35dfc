"""Migration operation: a register whose locked days the database protects, whichever way a row is written.

What touches a locked day is said in `communities.submissions.locked`.
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
            SELECT community_id, grp, range_agg(days) AS days FROM ({touched}) touched
            WHERE NOT isempty(days) GROUP BY 1, 2
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

    def __init__(self, name, locked):
        self.name, self.locked = name, locked

    def state_forwards(self, app_label, state):
        """The models stay as they are; only the database gains triggers."""

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        model, locked = to_state.apps.get_model(app_label, self.name), self.locked
        names = ", ".join(schema_editor.quote_value(name) for name in locked.groups)
        sql = TRIGGER.format(
            table=model._meta.db_table,
            groups=f"ARRAY[{names}]::text[]",
            label=schema_editor.quote_value(str(model._meta.verbose_name)),
            is_named=str(locked.is_named).lower(),
            touched=locked.touched(model, schema_editor.quote_name, old="old_rows", new="new_rows"),
            new_days=locked.days.format(rows="new_rows"),
            old_days=locked.days.format(rows="old_rows"),
        )
        schema_editor.execute(sql, params=None)

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        table = from_state.apps.get_model(app_label, self.name)._meta.db_table
        schema_editor.execute(DROP_TRIGGER.format(table=table), params=None)

    def describe(self):
        return f"Refuse changes of locked days of {self.name}"
