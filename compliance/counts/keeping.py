"""Numbers of large areas are counted in the background and kept with the job that did it: who asked, when, what."""

from decimal import Decimal

from communities.choices import Level
from communities.models import Community
from compliance.counts.counting import Counts
from compliance.counts.declaring import lines
from compliance.counts.periods import By, Span
from jobs.models import Job

AT_ONCE = 350  # communities counted while the page waits
KIND = "count"


def is_large(area):
    """Whether the page would wait too long; looks at no more communities than it must."""
    return Community.objects.filter(code__startswith=area).order_by()[: AT_ONCE + 1].count() > AT_ONCE


def both(area, span, level):
    """The counts of a period, place by place, and of the one before it as a whole."""
    return Counts(area, span.end, level), Counts(area, span.before.end, Level.PROVINCE)


def as_params(span, level):
    """What a job counts; a version of the portal with other lines does not take it for its own."""
    asked = {"by": str(span.by), "year": span.year, "number": span.number, "level": str(level)}
    return {**asked, "lines": [line.slug for line in lines()]}


def asked_by(job):
    """(period, level) of a job."""
    params = job.params
    return Span(By(params["by"]), params["year"], params["number"]), Level(params["level"])


def newest(area, span, level):
    """The last job that counted just this; None where nobody has had it counted."""
    done = Job.objects.filter(kind=KIND, state=Job.State.DONE, area_code=area, params=as_params(span, level))
    return done.select_related("user").order_by("-finished_at").first()


def kept(job):
    """The counts as the job found them."""
    span, level = asked_by(job)
    found = both(job.area_code, span, level)
    for counts, rows in zip(found, job.result["rows"], strict=True):
        counts.rows = [_read(row) for row in rows]
    return found


def _read(row):
    """Sums come back as numbers; they stand in every second column after the first four."""
    return [
        Decimal(value) if place >= 4 and place % 2 == 0 and value is not None else value
        for place, value in enumerate(row)
    ]
