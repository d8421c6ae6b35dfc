"""汇总表 of a large area is counted in the background and kept with the job that did it, as in docs/adr/0017."""

import datetime

from django.db import transaction
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from communities import workbench
from communities.choices import Level
from communities.models import Community
from communities.official.declaring import Asked
from jobs.models import Job
from jobs.registry import handler
from staffing.official.summaries import Choice, Line, Summary

AT_ONCE = 1_500  # communities counted while the page waits
KIND = "summary"


def is_large(asked):
    """Whether the page would wait too long; looks at no more communities than it must."""
    return Community.objects.filter(code__startswith=asked.area).order_by()[: AT_ONCE + 1].count() > AT_ONCE


def as_params(summary):
    """What a job counts; a version of the portal with other columns does not take it for its own."""
    return {"on": summary.asked.on.isoformat(), **summary.choice.as_json, "width": len(summary.columns)}


def newest(summary):
    """The last job that counted just this; None where nobody has had it counted."""
    done = Job.objects.filter(kind=KIND, state=Job.State.DONE, area_code=summary.asked.area, params=as_params(summary))
    return done.select_related("user").order_by("-finished_at").first()


class Kept(Summary):
    """The table as a job found it."""

    def __init__(self, asked, choice, job):
        super().__init__(asked, choice)
        self.places, self.total = job.result["lines"], tuple(job.result["total"])

    @cached_property
    def lines(self):
        return self.lines_of(self.places)

    def lines_of(self, places):
        return [Line(*place, counts and tuple(map(int, counts.split()))) for *place, counts in places]

    @property
    def communities(self):
        return sum(communities for _code, _name, communities, _known, _counts in self.places)

    @property
    def known(self):
        return sum(known for _code, _name, _communities, known, _counts in self.places)


@handler(KIND, title=_("汇总表"))
def count(run):
    """Whoever asked was shown to reach the area; everybody who does may read the table. The counts of a line are kept
    as one text: a page shows fifty of up to eleven thousand lines, and reads no more of them than that."""
    params = run.params
    choice = Choice(Level(params["level"]), tuple(params["kinds"]), tuple(params["dimensions"]))
    asked = Asked(user=None, area=run.area_code, on=datetime.date.fromisoformat(params["on"]))
    with transaction.atomic():
        summary = Summary(asked, choice)
        lines = [
            [one.code, one.name, one.communities, one.known, one.counts and " ".join(map(str, one.counts))]
            for one in summary.lines
        ]
        run.finish({"lines": lines, "total": summary.total})


@workbench.result_page(KIND)
def page(job):
    """The page that shows what a job has counted."""
    asked = {name: job.params[name] for name in ("level", "on", "kinds", "dimensions")}
    return reverse("staffing_tables:table_summary", query={"area": job.area_code, **asked})
