"""Columns that hold or name a division: its code with or without the zeros that pad it to 12 digits."""

from django.utils.translation import gettext as _

from communities.places import unpad
from communities.sheets.lookup import within_reach
from sheets.batch import ROWS
from sheets.cells import digits
from sheets.columns import Digits, Reference
from sheets.merging import quote


class AreaCode(Digits):
    """The code of a division itself, inside the reach of whoever imports."""

    cached = True

    def parse(self, cell, factor):
        return unpad(digits(cell))

    def resolve(self, batch):
        refuse_foreign(batch, self)


class AreaColumn(Reference):
    """区划编码: a division of the register within reach."""

    def parse(self, cell, factor):
        return unpad(digits(cell))

    @property
    def paths(self):
        return [f"{self.part.path}{self.field_name}__code"]

    def resolve(self, batch):
        refuse_foreign(batch, self)
        inside, params = within_reach(batch.user, "a.code")
        code, area = quote(self.name), quote(f"{self.name}__id")
        batch.execute(
            f"UPDATE {ROWS} r SET {area} = a.id FROM communities_area a WHERE a.code = r.{code} AND {inside}", params
        )
        refuse_unknown(batch, self, f"{area} IS NULL")


def refuse_foreign(batch, column):
    """Codes outside the reach, whether or not they exist."""
    inside, params = within_reach(batch.user, quote(column.name))
    query = f"SELECT sheet_row, {quote(column.name)} FROM {ROWS} WHERE NOT ({inside})"
    batch.find_all(query, column, "foreign_territory", _("编码“%s”不在您的辖区内,请核对。"), params)


def refuse_unknown(batch, column, unknown):
    code = quote(column.name)
    inside, params = within_reach(batch.user, code)
    query = f"SELECT sheet_row, {code} FROM {ROWS} WHERE {code} > '' AND {unknown} AND {inside}"
    batch.find_all(
        query, column, "unknown_code", _("区划表中没有编码“%s”,请核对(省2位、市4位、区县6位、街道乡镇9位)。"), params
    )
