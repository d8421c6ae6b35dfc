"""A sheet: which model, which columns, which key. Import, export, template and documentation all read this."""

from django.db import models

from sheets import merging
from sheets.columns import Column, Target
from sheets.kinds import column_for


class Part:
    """The rows of one model that a sheet writes. Most sheets have one part; `worker` has three.

    `key`: pairs (staged name, column of the model) that say which stored row is meant.
    `extra`: staged names, which no column fills but the sheet's hooks do, and their fields.
    `only`: SQL condition on the staged rows that concern this part.
    `grouped`: several rows of a file may describe one row of the model, and must then agree.
    """

    def __init__(self, model, *, name="", path="", key=None, grouped=False, only="true", extra=None):
        self.model, self.name, self.path, self.grouped = model, name, path, grouped
        self._key, self.only = key, only
        extra = extra or {}
        self.extra = [Target(staged, model._meta.get_field(field)) for staged, field in extra.items()]
        self.columns = []

    def __str__(self):
        return self.name or self.model._meta.model_name

    @property
    def table(self):
        return self.model._meta.db_table

    @property
    def id(self):
        """The staged column that holds the id of this part's row."""
        return f"sheet_{self}_id"

    @property
    def is_new(self):
        return f"sheet_{self}_new"

    @property
    def after(self):
        """The temporary table of its rows as they will be."""
        return f"after_{self}"

    @property
    def key(self):
        if self._key is None:
            targets = [column.targets()[0] for column in self.columns if column.key]
            self._key = [(target.staged, target.field.column) for target in targets]
        return self._key

    @property
    def targets(self):
        return [target for column in self.columns for target in column.targets()] + self.extra

    @property
    def dates(self):
        """Columns whose value may be a month only."""
        return [column for column in self.columns if column.stored and column.month_flag]


class Sheet:
    """One kind of spreadsheet. Subclasses declare; see the package's docstring."""

    name = ""
    title = ""
    model = None
    parts = ()
    columns = ()
    constraint_codes = {}  # name of a database constraint -> (code, name of the column to show it at)
    reveal_permission = ""  # who may export clear personal data; blank where the sheet has none
    roster = None  # what a complete roster is asked about rows it does not mention; blank where that makes no sense
    own_constraints = ()  # names of database constraints that `check` asks about in better words

    @classmethod
    def permission(cls, action):
        """What an account needs to `import` or `export` it."""
        meta = cls.model._meta
        return f"{meta.app_label}.{action}_{meta.model_name}"

    def __init__(self):
        self.parts = list(self.make_parts())
        self.columns = [self._column(declared) for declared in self.make_columns()]
        if not any(column.name == "source" for column in self.columns):
            self.columns.append(self._column("source"))
        for position, column in enumerate(self.columns):
            column.bind(self, position)
            column.part.columns.append(column)

    def make_parts(self):
        return [Part(self.model)]

    def make_columns(self):
        return self.columns

    @property
    def main(self):
        """The part whose rows correspond to the rows of the file."""
        return self.parts[0]

    @property
    def key_column(self):
        """Where a key that stands in the file twice is told."""
        return next(column for column in self.columns if column.key)

    def part(self, name):
        return next((part for part in self.parts if part.name == name), self.main) if name else self.main

    def column(self, name):
        return next(column for column in self.columns if column.name == name)

    def _column(self, declared):
        if isinstance(declared, Column):
            return declared
        return column_for(self.main.model, declared)

    # -- what a sheet may add ---------------------------------------------------------------------------------
    def prepare(self, batch):
        """After the rows are staged and references resolved, before they are matched."""

    def before(self, batch, part):
        """Before the rows of one part are matched: the ids of earlier parts are known by now."""

    def match(self, batch, part):
        """Find the stored rows that are meant: those with the same key."""
        merging.match_keys(batch, part)

    def identified(self, batch, part):
        """When the rows of a part know their ids, new ones included: references between rows of one file."""

    def check(self, batch):
        """Rules of this sheet over the rows as they will be: each one query that returns all offending rows."""

    def before_writing(self, batch):
        """When nothing is wrong and the rows are about to be written."""

    def applied(self, batch):
        """After the rows are written, in the same transaction."""

    def exported(self, user):
        """The rows an export may hold."""
        manager = self.model._default_manager
        return manager.all() if user is None else manager.visible_to(user)

    def exported_columns(self):
        return [column for column in self.columns if column.export]

    def month_paths(self):
        names = [(part, {field.name for field in part.model._meta.get_fields()}) for part in self.parts]
        return [f"{part.path}month_only" for part, fields in names if "month_only" in fields]

    def ordered(self, rows):
        return rows.order_by(*[path for column in self.columns if column.key for path in column.paths], "pk")

    def inside(self, rows, area):
        return rows.inside(area)

    def known_on(self, rows, day):
        """Rows that held on the day: periods in force, counts taken by then."""
        if hasattr(rows, "open"):
            return rows.open(on=day)
        names = {field.name for field in self.model._meta.get_fields()}
        if "on" in names:
            return rows.filter(on__lte=day)
        if "started_on" in names:
            return rows.filter(models.Q(started_on=None) | models.Q(started_on__lte=day))
        return rows
