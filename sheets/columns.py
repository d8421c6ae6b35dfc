"""Columns: what a header is called, what its cells may hold, how a value is stored and shown again.

A column named by its model field alone takes everything from it: header = verbose name, required, choices, limits.
"""

import decimal
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import connection, models
from django.utils.translation import gettext as _

from records.copying import literals
from records.crypto import encrypt
from records.fields import DerivedField, PinyinField
from sheets import cells
from sheets.errors import CellError, from_validation


@dataclass(frozen=True)
class Target:
    """One stored column that a sheet column fills: its name while staged, its model field, how it is derived."""

    staged: str
    field: models.Field
    derive: object = None


class Column:
    """One column of a sheet. `part` names the model it is stored in, where a sheet writes several."""

    takes_units = False
    cached = True  # equal cells are parsed once
    wrong = "required"  # code for a cell that holds a formula error
    width = 14
    stored = True
    instead = ()  # names of columns that can fill this one
    month_flag = None  # staged beside a date: whether only its month is known

    def __init__(
        self,
        field=None,
        *,
        name=None,
        part=None,
        header=None,
        aliases=(),
        required=None,
        key=False,
        note="",
        export=True,
    ):
        self.field_name, self.name, self.part_name = field, name or field, part
        self.header, self.aliases, self.required, self.key = header, tuple(aliases), required, key
        self.note, self.export = note, export
        self.field = self.position = None
        self._targets = None

    def bind(self, sheet, position):
        """Called once, when its sheet is registered."""
        self.position, self.part = position, sheet.part(self.part_name)
        if self.field_name:
            self.field = self.part.model._meta.get_field(self.field_name)
            self.header = self.header or self.field.verbose_name
            self.note = self.note or self.field.help_text
            if self.required is None:
                has_default = self.field.has_default() or isinstance(self.field, models.BooleanField)
                self.required = self.key or not (self.field.blank or has_default)
        self.required = bool(self.required)

    # -- reading ----------------------------------------------------------------------------------------------
    def take(self, cell, factor=1):
        """What to stage for a cell that is not blank: values as in `staged()`, as COPY takes them; `CLEAR`; None for
        nothing. Raises CellError.
        """
        return self._take(cell, factor, self.stage)

    def judge(self, cell, factor=1):
        """As `take`, for a file that is judged and not applied: what nobody will store is not made."""
        return self._take(cell, factor, self.stage_to_judge)

    def _take(self, cell, factor, stage):
        value = self._read(cell, factor)
        return value if value is None or value is cells.CLEAR else literals(stage(value))

    def _read(self, cell, factor):
        if shown := cells.formula_error(cell):
            raise CellError(self.wrong, _("单元格是公式错误(%s),请改成正确的内容,或清空单元格。") % shown)
        if isinstance(cell, str) and cell.strip() == cells.CLEAR_WORD:
            return self._clear()
        return self.check(self.parse(cell, factor))

    def _clear(self):
        if self.required:
            raise CellError("required", _("“%s”是必填项,不能清空。") % self.header)
        return cells.CLEAR

    def parse(self, cell, factor):
        raise NotImplementedError

    def check(self, value):
        if self.field is not None:
            try:
                self.field.run_validators(value)
            except ValidationError as error:
                raise from_validation(error) from error
        return value

    # -- storing ----------------------------------------------------------------------------------------------
    def staged(self):
        """Names and database types of what this column adds to the staged rows."""
        return [(target.staged, target.field.db_type(connection)) for target in self.targets()] or [(self.name, "text")]

    def targets(self):
        """What it stores, once bound."""
        if self._targets is None:
            self._targets = self.make_targets()
        return self._targets

    def make_targets(self):
        if self.field is None or not self.stored:
            return []
        derived = [
            field
            for field in self.part.model._meta.concrete_fields
            if isinstance(field, DerivedField) and field.source == self.field.name
        ]
        return [Target(self.name, self.field), *(Target(f"{self.name}__{f.name}", f, f.derive) for f in derived)]

    def stage(self, value):
        """The staged values, in the order of `staged()`."""
        return [target.derive(value) if target.derive else value for target in self.targets()] or [value]

    def stage_to_judge(self, value):
        """As `stage`, without what is only stored."""
        return self.stage(value)

    # -- rules of its own -------------------------------------------------------------------------------------
    def missing_from(self, layout):
        """Whether the file lacks a column that rows are matched by."""
        return self.key and self not in layout.columns

    @property
    def needed_in_row(self):
        """Whether a blank cell alone makes the row useless."""
        return self.key

    def resolve(self, batch):
        """Look up what the staged text refers to; references do."""

    # -- showing ----------------------------------------------------------------------------------------------
    @property
    def paths(self):
        """The look-ups from the exported row to what `show` needs."""
        return [self.part.path + self.field_name]

    def before_export(self):
        """Fetch what `show` needs for all rows."""

    def show(self, value, months=()):
        return "" if value is None else value

    def reveal(self, *values, months=()):
        """As `show`, for an export of clear personal data."""
        return self.show(*values, months=months)

    def choices(self):
        """Labels for a drop-down list."""
        return []


class Text(Column):
    width = 18

    def parse(self, cell, factor):
        return (
            cells.key_text(cell) if self.key else cells.text(cell, multiline=isinstance(self.field, models.TextField))
        )

    def check(self, value):
        longest = getattr(self.field, "max_length", None)
        if longest and len(value) > longest:
            raise CellError(
                "too_long", _("最多%(most)d个字,填了%(given)d个字,请缩短。") % {"most": longest, "given": len(value)}
            )
        return super().check(value)

    def stage_to_judge(self, value):
        """How a name is read does not matter to any rule."""
        targets = self.targets()
        if not any(isinstance(target.field, PinyinField) for target in targets):
            return self.stage(value)
        return [value] + [None] * (len(targets) - 1)


class Digits(Text):
    """A code or number of digits kept as text: spreadsheets like to turn it into 6.2E+17."""

    wrong = "invalid_number"

    def parse(self, cell, factor):
        return cells.digits(cell)


class Judged(str):
    """Personal data of a file that is only judged: nobody will store it, so it is not encrypted either."""

    __slots__ = ()


class Encrypted(Digits):
    """Personal data: staged as ciphertext beside its blind indexes, never in the clear."""

    cached = False

    def stage(self, value):
        clear, *derived = super().stage(value)
        return [b"" if isinstance(clear, Judged) else encrypt(clear), *derived]

    def stage_to_judge(self, value):
        return self.stage(Judged(value) if isinstance(value, str) else value)


class Reference(Column):
    """Text that names a row of another register; `resolve` finds its id and refuses what it does not find."""

    wrong = "unknown_code"

    def parse(self, cell, factor):
        return cells.digits(cell)

    def check(self, value):
        return value

    def staged(self):
        return [(self.name, "text"), *super().staged()]

    def make_targets(self):
        return [Target(f"{self.name}__id", self.field)]

    def stage(self, value):
        return [value, None]


class Integer(Column):
    takes_units = True
    wrong = "invalid_number"

    def parse(self, cell, factor):
        return cells.integer(cell, factor=factor)


class Year(Integer):
    takes_units = False

    def parse(self, cell, factor):
        value = cells.key_text(cell).removesuffix("年度").removesuffix("年")
        return cells.integer(value if value.isdigit() else cell)


class Decimal(Column):
    takes_units = True
    wrong = "invalid_number"

    def parse(self, cell, factor):
        value = cells.number(cell, factor=factor)
        return value.quantize(decimal.Decimal(1).scaleb(-self.field.decimal_places), decimal.ROUND_HALF_UP)


class Date(Column):
    """A day, or a month where only that is known; staged as the day and whether only its month is known."""

    wrong = "invalid_date"

    @property
    def month_flag(self):
        return f"{self.name}__month"

    def parse(self, cell, factor):
        return cells.date(cell)

    def check(self, value):
        super().check(value[0])
        return value

    def staged(self):
        return [*super().staged(), (self.month_flag, "boolean")]

    def stage(self, value):
        return list(value)

    def show(self, value, months=()):
        if value is None:
            return ""
        return value.strftime("%Y-%m") if self.field_name in months else value


class Month(Column):
    """A calendar month, stored as its first day."""

    wrong = "invalid_date"

    def parse(self, cell, factor):
        day, _month_only = cells.date(cell)
        return day.replace(day=1)

    def show(self, value, months=()):
        return value.strftime("%Y-%m") if value else ""


class Choice(Column):
    wrong = "invalid_choice"

    def bind(self, sheet, position):
        super().bind(sheet, position)
        self.options = self.options_of(self.field)
        self.labels = {value: str(label) for value, label in self.options}
        self.accepted = self._accepted()

    def options_of(self, field):
        return [(value, label) for value, label in field.flatchoices if value != ""]

    def _accepted(self):
        from sheets.aliases import all_spellings

        return all_spellings(f"{self.part.model._meta.model_name}.{self.field_name}", self.options)

    def parse(self, cell, factor):
        return self.choose(cells.as_text(cell))

    def choose(self, written):
        from sheets.aliases import fold

        value = self.accepted.get(fold(written))
        if value is None:
            listed = "、".join(self.choices())
            raise CellError(
                "invalid_choice",
                _("没有“%(value)s”这一项,可填:%(listed)s。") % {"value": written[:40], "listed": listed},
            )
        return value

    def show(self, value, months=()):
        return self.labels.get(value, value or "")

    def choices(self):
        return list(self.labels.values())


class Choices(Choice):
    """Several of a list, separated by `;`."""

    def options_of(self, field):
        return super().options_of(field.base_field)

    def parse(self, cell, factor):
        parts = cells.key_text(cell).replace("、", ";").replace(",", ";").split(";")
        chosen = {self.choose(part) for part in parts if part.strip()}
        return [value for value in self.labels if value in chosen]

    def show(self, value, months=()):
        return ";".join(self.labels.get(item, item) for item in value or [])


class Bool(Choice):
    def options_of(self, field):
        return [(True, _("是")), (False, _("否"))]

    def _accepted(self):
        from sheets.aliases import spellings

        return {word: value == "true" for word, value in spellings("bool").items()}

    def show(self, value, months=()):
        return "" if value is None else self.labels[value]
