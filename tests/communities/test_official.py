"""Ready tables: what is in them, who gets them, how they look."""

import io
from datetime import date

import openpyxl
import pytest

from communities.official.declaring import Asked, sources, tables
from communities.official.producing import write_table
from tests.factories import make_area, make_community, make_facility, make_headcount, make_licence, make_spell
from tests.people import id_number

pytestmark = pytest.mark.django_db
ON = date(2026, 9, 30)


def book_of(slug, *, user=None, area="500199", on=ON, since=None):
    out = io.BytesIO()
    count = write_table(tables.get(slug), Asked(user=user, area=area, on=on, since=since), out)
    return openpyxl.load_workbook(io.BytesIO(out.getvalue())).active, count


def header_of(page):
    return next(row for row in range(1, 8) if page.cell(row, 1).value == "序号")


def lines(page):
    """{header: value} of each numbered row."""
    first = header_of(page)
    names = [cell.value for cell in page[first]]
    rows = [[cell.value for cell in row] for row in page.iter_rows(min_row=first + 1)]
    return [dict(zip(names, row, strict=True)) for row in rows if isinstance(row[0], int)]


@pytest.fixture
def street():
    make_area("500199", name="样例区", authority="民政局")
    make_area("500199001", name="解放碑街道")
    return make_community("500199001001", name="新建路社区居民委员会", address="新建路1号", phone="023-63800000")


def test_staff(street):
    spell = make_spell(street, name="张三", id_number=id_number(1), phone="13812345678", born_on=date(1987, 3, 4))
    make_licence(spell.worker, grade="social_worker")
    page, count = book_of("staff")
    assert count == 1
    print(lines(page))
    assert lines(page)[0]["身份证号"] == "5001************" + id_number(1)[-2:]


def test_all(street):
    make_headcount(street, residents=5)
    make_facility(street, area=100)
    for slug in tables.items:
        page, count = book_of(slug, since=date(2025, 12, 31))
        print(slug, count, lines(page))
    for source in sources.items.values():
        asked = Asked(user=None, area="", on=ON)
        print(list(source.rows(asked)))
