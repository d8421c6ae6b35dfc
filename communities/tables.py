"""The look of all tables: the first column names the row, figures stand to the right."""

import django_tables2 as tables
from django.utils import timezone

NUMBER = {"th": {"class": "num"}, "td": {"class": "num"}}
CODE = {"td": {"class": "nowrap"}}


class FigureTable(tables.Table):
    lines = None
    """Where a page has thousands of cells: what yields its rows as markup, put together outside the template."""

    class Meta:
        template_name = "tables/figures.html"


class DayColumn(tables.Column):
    """A day. The library's own column reads a template for each cell anew, which takes 50 lines 0.1 s."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, attrs=CODE, **kwargs)

    def render(self, value):
        return f"{value:%Y-%m-%d}"


class MomentColumn(DayColumn):
    """A day and the time of day, to the minute."""

    def render(self, value):
        return f"{timezone.localtime(value):%Y-%m-%d %H:%M}"
