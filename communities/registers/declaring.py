"""What a register may say of itself, and the list of all registers."""

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from communities import actions, workbench
from communities.access import reached
from communities.registers.columns import url_of

_registers = {}


class Register:
    """One register. Subclasses are attributes only; a hook is overridden where a register is not like the others."""

    model = None
    listed = None  # model of the list's rows, where that is not `model`: a person is listed by what they do
    slug = title = unit = group = ""
    order = 0
    explain = ""  # what belongs here: shown while it is empty
    under = None  # the model whose register leads here, where it has no line of its own in the menu

    columns = ()  # Col, shown unless others are chosen
    more = ()  # Col, to be chosen
    related = ()  # select_related of the list
    order_by = ()
    filters = ()  # paths of choice and yes/no fields
    finders = ()  # (queryset method that takes a day, label): what the office looks for in this register
    is_found = True  # whether the search of the top bar looks here; what belongs to a person is found at the person
    search_in = ()  # look-ups compared with what is searched
    is_dated = False  # whether a day can be asked about
    current_only = False  # whether rows no longer in force are left out unless asked for
    incomplete = None  # Q: what leaves a verdict open
    fields = ()  # ((title, names of fields), …): the groups of the row's page and of its form
    coded = {}  # {field: codes → {code: words}}, where what is stored is a code: of a place, of an indicator
    form_class = None  # without one rows are not corrected here
    may_create = True
    add = ""  # slug of the act by which a row is entered, where it is more than a form
    end = ""  # slug of the act by which a row ends
    end_words = (
        _("批量结束"),
        _("有效"),
        _("已结束"),
    )  # that act for many rows, and how a row is called before and after
    ticks = ()  # ((name, label), …): filters of its own; `ticked` says which rows
    bulk_fields = ()
    sheet = None  # name of the sheet, or a sheet
    nil = ""  # communities.choices.Register, where a community may say that it has none
    nil_rows = None

    def is_open(self, row):
        """Whether the row, one of the list where many are changed, may still be corrected or deleted by hand."""
        return True

    def acts(self, row, user):
        """[(title, address)] of what can be done with this row now, in the order of the buttons."""
        offered = actions.offered(self.model, user, row)
        open_here = {one for one in {act.permission for act in offered} if reached(user, one, [row])}
        return [(act.title, self.url("act", row.pk, act.slug)) for act in offered if act.permission in open_here]

    def related_rows(self, row, user):
        """[(title, register, rows)] shown on the row's page."""
        return ()

    def dossier(self, row, user):
        """As `related_rows`: what the printed file shows besides."""
        return []

    def page_context(self, row, user):
        """What the row's own template needs besides."""
        return {}

    def beside(self, row, user):
        """{field: (title, address)} of what can be done with one field, shown beside it."""
        return {}

    def documents(self, row):
        """[(title, address)] of what can be printed of the row."""
        return ()

    # -- names --------------------------------------------------------------------------------------------------
    @property
    def namespace(self):
        return self.model._meta.app_label

    @property
    def name(self):
        return self.model._meta.model_name

    @property
    def in_menu(self):
        return self.under is None

    @property
    def listed_model(self):
        return self.listed or self.model

    @property
    def all_columns(self):
        return (*self.columns, *self.more)

    @property
    def shown_order(self):
        """The order of the list, as columns of its table."""
        return [name.replace("__", "_") for name in self.order_by]

    @property
    def default_names(self):
        return [col.name for col in self.columns]

    @property
    def order_by_paths(self):
        """The order of the list, as look-ups."""
        named = {col.name: col.order or (col.path,) for col in self.all_columns}
        paths = []
        for name in self.order_by:
            down = name.startswith("-")
            paths += [f"-{one}" if down else one for one in named.get(name.lstrip("-"), (name.lstrip("-"),))]
        return [*paths, "pk"]

    def url(self, action, *args):
        return url_of(self, action, *args)

    # -- what an account may do ---------------------------------------------------------------------------------
    def permission(self, action):
        return f"{self.namespace}.{action}_{self.name}"

    def may(self, user, action):
        has = {
            "change": self.form_class,
            "add": self.add or (self.form_class and self.may_create),
            "export": self.sheet,
        }
        return bool(has.get(action, True)) and user.has_perm(self.permission(action))

    def may_end(self, user):
        """Whether the account may do to many rows what ends one."""
        return bool(self.end) and user.has_perm(self.action(self.end).permission)

    def action(self, slug):
        """The act of this register that is called so; None where there is none."""
        return actions.find(self.model, slug)

    def starting_acts(self, user):
        """[(title, address)] of what begins from the list, beside the way to enter a row."""
        offered = [act for act in actions.offered(self.model, user) if act.slug != self.add]
        return [(act.title, self.url("start", act.slug)) for act in offered]

    # -- rows ---------------------------------------------------------------------------------------------------
    def rows(self, user):
        """What is listed for the account."""
        return self.listed_model._default_manager.visible_to(user).select_related(*self.related)

    def on_day(self, rows, day):
        """Rows that held on the day."""
        return rows.open(on=day)

    def ticked(self, rows, name):
        """The rows behind one of the `ticks`."""
        raise NotImplementedError

    def search(self, rows, text):
        from communities.registers.searching import search_rows

        return search_rows(rows, text, self.search_in)

    def place_path(self):
        """The look-up from a listed row to its division code."""
        path = self.listed_model.code_path
        return path if isinstance(path, str) else path[0]

    def row_of(self, listed):
        """The row whose page a listed row leads to."""
        return listed

    def row_url(self, listed, codes):
        """Where a listed row leads; None where it lies outside the codes an account reaches."""
        return self.url("detail", self.row_of(listed).pk)

    def after_url(self, row, codes):
        """Where an act that made or changed the row leads."""
        return self.row_url(row, codes)

    def gap_url(self, listed, path):
        """Where what is missing can be filled in."""
        if "__" in path:
            return None
        return f"{self.url('edit', listed.pk)}#id_{path}"

    def import_url(self):
        """The page that takes this register's sheet in, where there is one."""
        try:
            return reverse("communities:import_start", args=[self.sheet]) if isinstance(self.sheet, str) else ""
        except NoReverseMatch:
            return ""


def register(cls):
    """Class decorator: the register is in the workbench from now on."""
    if cls.model._meta.label_lower in _registers:
        raise ValueError(f"two registers of {cls.model._meta.label}")
    declared = cls()
    _registers[cls.model._meta.label_lower] = declared
    if declared.in_menu:
        workbench.entry(
            title=declared.title,
            url_name=f"{declared.namespace}:{declared.name}_list",
            permission=declared.permission("view"),
            group=declared.group,
            order=declared.order,
        )
    else:
        above = cls.under._meta
        workbench.beneath(f"{above.app_label}:{above.model_name}_list", f"{declared.namespace}:{declared.name}")
    return cls


def registers():
    """All registers, in the order of the menu."""
    return sorted(_registers.values(), key=lambda one: one.order)


def get(model):
    """The register of a model or of a label such as `staffing.worker`."""
    label = model if isinstance(model, str) else model._meta.label_lower
    return _registers[label]


def by_table():
    """{database table: register}"""
    return {one.model._meta.db_table: one for one in registers()}
