"""Spreadsheets in and out: one declaration per sheet serves import, export, template, documentation and pages.

A sheet stands in the `sheets` module (or package) of the app that owns its model, and is found by itself:

    @register
    class HeadcountSheet(Sheet):
        name = "headcount"                     # the SHEET of `manage.py import_sheet SHEET FILE`
        title = _("人口户数")
        model = Headcount

        def make_columns(self):
            return [
                *community_columns(),          # 社区编码 ◆, 社区名称, 街道(乡镇) from communities.sheets.lookup
                Date("on", key=True, aliases=("日期",)),
                "residents",                   # a plain field: header, limits, choices, required come from the model
                Integer("households", aliases=("户数",)),
            ]

Columns. A string is a field of the model. `Text Digits Integer Decimal Year Date Month Choice Choices Bool Encrypted`
(sheets.columns) take `key=True` (◆: part of the key rows are matched by), `required=`, `aliases=` (other headers),
`header=` (else the verbose name), `note=`, `name=` (where two columns of a sheet would share a name). `数据来源`
is added to every sheet. A column that names a row of another register is a `Reference` with a `resolve(batch)`;
a column with `stored = False` is only looked at. Other words for a choice go to `data/aliases.csv` as `model.field`.

Rules. Cells: the model field's validators run by themselves, with the codes of `sheets.errors.CODES`. Rows: the model's
check, unique and exclusion constraints are asked of all rows by themselves;
`constraint_codes = {"name of the constraint": ("order", "ended_on")}` chooses code and column.
Anything else is one query over all rows:

        def check(self, batch):                # `after_<model>`: the rows as they will be, columns as in the table, and
            batch.find_all(                    # sheet_row, sheet_new, sheet_changed; `sheet_rows`: the cells as staged
                "SELECT sheet_row, area FROM after_facility WHERE sheet_changed AND counted_area > area",
                "counted_area", "out_of_range", _("不能超过建筑面积(%s㎡)。"))

`prepare(batch)` runs after the references are resolved and may change `sheet_rows`; `applied(batch)` after the writing.
A sheet that writes several models declares `make_parts()`; see `staffing.sheets.worker`.
"""
