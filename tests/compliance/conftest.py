import pytest

from compliance.models import Publication, Standard


@pytest.fixture
def no_standards(db):
    """A country without limits: the shipped ones are put aside."""
    Standard.objects.all().delete()
    Publication.objects.all().delete()
