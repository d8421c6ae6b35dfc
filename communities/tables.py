"""The look of all tables: the first column names the row, figures stand to the right."""

import django_tables2 as tables

NUMBER = {"th": {"class": "num"}, "td": {"class": "num"}}
CODE = {"td": {"class": "nowrap"}}


class FigureTable(tables.Table):
    lines = None
    """Where a page has thousands of cells: what yields its rows as markup, put together outside the template."""

    class Meta:
        template_name = "tables/figures.html"
