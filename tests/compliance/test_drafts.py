import datetime

import pytest

from accounts.models import User
from communities.models import Posting
from compliance.handlers import counties_in_use
from jobs.models import Job
from jobs.services import enqueue, run_here
from tests.factories import make_community

pytestmark = pytest.mark.django_db


def post(area):
    user = User.objects.create_user(f"user-{area}")
    Posting.objects.create(user=user, role="street_clerk", area_code=area, started_on=datetime.date(2020, 1, 1))


def test_counties_in_use_are_those_where_somebody_works():
    make_community("500199001001")
    make_community("500198001001")
    for area in ("500199001", "500199", "50", "500197"):
        post(area)
    assert counties_in_use() == ["500199"]


def test_every_county_gets_one_draft_a_night():
    make_community("500199001001")
    post("500199001")
    for _ in range(2):
        run_here(enqueue("draft", params={"period": "2023-06-30T01:30"}))
    draft = Job.objects.get(kind="report")
    assert (draft.area_code, draft.params) == ("500199", {"as_of": "2023-06-30", "month": "2023-06"})
