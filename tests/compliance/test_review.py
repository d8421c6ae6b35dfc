"""A report page says whether the data it used has been approved."""

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from communities.choices import Role
from communities.models import Submission
from communities.submissions import groups
from communities.submissions.periods import open_period
from tests.world import DAY, HERE, make_account

pytestmark = pytest.mark.django_db


def approve_everything(user):
    """The county's communities, in all groups, for the periods the day belongs to."""
    now = timezone.now()
    signed = {"submitted_by": user("clerk"), "submitted_at": now, "passed_by": user("passer"), "passed_at": now}
    signed |= {"approved_by": user("county"), "approved_at": now}
    for group in groups.every():
        open_period(group=group.slug, on=group.first_day_for(DAY), area_code=HERE)
    rows = Submission.objects.filter(community__code__startswith=HERE)
    for state in ["submitted", "passed", "sent", "approved"]:
        rows.update(state=state, **signed)


def test_streets_not_yet_approved_are_named(client, world):
    client.force_login(make_account(Role.COUNTY_REVIEWER))
    page = reverse("compliance:report_detail", args=[world.here.pk])
    body = client.get(page).content.decode()
    assert "未审核" in body
    assert f"Street {HERE}001" in body
    approve_everything(lambda name: make_account(Role.COUNTY_REVIEWER, name=name))
    cache.clear()
    body = client.get(page).content.decode()
    assert "未审核" not in body
    assert "所用数据均已审核锁定" in body
