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

PLACES = (Path(__file__).parent / "sql" / "places.sql").read_text(encoding="utf-8")
DROP_PLACES = (
    FUNCTIONS.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")
    + """
DROP FUNCTION records_place_of; DROP TABLE records_place;
"""
)

SHOWN = (Path(__file__).parent / "sql" / "shown.sql").read_text(encoding="utf-8")
DROP_SHOWN = "DROP FUNCTION records_shown; DROP TABLE records_shown;"
SHOWN_TRIGGERS = """
CREATE TRIGGER shown_insert AFTER INSERT ON {table} FOR EACH ROW WHEN ({new}) EXECUTE FUNCTION records_shown();
CREATE TRIGGER shown_update AFTER UPDATE ON {table} FOR EACH ROW WHEN (({old}) OR ({new}))
    EXECUTE FUNCTION records_shown();
CREATE TRIGGER shown_delete AFTER DELETE ON {table} FOR EACH ROW WHEN ({old}) EXECUTE FUNCTION records_shown();
"""
DROP_SHOWN_TRIGGERS = """
DROP TRIGGER shown_insert ON {table}; DROP TRIGGER shown_update ON {table}; DROP TRIGGER shown_delete ON {table};
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


class Triggers(Operation):
    """Triggers on the table of a model. The models stay as they are."""

    reversible = True
    category = OperationCategory.SQL
    create = drop = about = ""

    def __init__(self, name):
        self.name = name

    def state_forwards(self, app_label, state):
        """The models stay as they are; only the database gains triggers."""

    def references_model(self, name, app_label):
        return name.lower() == self.name.lower()

    def values(self):
        return {}

    def _execute(self, template, app_label, schema_editor, state):
        table = state.apps.get_model(app_label, self.name)._meta.db_table
        schema_editor.execute(template.format(table=schema_editor.quote_name(table), **self.values()), params=None)

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        self._execute(self.create, app_label, schema_editor, to_state)

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        self._execute(self.drop, app_label, schema_editor, from_state)

    def describe(self):
        return f"{self.about} {self.name}"


class TrackHistory(Triggers):
    """From here on the database stamps the rows of this model and keeps their history."""

    create, drop, about = TRIGGERS, DROP_TRIGGERS, "Keep the history of"


class CountAtOnce(Triggers):
    """From here on no kept page outlives a change of these rows (docs/adr/0010-public-pages-kept.md). `when` says which
    of them the public sees: a condition on `{row}`."""

    create, drop, about = SHOWN_TRIGGERS, DROP_SHOWN_TRIGGERS, "No page outlives a change of"

    def __init__(self, name, when="true"):
        super().__init__(name)
        self.when = when

    def values(self):
        return {"new": self.when.format(row="NEW"), "old": self.when.format(row="OLD")}
