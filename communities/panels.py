"""What the apps add to a community's page. Each declares its panels in a module `panels`, found at start."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, kw_only=True)
class Visit:
    """Somebody looks at a community's page: the public (`user` is None) or an account inside its reach."""

    community: object
    on: date
    user: object = None
    _found: dict = field(default_factory=dict, init=False, repr=False, compare=False)

    @property
    def is_public(self):
        return self.user is None

    def once(self, ask):
        """What several panels share: `ask(visit)`, asked by the first of them."""
        if ask not in self._found:
            self._found[ask] = ask(self)
        return self._found[ask]


@dataclass(frozen=True, kw_only=True)
class Panel:
    """One box of the page; its function returns what the template needs, or None where there is nothing to say."""

    slug: str
    title: str
    template: str
    order: int
    is_wide: bool
    collect: Callable[[Visit], dict | None]


_panels: dict[str, Panel] = {}


def panel(slug, *, title, template, order, is_wide=False):
    """Declare the function below as a panel: `Visit` → context of the template, or None."""

    def register(function):
        if slug in _panels:
            raise ValueError(f"two panels called {slug!r}")
        _panels[slug] = Panel(slug=slug, title=title, template=template, order=order, is_wide=is_wide, collect=function)
        return function

    return register


def panels():
    """All panels in the order of the page."""
    return sorted(_panels.values(), key=lambda panel: panel.order)


def collect(visit):
    """[(panel, context)] of the panels that have something to say about the community."""
    found = ((panel, panel.collect(visit)) for panel in panels())
    return [(panel, context) for panel, context in found if context is not None]
