"""A large area is computed in parts: neighbouring counties (of a county: streets), several at a time."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

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


def divide(area, on):
    """The parts of an area as of a day, in the order of their codes: about equal, and one part where it is small."""
    width = WIDTHS[Level.COUNTY] if len(area) < WIDTHS[Level.COUNTY] else WIDTHS[Level.STREET]
    sizes = rows.sizes(area, on, width)
    total = sum(size for _code, size in sizes)
    if total <= SIZE or len(sizes) < 2:
        return [WHOLE]
    number = -(-total // (SIZE * AT_A_TIME)) * AT_A_TIME
    parts, before = {}, 0
    for code, size in sizes:
        parts.setdefault((before + size // 2) * number // total, []).append(code)
        before += size
    return [Part(codes[0], codes[-1], width) for codes in parts.values()]


def each_part(task, parts, view):
    """What the task returns for each part, in their order.

    With a `view` every part runs in a transaction of its own, `AT_A_TIME` together; without it, or where there is but
    one part, in the transaction of the caller.
    """
    if view is None or len(parts) == 1:
        return [task(part) for part in parts]

    def alone(part):
        with beside(view):
            return task(part)

    with ThreadPoolExecutor(AT_A_TIME) as pool:
        running = [pool.submit(alone, part) for part in parts]
        try:
            return [future.result() for future in running]
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise
