"""人员编号: the county's six digits and six more, given out once and never again."""

import re

from django.core.exceptions import ValidationError
from django.db import connection
from django.utils.translation import gettext as _

from staffing.models.numbers import LARGEST

COUNTY = re.compile(r"\d{6}")

# One statement: the row of the county is locked until the caller's transaction ends, so that two callers wait for each
# other. Numbers that came in with a sheet or the demo are stepped over.
TAKE = """
INSERT INTO staffing_numberseries AS series (county, last)
SELECT %(county)s, coalesce(max(right(staff_no, 6)::integer), 0) + %(count)s
FROM staffing_worker
WHERE staff_no >= %(county)s || '000000' AND staff_no <= %(county)s || '999999' AND staff_no ~ '^[0-9]{12}$'
HAVING coalesce(max(right(staff_no, 6)::integer), 0) + %(count)s <= %(largest)s
ON CONFLICT (county) DO UPDATE SET last = greatest(series.last + %(count)s, excluded.last)
WHERE greatest(series.last + %(count)s, excluded.last) <= %(largest)s
RETURNING last
"""


def issue_staff_numbers(county, count):
    """That many new numbers of the county, in ascending order. Call it inside the transaction that stores the people:
    numbers of a transaction that fails are given to the next one."""
    if not COUNTY.fullmatch(county):
        raise ValueError(county)
    if count < 1:
        return []
    with connection.cursor() as cursor:
        cursor.execute(TAKE, {"county": county, "count": count, "largest": LARGEST})
        row = cursor.fetchone()
    if row is None:
        text = _("区县%(county)s的人员编号只有6位序号,剩余的不够%(count)s个,请联系系统管理员。")
        raise ValidationError(text, code="out_of_range", params={"county": county, "count": count})
    return [f"{county}{number:06}" for number in range(row[0] - count + 1, row[0] + 1)]


def issue_staff_number(county):
    (number,) = issue_staff_numbers(county, 1)
    return number
