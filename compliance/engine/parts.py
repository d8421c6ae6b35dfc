"""A large area is computed in parts: neighbouring counties (of a county: streets), several at a time."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from django.db import connection

from communities.choices import WIDTHS, Level
from compliance.engine import rows
from jobs.snapshot import beside

SIZE = 6_000
"""Communities a part may have: temporary tables stay small, and a municipality keeps both cores busy."""
AT_A_TIME = 2
"""Their number is a multiple of this, or one core would wait for the last of them."""


@dataclass(frozen=True)
class Part:
    """All communities whose codes, cut to `width` digits, lie between `first` and `last`."""

    first: str = ""
    last: str = ""
    width: int = 0


WHOLE = Part()


def divide(area):
    """The parts of an area, in the order of their codes: about equal, and one part where it is small.

    They are weighed by the codes of today. Together they hold every code of the area, whoever bears it on the day.
    """
    width = WIDTHS[Level.COUNTY] if len(area) < WIDTHS[Level.COUNTY] else WIDTHS[Level.STREET]
    sizes = rows.sizes(area, width)
    total = sum(size for _code, size in sizes)
    if total <= SIZE or len(sizes) < 2:
        return [WHOLE]
    number = -(-total // (SIZE * AT_A_TIME)) * AT_A_TIME
    firsts, before = {}, 0
    for code, size in sizes:
        firsts.setdefault((before + size // 2) * number // total, code)
        before += size
    _lowest, *others = firsts.values()
    lasts = [f"{int(code) - 1:0{width}}" for code in others]
    return [Part(first, last, width) for first, last in zip([area, *others], [*lasts, area], strict=True)]


def each_part(task, parts, view):
    """What the task returns for each part, in their order.

    With a `view` every part runs in a transaction of its own, `AT_A_TIME` together, each thread on one connection;
    without it, or where there is but one part, in the transaction of the caller.
    """
    if view is None or len(parts) == 1:
        return [task(part) for part in parts]
    found, left = {}, enumerate(parts)

    def work():
        try:
            for number, part in left:
                with beside(view):
                    found[number] = task(part)
        finally:
            tuple(left)  # where one thread fails, the other begins nothing more
            connection.close()

    with ThreadPoolExecutor(AT_A_TIME) as pool:
        running = [pool.submit(work) for _ in range(AT_A_TIME)]
        try:
            for thread in running:
                thread.result()
        finally:
            tuple(left)  # nor is anything begun where waiting was interrupted
    return [found[number] for number in range(len(parts))]
