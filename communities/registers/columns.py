"""Columns of a register's list: each is a path from the listed row, or a function of it."""

from collections.abc import Callable
from dataclasses import dataclass

import django_tables2 as tables
from django.db import models
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django_tables2.data import TableQuerysetData

from communities.access import reach, reached
from communities.registers.showing import field_of, is_number, text_at

NARROW = models.DateField | models.DateTimeField


@dataclass(frozen=True)
class Col:
    """One column. `path` names it and, without `show`, is what it shows.

    `gap`: a blank here is a gap in our knowledge (「无数据」, with a way to fill it), not a plain «none».
    `show`: row → text, for what is no single field. `order`: the look-ups it sorts by; () where it cannot be sorted.
    """

    path: str
    header: str = ""
    gap: bool = False
    link: bool = False
    show: Callable | None = None
    order: tuple | None = None

    @property
    def name(self):
        return self.path


class RegisterColumn(tables.Column):
    """A column declared by a `Col`; the table knows its register and what the account may do."""

    empty_values = ()

    def __init__(self, col, register):
        self.col = col
        field = None if col.show and col.header else field_of(register.listed_model, col.path)
        classes = "num" if field is not None and is_number(field) else "nowrap" if isinstance(field, NARROW) else ""
        order = col.order if col.order is not None else None if col.show else (col.path,)
        super().__init__(
            verbose_name=col.header or field.verbose_name,
            accessor="pk",
            orderable=bool(order),
            order_by=order or None,
            attrs={"th": {"class": classes}, "td": {"class": classes}},
        )

    def render(self, record, table):
        text = str(self.col.show(record) if self.col.show else table.text(record, self.col.path))
        if self.col.link:
            url = table.register.row_url(record, table.codes)
            return format_html('<a href="{}">{}</a>', url, text or "–") if url else text
        if text or not self.col.gap:
            return text or "–"
        if not table.may_change:
            return format_html('<span class="gap">{}</span>', _("无数据"))
        url = table.register.gap_url(record, self.col.path) if table.is_open(record) else None
        return format_html('<a class="gap" href="{}">{}</a>', url, _("无数据")) if url else _("无数据")


class RegisterRows(TableQuerysetData):
    """The rows of a list, a page at a time: sorted by their keys alone, then fetched whole, but for their outlines."""

    def __getitem__(self, key):
        if not isinstance(key, slice):
            return super().__getitem__(key)
        keys = list(self.data.values_list("pk", flat=True)[key])
        rows = self.whole.in_bulk(keys)
        return [rows[key] for key in keys if key in rows]

    def __init__(self, data):
        super().__init__(data)
        paths = _relations(data)
        whole = data.model._default_manager.select_related(*paths).defer(*_outlines(data.model, paths))
        self.whole = whole.prefetch_related(*data._prefetch_related_lookups)


def _relations(data):
    """The `select_related` of a queryset, as it was asked for."""
    asked = data.query.select_related

    def paths(tree, before=()):
        for name, below in tree.items():
            yield "__".join((*before, name))
            yield from paths(below, (*before, name))

    return list(paths(asked)) if isinstance(asked, dict) else []


def _outlines(model, paths):
    """Of the rows and of the places they belong to: thousands of points each, which no list shows."""
    for path in ["", *paths]:
        at = model
        for name in path.split("__") if path else ():
            at = at._meta.get_field(name).related_model
        if any(field.name == "boundary" for field in at._meta.concrete_fields):
            yield f"{path}__boundary" if path else "boundary"


class RegisterTable(tables.Table):
    """The list of a register: what was chosen of its columns."""

    class Meta:
        template_name = "registers/table.html"
        order_by_field = "sort"

    def __init__(self, *args, register, user, **kwargs):
        self.register, self.user, self.title = register, user, register.title
        self.codes = reach(user)
        self.may_change = register.may(user, "change")
        self.may_edit_many = self.may_change and bool(register.bulk_fields)
        self.may_end_many = register.may_end(user)
        self.has_ticks = self.may_edit_many or self.may_end_many
        super().__init__(*args, **kwargs)

    def is_open(self, record):
        """Whether the account may correct this row: it is not closed, and of several postings not all may."""
        return self.register.row_of(record).pk in self.changeable

    @cached_property
    def changeable(self):
        rows = [self.register.row_of(row.record) for row in self.paginated_rows]
        rows = [row for row in rows if self.register.is_open(row)]
        return reached(self.user, self.register.permission("change"), rows)

    def text(self, record, path):
        """What a column shows of a row: codes in words."""
        return self.words[path][getattr(record, path)] if path in self.words else text_at(record, path)

    @cached_property
    def words(self):
        """{field that holds codes: {code: words}} of the page shown, asked at once for all its rows."""
        shown = {column.column.col.path for column in self.columns}
        rows = [row.record for row in self.paginated_rows]
        coded = self.register.coded
        return {path: coded[path]({getattr(row, path) for row in rows}) for path in coded if path in shown}

    @property
    def lines(self):
        """[(row, [(class, text)])] of the page shown."""
        shown = [(bound.column, bound.column.attrs["td"]["class"]) for bound in self.columns]
        for row in self.paginated_rows:
            yield row.record, [(css, column.render(row.record, self)) for column, css in shown]


def table_class(register, names):
    """The table of a register with these of its columns."""
    chosen = [col for col in register.all_columns if col.name in names]
    columns = {col.name.replace("__", "_"): RegisterColumn(col, register) for col in chosen}
    meta = type("Meta", (RegisterTable.Meta,), {"order_by": register.shown_order, "sequence": list(columns)})
    return type("Table", (RegisterTable,), {**columns, "Meta": meta})


def url_of(register, action, *args):
    return reverse(f"{register.namespace}:{register.name}_{action}", args=args)
