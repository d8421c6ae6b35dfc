"""Resident identity numbers (GB 11643-1999): checksum, birth date, gender.

The county in a number need not exist today or in the birth year: numbers are issued later and counties are recoded,
so only the province digits are checked.
"""

import datetime
import re
from operator import mul

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
CHECK_DIGITS = "10X98765432"
ZEROS = sum(WEIGHTS) * ord("0")
PROVINCES = {
    *range(11, 16), *range(21, 24), *range(31, 38), *range(41, 47), *range(50, 55), *range(61, 66), 71, 81, 82, 83, 91,
}  # fmt: skip
OLDEST_YEAR = 1900
LONG_PAST = 2026  # the clock is asked only about births of later years: a file may hold 100,000 numbers
FORM = re.compile(r"[0-9]{17}[0-9X]")


def check_digit(first17):
    return CHECK_DIGITS[(sum(map(mul, WEIGHTS, first17.encode("ascii"))) - ZEROS) % 11]


def born_on(number):
    return datetime.date(int(number[6:10]), int(number[10:12]), int(number[12:14]))


def gender(number):
    return "male" if int(number[16]) % 2 else "female"


def clean_id_number(text):
    """The 18 characters, upper case. Raises `ValidationError` with a sheet code and a sentence saying what is wrong."""
    number = text.replace(" ", "").upper()
    if not FORM.fullmatch(number):
        raise ValidationError(
            _("身份证号应为18位(前17位数字,末位数字或X),填的是“%(value)s”(%(length)s位),请核对证件。"),
            code="invalid_number",
            params={"value": text, "length": len(number)},
        )
    expected = check_digit(number[:17])
    if number[17] != expected:
        raise ValidationError(
            _("校验码应为%(expected)s,填的是%(value)s,请核对证件。"),
            code="invalid_checksum",
            params={"expected": expected, "value": number[17]},
        )
    _check_province(number)
    _check_birth_date(number)
    return number


def _check_province(number):
    if int(number[:2]) not in PROVINCES:
        raise ValidationError(
            _("身份证号前两位“%(value)s”不是省级代码,请核对证件。"),
            code="invalid_number",
            params={"value": number[:2]},
        )


def _check_birth_date(number):
    try:
        day = born_on(number)
    except ValueError:
        day = None
    if day is None or day.year < OLDEST_YEAR or (day.year >= LONG_PAST and day > timezone.localdate()):
        raise ValidationError(
            _("身份证号中的出生日期“%(value)s”不存在或不合理,请核对证件。"),
            code="invalid_date",
            params={"value": number[6:14]},
        )
