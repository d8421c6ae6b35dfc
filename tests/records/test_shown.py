"""What public pages are compared with: every change of what the public sees counts when it is committed."""

import threading

import pytest
from django.db import connection, transaction

from communities.page_cache import COUNTED
from compliance.models import Publication
from tests.threads import at_once
from tests.world import HERE


@pytest.mark.django_db(transaction=True)
def test_a_publication_counts_that_began_before_another_one():
    """Several are under way at once: each is a change of its own when it is committed, whenever it began."""
    began, other_is_done = threading.Event(), threading.Event()

    def counted():
        with connection.cursor() as cursor:
            cursor.execute(COUNTED)
            return cursor.fetchone()

    def slow():
        with transaction.atomic():
            Publication.objects.create(area=HERE, indicator="slow", reach="community")
            began.set()
            assert other_is_done.wait(10)

    def quick():
        assert began.wait(10)
        Publication.objects.create(area=HERE, indicator="quick", reach="community")
        seen.append(counted())
        other_is_done.set()

    seen = [counted()]
    at_once(slow, quick)
    seen.append(counted())
    Publication.objects.filter(area=HERE).delete()
    seen.append(counted())
    assert len(set(seen)) == 4
