"""An empty form: headers, drop-down lists, text format where digits must stay text, and what each column means."""

import xlsxwriter
from django.utils.translation import gettext as _
from xlsxwriter.utility import xl_col_to_name

from sheets.columns import Choices, Date, Digits, Month, Reference
from sheets.reader import NOTES

ROWS = 5_000  # rows prepared with drop-down lists
LIST_LIMIT = 255  # Excel's limit for a list kept in the cell rule itself


def write_template(sheet, out):
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    page = book.add_worksheet(str(sheet.title)[:31])
    notes = book.add_worksheet(NOTES[0])
    lists = book.add_worksheet("选项")
    lists.hide()
    styles = _styles(book)
    for number, column in enumerate(sheet.columns):
        _write_column(page, lists, number, column, styles)
    page.freeze_panes(1, 0)
    _write_notes(notes, sheet, styles)
    book.close()


def _styles(book):
    return {
        "text": book.add_format({"num_format": "@"}),
        "plain": None,
        "must": book.add_format({"bold": True, "bg_color": "#FCE4D6", "border": 1, "text_wrap": True}),
        "may": book.add_format({"bold": True, "bg_color": "#E8EEF4", "border": 1, "text_wrap": True}),
        "wrap": book.add_format({"text_wrap": True, "valign": "top"}),
    }


def _write_column(page, lists, number, column, styles):
    # Dates are typed as text: a cell that Excel shows as a date would lose "only the month is known".
    as_text = isinstance(column, (Digits, Reference, Date, Month))
    page.set_column(number, number, column.width, styles["text" if as_text else "plain"])
    page.write_string(0, number, str(column.header), styles["must" if column.required or column.key else "may"])
    options = column.choices()
    if not options or isinstance(column, Choices):
        return
    source = options
    if len(",".join(options)) > LIST_LIMIT:
        lists.write_column(0, number, options)
        source = f"=选项!${(letters := xl_col_to_name(number))}$1:${letters}${len(options)}"
    rule = {"validate": "list", "source": source, "error_type": "warning", "error_message": _("请从列表中选择。")}
    page.data_validation(1, number, ROWS, number, rule)


def _write_notes(notes, sheet, styles):
    notes.set_column(0, 0, 22)
    notes.set_column(1, 1, 10)
    notes.set_column(2, 2, 90)
    lines = [
        (_("列"), _("要求"), _("怎样填")),
        *((str(c.header), requirement(c), explanation(c)) for c in sheet.columns),
        ("", "", ""),
        (_("通用"), "", _("空白表示不知道,导入时不改变已登记的内容;要删去已登记的内容,填“清空”。")),
        (_("通用"), "", _("日期写成 2024-03-15;只知年月的写成 2024-03。面积单位为平方米,金额单位为元。")),
        (_("通用"), "", _("有一处错误,整张表都不会导入;系统会列出所有行的所有错误。同一张表可重复导入。")),
    ]
    for row, line in enumerate(lines):
        for number, text in enumerate(line):
            notes.write_string(row, number, str(text), styles["may" if row == 0 else "wrap"])


def requirement(column):
    if column.key:
        return _("◆ 必填")
    return _("必填") if column.required else _("选填")


def explanation(column):
    """Help text, the choices, other headers that are understood."""
    told = [str(column.note)] if column.note else []
    if column.choices():
        listed = "、".join(column.choices())
        told.append((_("可填多项,用“;”隔开:%s") if isinstance(column, Choices) else _("可填:%s")) % listed)
    if column.aliases:
        told.append(_("也可写作:%s") % "、".join(map(str, column.aliases)))
    return "。".join(told)
