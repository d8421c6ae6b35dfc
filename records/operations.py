"""Migration operations: a table whose changes the database writes down."""

from pathlib import Path

from django.db.migrations.operations.base import Operation, OperationCategory

FUNCTIONS = (Path(__file__).parent / "sql" / "history.sql").read_text(encoding="utf-8")
DROP_FUNCTIONS = """
DROP FUNCTION IF EXISTS records_log_delete, records_log_update, records_log_insert, records_stamp, records_event;
"""
TRIGGERS = """
CREATE TRIGGER stamp BEFORE INSERT OR UPDATE ON {table} FOR EACH ROW EXECUTE FUNCTION records_stamp();
CREATE TRIGGER log_insert AFTER INSERT ON {table} REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION records_log_insert();
CREATE TRIGGER log_update AFTER UPDATE ON {table} REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION records_log_update();
CREATE TRIGGER log_delete AFTER DELETE ON {table} REFERENCING OLD TABLE AS old_rows
    FOR EACH STATEMENT EXECUTE FUNCTION records_log_delete();
"""
DROP_TRIGGERS = """
DROP TRIGGER stamp ON {table}; DROP TRIGGER log_insert ON {table};
DROP TRIGGER log_update ON {table}; DROP TRIGGER log_delete ON {table};
"""


class CreateModels(Operation):
    """Several new tables at once. One by one, Django would render all models again for each of them: most refer to the
    account that wrote a row, and so to one another; an empty database took 20 s to make."""

    reversible = True
    category = OperationCategory.ADDITION

    def __init__(self, operations):
        self.operations = operations

    def state_forwards(self, app_label, state):
        state.clear_delayed_apps_cache()
        vars(state).pop("apps", None)
        for operation in self.operations:
            operation.state_forwards(app_label, state)

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        for operation in self.operations:
            operation.database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        for operation in reversed(self.operations):
            operation.database_backwards(app_label, schema_editor, from_state, to_state)

    def references_model(self, name, app_label):
        return any(operation.references_model(name, app_label) for operation in self.operations)

    def describe(self):
        return "; ".join(operation.describe() for operation in self.operations)


class TrackHistory(Operation):
    """From here on the database stamps the rows of this model and keeps their history."""

    reversible = True
    category = OperationCategory.SQL

    def __init__(self, name):
        self.name = name

    def state_forwards(self, app_label, state):
        """The models stay as they are; only the database gains triggers."""

    def references_model(self, name, app_label):
        return name.lower() == self.name.lower()

    def _execute(self, template, app_label, schema_editor, state):
        table = state.apps.get_model(app_label, self.name)._meta.db_table
        schema_editor.execute(template.format(table=schema_editor.quote_name(table)), params=None)

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        self._execute(TRIGGERS, app_label, schema_editor, to_state)

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        self._execute(DROP_TRIGGERS, app_label, schema_editor, from_state)

    def describe(self):
        return f"Keep the history of {self.name}"
