"""Columns that say which person is meant, and personal data that is shown masked."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from communities.sheets.lookup import within_reach
from records import identity
from records.crypto import blind
from records.masks import is_masked, mask_id, mask_phone
from records.text import normalise_name
from sheets.batch import ROWS
from sheets.cells import as_text, digits
from sheets.columns import Digits, Encrypted, Reference, Text
from sheets.errors import CellError, from_validation

PHONE = re.compile(r"1[3-9]\d{9}|0\d{2,3}-?\d{7,8}")
COUNTRY = re.compile(r"^(\+?86|0086)-?(?=1\d{10}$)")
MASKED = object()


class PersonName(Text):
    """姓名: 张　三 and 张三 are one name."""

    def parse(self, cell, factor):
        return normalise_name(super().parse(cell, factor))


class Masked(Encrypted):
    """Personal data that leaves the register masked; a masked cell that comes back means unchanged."""

    width = 22

    def _read(self, cell, factor):
        return MASKED if isinstance(cell, str) and is_masked(cell) else super()._read(cell, factor)

    def staged(self):
        return [*super().staged(), (f"{self.name}__masked", "boolean")]

    def stage(self, value):
        if value is MASKED:
            return [None] * (len(self.staged()) - 1) + [True]
        return [*super().stage(value), None]

    def show(self, value, months=()):
        return self.mask(value)

    def reveal(self, value, months=()):
        return value or ""


def read_id_number(text):
    try:
        return identity.clean_id_number(text)
    except ValidationError as error:
        raise from_validation(error) from error


class IdNumber(Masked):
    """身份证号 with what it tells: birth date and gender."""

    mask = staticmethod(lambda number: mask_id(number or ""))

    def parse(self, cell, factor):
        return read_id_number(super().parse(cell, factor))

    def staged(self):
        return [("id_number__born", "date"), ("id_number__gender", "text"), *super().staged()]

    def stage(self, value):
        if value is MASKED:
            return super().stage(value)
        return [identity.born_on(value), identity.gender(value), *super().stage(value)]


class Phone(Masked):
    mask = staticmethod(lambda number: mask_phone(number or ""))

    def parse(self, cell, factor):
        number = COUNTRY.sub("", super().parse(cell, factor))
        if not PHONE.fullmatch(number):
            raise CellError(
                "invalid_number", _("“%s”不是手机号,应为11位数字(固定电话写成 023-12345678)。") % number[:30]
            )
        return number


class StaffNo(Digits):
    """人员编号 of a person already in the register."""

    def __init__(self, **options):
        note = gettext_lazy("系统生成;新增人员留空,更新已登记人员时填写人员编号或身份证号")
        super().__init__("staff_no", required=False, note=note, **options)

    def check(self, value):
        return value


class Person(Reference):
    """人员编号 or 身份证号 of somebody in the register and within reach. Two columns; this one carries the look-up."""

    def __init__(self):
        super().__init__("worker", name="staff_no", header=gettext_lazy("人员编号"), key=True)
        self.note = gettext_lazy("人员编号和身份证号至少填一项")

    @property
    def paths(self):
        return ["worker__staff_no"]

    @property
    def needed_in_row(self):
        return False

    def missing_from(self, layout):
        return not {column.name for column in layout.columns} & {"staff_no", "id_number"}

    def resolve(self, batch):
        inside, params = within_reach(batch.user, "c.code")
        people = f"staffing_worker w JOIN communities_community c ON c.id = w.community_id AND {inside}"
        for same in ("w.staff_no = r.staff_no", "r.staff_no IS NULL AND w.id_number_index = r.id_number"):
            batch.execute(f"UPDATE {ROWS} r SET staff_no__id = w.id FROM {people} WHERE {same}", params)
        self._refuse_unknown(batch)
        column = "staff_no" if batch.has("staff_no") else "id_number"
        for (row,) in batch.select(f"SELECT sheet_row FROM {ROWS} WHERE staff_no IS NULL AND id_number IS NULL"):
            if (row, "id_number") not in batch.found:
                batch.find(row, column, "required", _("人员编号和身份证号至少填一项(已打码的身份证号不能单独使用)。"))

    def _refuse_unknown(self, batch):
        unknown = f"SELECT sheet_row FROM {ROWS} WHERE staff_no__id IS NULL AND "
        number = _("您的辖区内没有这个人员编号,请核对。")
        batch.find_all(f"{unknown} staff_no > ''", "staff_no", "unknown_code", number)
        batch.find_all(
            f"{unknown} staff_no IS NULL AND id_number IS NOT NULL",
            "id_number",
            "unknown_code",
            _("您的辖区内没有登记这个身份证号的人员,请核对,或先登记人员。"),
        )
        batch.find_all(
            f"SELECT sheet_row FROM {ROWS} r JOIN staffing_worker w ON w.id = r.staff_no__id "
            "WHERE r.id_number IS NOT NULL AND w.id_number_index IS DISTINCT FROM r.id_number",
            "id_number",
            "mismatch",
            _("身份证号与人员编号不是同一个人,请核对。"),
        )


class PersonId(Text):
    """身份证号 as a way to say who is meant: only its digest is staged."""

    stored = False
    cached = False  # no personal data stays in memory
    width = 22

    def __init__(self):
        super().__init__(name="id_number", header=gettext_lazy("身份证号"))

    def _read(self, cell, factor):
        return None if isinstance(cell, str) and is_masked(cell) else super()._read(cell, factor)

    def parse(self, cell, factor):
        return read_id_number(digits(cell))

    def staged(self):
        return [(self.name, "bytea")]

    def stage(self, value):
        return [blind(value)]

    @property
    def paths(self):
        return ["worker__id_number"]

    def show(self, value, months=()):
        return mask_id(value or "")

    def reveal(self, value, months=()):
        return value or ""


class NameCheck(Text):
    """姓名 beside a number: read by people, compared with the register."""

    stored = False

    def __init__(self):
        super().__init__(name="worker_name", header=gettext_lazy("姓名"))

    def parse(self, cell, factor):
        return normalise_name(as_text(cell))

    @property
    def paths(self):
        return ["worker__name"]

    def resolve(self, batch):
        batch.find_all(
            f"SELECT sheet_row, worker_name, w.name FROM {ROWS} r JOIN staffing_worker w ON w.id = r.staff_no__id "
            "WHERE worker_name <> w.name",
            self,
            "mismatch",
            _("姓名“%s”与登记的“%s”不符,请核对人员编号或身份证号。"),
        )


def person_columns():
    """人员编号, 身份证号, 姓名: what every sheet about people begins with."""
    return Person(), PersonId(), NameCheck()
