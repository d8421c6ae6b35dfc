"""What a table says of itself, and the list of all: ready tables, and the sources other offices' forms are filled from.

Each app declares its own in a module `official_tables`, found at start.
"""

import datetime
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache, cached_property, partial
from operator import itemgetter

from communities.access import reach, reaches, within
from communities.models import Area, Community, CommunityCode
from communities.places import street_of
from records.periods import open_on
from sheets.official import Column

CHUNK = 2_000


@dataclass(frozen=True)
class Asked:
    """Who asks for which area as of which day; `since` where a table compares two days. `user=None` is the system."""

    user: object
    area: str
    on: datetime.date
    since: datetime.date | None = None

    def inside(self, *paths):
        """Rows inside the area and within reach, by each of the look-ups."""
        codes = [self.area] if reaches(self.user, self.area) else self._narrower()
        condition = within(codes, paths[0])
        for path in paths[1:]:
            condition &= within(codes, path)
        return condition

    def _narrower(self):
        return [code for code in reach(self.user) if code.startswith(self.area)]

    @cached_property
    def sees(self):
        """Whether a code is within reach, so that a person kept there may be shown in full."""
        codes = reach(self.user)
        return cache(lambda code: bool(code) and code.startswith(codes))

    @cached_property
    def places(self):
        """{id: (code, name)} of the communities as they were called on the day. Two plain queries: asking for the
        code of each community in one takes ten times as long."""
        here = Community.objects.existing(on=self.on).filter(self.inside("code"))
        now = here.values_list("pk", "code", "name")
        codes = CommunityCode.objects.filter(open_on(self.on), self.inside("community__code")).order_by()
        then = {pk: known for pk, *known in codes.values_list("community_id", "code", "name")}
        return {pk: then.get(pk, (code, name)) for pk, code, name in now}

    @cached_property
    def streets(self):
        """{code: name} of streets and towns."""
        return dict(
            Area.objects.filter(level="street", code__startswith=street_of(self.area)).values_list("code", "name")
        )

    def place(self, pk):
        return self.places.get(pk, ("", ""))

    def code(self, pk):
        return self.place(pk)[0]

    def called(self, pk):
        return self.place(pk)[1]

    def street(self, pk):
        return self.streets.get(street_of(self.code(pk)), "")


@dataclass(frozen=True)
class Col:
    """One column: `show(*values)` makes the cell from the values found at `paths`; `look(asked, *values)` where it
    depends on who asks for which day.

    `name`: as in the dictionary. `aliases`: what other offices call it.
    """

    name: str
    header: str
    paths: tuple
    show: Callable | None = None
    width: float = 12
    kind: str = "text"
    total: bool = False
    aliases: tuple = ()
    look: Callable | None = None

    def maker(self, asked, places):
        """The function that makes the cell from a row in which the values stand at these places."""
        pick = itemgetter(*places)
        make = partial(self.look, asked) if self.look else self.show
        if make is None:
            return pick
        if len(places) == 1:
            return lambda row: make(pick(row))
        return lambda row: make(*pick(row))

    @property
    def column(self):
        return Column(str(self.header), self.width, self.kind, self.total)


class Listing:
    """Rows with columns. Subclasses declare; `query` names the rows."""

    slug = title = unit = permission = ""
    columns = ()
    order = 0

    def query(self, asked):
        raise NotImplementedError

    def count(self, asked):
        return self.query(asked).order_by().count()

    def rows(self, asked):
        """Cells of every row, made as they are asked for."""
        return self.cells(asked, self.query(asked), self.columns)

    @staticmethod
    def cells(asked, query, columns):
        paths = list(dict.fromkeys(path for column in columns for path in column.paths))
        cells = [column.maker(asked, [paths.index(path) for path in column.paths]) for column in columns]
        for values in query.values_list(*paths).iterator(CHUNK):
            yield [cell(values) for cell in cells]


class Table(Listing):
    """A ready table."""

    explain = ""  # who is in it
    notes = ()  # lines below the table
    has_since = False  # whether it compares two days


class Source(Listing):
    """What another office's form can be filled from: one row each of a kind, with everything known of it."""

    sheet = ""  # the sheet whose headers and aliases are understood as well

    def column(self, name):
        return next((column for column in self.columns if column.name == name), None)


@dataclass
class Registry:
    """What was declared, by slug; one declared twice is a mistake."""

    items: dict = field(default_factory=dict)

    def register(self, cls):
        """Class decorator; takes a ready-made item as well."""
        if cls.slug in self.items:
            raise ValueError(f"declared twice: {cls.slug}")
        self.items[cls.slug] = cls() if isinstance(cls, type) else cls
        return cls

    def get(self, slug):
        """None where there is none."""
        return self.items.get(slug)

    def open_to(self, user):
        """What an account may take, in the order of the page."""
        found = sorted(self.items.values(), key=lambda item: item.order)
        return [item for item in found if user is None or user.has_perm(item.permission)]


@dataclass(frozen=True, kw_only=True)
class Page:
    """A page of 出表 that an upper app has: listed beside the ready tables."""

    slug: str
    title: str
    explain: str
    url_name: str
    permission: str
    order: int


tables = Registry()
sources = Registry()
pages = Registry()
