"""Rows made in a second process arrive as if made here; what goes wrong there is told here; no file stays behind."""

import os
from pathlib import Path

import pytest

from records.beside import Beside
from staffing.models import Worker
from tests.factories import make_community

ID_NUMBER = "500199198503070016"


@pytest.mark.django_db
def test_rows_of_the_other_process_are_stored_and_encrypted():
    community, here = make_community(), os.getpid()
    names = ["community_id", "staff_no", "name", "id_number", "source"]

    def tables():
        yield Worker, names, [(community.pk, "500199000001", "张三", ID_NUMBER, str(os.getpid()))]

    with Beside(tables) as rows:
        rows.copy()
        folder = Path(rows.folder)
        assert folder.exists()
    assert not folder.exists()
    worker = Worker.objects.get()
    assert (worker.name, worker.id_number) == ("张三", ID_NUMBER)
    assert worker.source != str(here)


@pytest.mark.django_db
def test_failure_of_the_other_process_is_told(capfd):
    def tables():
        yield Worker, ["no_such_field"], []

    with pytest.raises(ChildProcessError), Beside(tables) as rows:
        rows.copy()
    assert "no_such_field" in capfd.readouterr().err
