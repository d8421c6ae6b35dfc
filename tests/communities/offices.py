"""An office at work: accounts in their roles, and a submission brought to where a test wants it."""

import datetime
import uuid
from itertools import count

from accounts.models import User
from communities.choices import Role
from communities.models import Posting, Submission
from communities.submissions import periods
from communities.submissions.services import pass_submission, submit
from communities.submissions.street_services import approve_street, send_street
from tests.factories import COUNTY, make_headcount

STREET = f"{COUNTY}001"
FIRST, LAST = datetime.date(2026, 7, 1), datetime.date(2026, 9, 30)
"""The quarter the tests are about; it was over before today, whenever today is."""

_number = count(1)


def make_user(role=None, area="", **kw):
    """An account, posted for long to an area in a role."""
    user = User.objects.create_user(f"user{next(_number)}")
    if role:
        Posting.objects.create(user=user, role=role, area_code=area, started_on=datetime.date(2020, 1, 1), **kw)
    return user


def sent_once(**values):
    """What a form sends that has never been sent before."""
    return {"submission_id": str(uuid.uuid4()), **values}


class Office:
    """The three hands of one street."""

    def __init__(self, street=STREET):
        self.street = street
        self.clerk = make_user(Role.COMMUNITY_CLERK, street)
        self.reviewer = make_user(Role.STREET_REVIEWER, street)
        self.county = make_user(Role.COUNTY_REVIEWER, street[:6])


def make_submission(community, *, group="population", on=LAST):
    """The community's own submission of the period that contains the day."""
    period = periods.open_period(group=group, on=on)
    return Submission.objects.get(community=community, group=group, period=period)


def make_counted(community, **kw):
    """A headcount inside the period that no check objects to."""
    return make_headcount(community, **{"on": LAST, "residents": 3000, "households": 1000, **kw})


def bring_to(submission, state, office):
    """Through the services, as far as `state`. The registers must already satisfy the checks."""
    steps = {
        "submitted": lambda: submit(submission=submission, user=office.clerk),
        "passed": lambda: pass_submission(submission=submission, user=office.reviewer),
        "sent": lambda: send_street(batch=submission.batch, user=office.reviewer),
        "approved": lambda: approve_street(batch=submission.batch, user=office.county),
    }
    names = list(steps)
    done = names.index(submission.state) + 1 if submission.state in names else 0
    for name in names[done : names.index(state) + 1]:
        steps[name]()
        submission.refresh_from_db()
        assert submission.state == name
    return submission


def lock(community, office, *, group="population", on=LAST):
    """The period of the community is approved, without asking the checks."""
    submission = make_submission(community, group=group, on=on)
    now = datetime.datetime.now(tz=datetime.UTC)
    signed = {"submitted_by": office.clerk, "submitted_at": now, "passed_by": office.reviewer, "passed_at": now}
    signed |= {"approved_by": office.county, "approved_at": now}
    for state in ["submitted", "passed", "sent", "approved"]:
        Submission.objects.filter(pk=submission.pk).update(state=state, **signed)
    submission.refresh_from_db()
    return submission
