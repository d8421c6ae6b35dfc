"""What a test commits is noticed, and put right before the next one."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.db import connection

from compliance.models import Standard
from tests.factories import make_community, remove_standards
from tests.restoring import SHIPPED, Tables

SILENCED = "SELECT tgname FROM pg_trigger WHERE tgenabled <> 'O'"


@pytest.mark.django_db(transaction=True)
def test_rows_added_and_shipped_rows_taken_away_are_put_right():
    assert Tables.at_first.held.keys() == SHIPPED
    before, groups, limits = Tables(), Group.objects.count(), Standard.objects.count()
    make_community()
    remove_standards()
    Permission.objects.all().delete()
    assert {"communities_community", "compliance_standard", "auth_permission"} <= before.changed()
    before.restore()
    assert before.changed() == set()
    assert (Group.objects.count(), Standard.objects.count()) == (groups, limits)
    assert Group.objects.get(name="leader").permissions.exists()
    with connection.cursor() as cursor:
        cursor.execute(SILENCED)
        assert cursor.fetchall() == []
