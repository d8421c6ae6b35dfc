"""From what stands in a cell to a typed value. Pure functions; a `CellError` says what would be right."""

import datetime
import re
import unicodedata
from decimal import Decimal

from django.utils.translation import gettext as _

from records.text import INVISIBLE, normalise
from sheets.errors import CellError

CLEAR = object()  # the word 清空: take the known value away
CLEAR_WORD = "清空"
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
NUMBER = re.compile(r"[+-]?(\d+|\d{1,3}(,\d{3})+)(\.\d+)?")
SCIENTIFIC = re.compile(r"\d(\.\d+)?[Ee]\+?\d+")
EPOCH_1900, EPOCH_1904 = datetime.date(1899, 12, 30), datetime.date(1904, 1, 1)
MOST_DIGITS = 18
SERIALS = range(367, 73_051)  # 1901-01-01 to 2100-01-01 in Excel's counting of days
EARLIEST, LATEST = datetime.date(1900, 1, 2), datetime.date(2100, 12, 31)
DAY = re.compile(r"(\d{4})(?:[-./]|年)(\d{1,2})(?:[-./]|月)(\d{1,2})日?")
COMPACT_DAY, COMPACT_MONTH = re.compile(r"(\d{4})(\d\d)(\d\d)"), re.compile(r"(\d{4})(\d\d)")
MONTH = re.compile(r"(\d{4})(?:[-./]|年)(\d{1,2})月?")
MIDNIGHT = re.compile(r"[ T]\d{1,2}:\d\d(:\d\d)?(\.0+)?$")


def is_blank(cell):
    if cell is None or cell == "":
        return True
    return isinstance(cell, str) and not cell.isalnum() and not cell.translate(INVISIBLE).strip()


def formula_error(cell):
    """What a broken formula shows (`#N/A`), or None. CSV files have it as plain text."""
    if isinstance(cell, dict):
        return cell.get("error")
    if isinstance(cell, str) and cell.startswith("#"):
        shown = cell.strip().upper()
        return shown if shown.rstrip("!?") in ("#N/A", "#REF", "#DIV/0", "#VALUE", "#NAME", "#NUM", "#NULL") else None
    return None


def plain(cell):
    """A number without the calendar that its workbook uses."""
    return cell["number"] if isinstance(cell, dict) and "number" in cell else cell


def as_text(cell):
    """The cell as a person reads it. Integers lose the `.0` that spreadsheets add."""
    if isinstance(cell, str):
        return cell
    cell = plain(cell)
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else repr(cell)
    return cell["date"] if isinstance(cell, dict) else str(cell)


def text(cell, *, multiline=False):
    """Text as it stands, without invisible characters and outer blanks."""
    value = as_text(cell)
    if value.isprintable():  # neither control nor invisible characters
        return value.strip()
    if CONTROL.search(value):
        raise CellError("constraint", _("含有不可见的控制字符,请删除后重新填写。"))
    value = value.translate(INVISIBLE).replace("\r\n", "\n").replace("\r", "\n").strip()
    return value if multiline else re.sub(r"[\n\t]+", " ", value)


def key_text(cell):
    """Text that rows are matched by: full-width forms and stray blanks make no difference."""
    value = as_text(cell)
    if value.isalnum() and unicodedata.is_normalized("NFKC", value):
        return value
    if CONTROL.search(value):
        raise CellError("constraint", _("含有不可见的控制字符,请删除后重新填写。"))
    return normalise(value)


def digits(cell):
    """A code or number kept as text. A number of over 15 digits has lost its last ones in the spreadsheet."""
    value = plain(cell)
    if isinstance(value, (int, float)) and not isinstance(value, bool) and abs(value) >= 1e15:
        raise _lost_digits(f"{value:.2E}")
    value = key_text(value).replace(" ", "")
    if SCIENTIFIC.fullmatch(value):
        raise _lost_digits(value)
    return value


def _lost_digits(shown):
    return CellError(
        "invalid_number",
        _("“%s”是科学计数法,末尾几位数字已丢失。请先把该列设为“文本”格式,再重新填写完整号码。") % shown,
    )


def number(cell, *, factor=1):
    """A Decimal. Grouping commas and full-width digits are understood; units and words are not."""
    value = plain(cell)
    if isinstance(value, (bool, dict)):
        raise _not_a_number(as_text(value))
    if isinstance(value, (int, float)):
        return _sane(Decimal(repr(value)), as_text(value)) * factor
    shown = unicodedata.normalize("NFKC", value).translate(INVISIBLE).replace(" ", "").replace("−", "-")
    if not NUMBER.fullmatch(shown):
        raise _not_a_number(value.strip())
    return _sane(Decimal(shown.replace(",", "")), shown) * factor


def _sane(value, shown):
    """A number that no register counts in would be too long to reckon with."""
    if value.adjusted() >= MOST_DIGITS:
        raise CellError("out_of_range", _("“%s”过大,请核对。") % shown[:40])
    return value


def _not_a_number(shown):
    return CellError("invalid_number", _("“%s”不是数字,请只填数字,不带单位和文字。") % shown[:40])


def integer(cell, *, factor=1):
    value = number(cell, factor=factor)
    if value != value.to_integral_value():
        raise CellError("invalid_number", _("“%s”不是整数,请填整数。") % as_text(cell).strip()[:40])
    return int(value)


def date(cell):
    """The day and whether only its month is known."""
    value = plain(cell)
    if isinstance(value, dict) and "date" in value:
        return _checked(datetime.date.fromisoformat(value["date"]), value["date"]), False
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return _date_from_number(value, EPOCH_1904 if plain(cell) is not cell else EPOCH_1900)
    shown = normalise(as_text(value)).replace(" ", " ")
    return _date_from_text(MIDNIGHT.sub("", shown).replace(" ", ""), shown)


def _date_from_number(value, epoch):
    if value in SERIALS:
        return epoch + datetime.timedelta(days=int(value)), False
    shown = as_text(value)
    if re.fullmatch(r"\d{4}\.\d", shown):
        raise CellError("invalid_date", _("“%s”分不清是1月还是10月,请写成 2024-01 或 2024-10 的样子。") % shown)
    return _date_from_text(shown, shown)


def _date_from_text(compact, shown):
    for form, month_only in ((DAY, False), (COMPACT_DAY, False), (MONTH, True), (COMPACT_MONTH, True)):
        if found := form.fullmatch(compact):
            year, month, *day = map(int, found.groups())
            try:
                value = datetime.date(year, month, *day or [1])
            except ValueError as error:
                raise _no_such_day(shown) from error
            return _checked(value, shown), month_only
    raise CellError("invalid_date", _("“%s”不是日期,请写成 2024-03-15;只知年月的写成 2024-03。") % shown[:40])


def _no_such_day(shown):
    return CellError("invalid_date", _("没有“%s”这一天,请核对。") % shown[:40])


def _checked(value, shown):
    if not EARLIEST <= value <= LATEST:
        raise CellError("out_of_range", _("日期“%s”不合理,应在1900年至2100年之间。") % shown[:40])
    return value
