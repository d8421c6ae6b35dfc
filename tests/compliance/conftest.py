import pytest

from compliance.models import Publication
from tests.factories import remove_standards


@pytest.fixture
def no_standards(db):
    """A country without limits: the shipped ones are put aside."""
    remove_standards()
    Publication.objects.all().delete()
