"""A whole report: its parts computed and stored, then the areas above them."""

from functools import partial
from itertools import count

from compliance.engine.figures import STEPS, compile_measures, compute, fetch_areas, put_together
from compliance.engine.parts import divide, each_part
from compliance.engine.storing import MANY, make_known, new_number, store, store_areas


class Steps:
    """Tells how much of the work is done, whichever part has done it."""

    def __init__(self, progress, parts):
        self.progress, self.total, self.done = progress, (STEPS + 1) * parts, count(1)

    def __call__(self):
        if self.progress:
            self.progress(next(self.done), self.total)


def build(indicators, *, area, on, view=None, progress=None):
    """Compute the indicators and store them as rows and results of a report that is yet to be written.

    Returns its number and how many communities there are. `view`: what `jobs.snapshot.shared_view` gave; with it the
    parts of a large area are computed and committed by transactions of their own.
    """
    report = new_number()
    parts = divide(area)
    asked = {"indicators": indicators, "area": area, "on": on, "measures": compile_measures(tuple(indicators), on)}
    task = partial(_store_part, report=report, asked=asked, told=Steps(progress, len(parts)))
    communities, areas, sums = zip(*each_part(task, parts, view), strict=True)
    if len(parts) > 1:
        put_together(indicators, area=area, on=on, width=parts[0].width, areas=areas, sums=sums)
        store_areas(report)
    if sum(communities) >= MANY:
        make_known()
    return report, sum(communities)


def _store_part(part, *, report, asked, told):
    communities = compute(**asked, part=part, told=told)
    store(report)
    told()
    return communities, *fetch_areas(part.width)
