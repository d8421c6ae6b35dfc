"""What the portal throws away by itself."""

import datetime
import uuid

import pytest
from django.utils import timezone

from jobs.housekeeping import KEPT
from jobs.services import enqueue, run_here
from records.models import SentForm

pytestmark = pytest.mark.django_db(transaction=True)


def test_used_forms_are_forgotten_after_their_time():
    old, new = (SentForm.objects.create(token=uuid.uuid4(), kind="add") for _one in range(2))
    SentForm.objects.filter(pk=old.pk).update(at=timezone.now() - KEPT - datetime.timedelta(minutes=1))
    run_here(enqueue("forget_forms", here=True))
    assert list(SentForm.objects.all()) == [new]
