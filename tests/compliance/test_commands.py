"""build_report and export_report as other programs call them, and what a report sees while others write."""

import datetime
import json
import threading

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from compliance.engine import figures, rows
from compliance.models import Report, Result
from compliance.services import build_report
from jobs.services import enqueue, run_here
from tests.factories import make_community, make_spell

D = datetime.date(2023, 6, 30)

pytestmark = pytest.mark.django_db(transaction=True)


def refused(*arguments):
    with pytest.raises(CommandError) as refusal:
        call_command(*arguments)
    return refusal.value.returncode


def test_build_publish_export(capsys, tmp_path):
    make_spell(make_community("500199001001", name="甲社区"))
    call_command("build_report", "--area=500199", "--as-of=2023-06-30", "--publish", "--json")
    told = json.loads(capsys.readouterr().out)
    assert set(told) == {"report", "area", "as_of", "communities", "seconds", "indicators"}
    assert told["communities"] == 1
    assert Report.objects.get(pk=told["report"]).state == "published"
    path = tmp_path / "out.csv"
    call_command("export_report", str(told["report"]), "--format=csv", f"-o{path}", "--level=street")
    assert "500199001,500199001,staff-per-community,1,1,1,,exempt,,no" in path.read_text(encoding="utf-8-sig")
    assert [file.name for file in tmp_path.iterdir()] == ["out.csv"]
    assert refused("export_report", str(told["report"]), f"-o{path}", "--level=city") == 1
    assert refused("export_report", str(told["report"]), f"-o{tmp_path}/none/out.csv") == 2


REFUSED = [
    (["build_report", "--area=500199", "--as-of=2023-02-29"], 2),
    (["build_report", "--area=500199", "--as-of=20230228"], 2),
    (["build_report", "--area=99", "--as-of=2023-02-28"], 1),
    (["build_report", "--area=50", "--as-of=1900-01-01"], 1),
    (["build_report", "--area=50", "--as-of=2999-01-01"], 1),
    (["build_report", "--area=50", "--as-of=2023-02-28", "--user=nobody"], 2),
    (["export_report", "1", "-ox.csv", "--level=village"], 2),
    (["export_report", "1", "-ox.csv", "--format=pdf"], 2),
    (["export_report", "x", "-ox.csv"], 2),
    (["export_report", "1", "-ox.csv"], 1),
]


def test_exit_codes(capsys):
    make_community("500199001001", established_on=datetime.date(2000, 1, 1))
    for arguments, code in REFUSED:
        assert refused(*arguments) == code, arguments
    assert not Report.objects.exists()


# -- one view of the data --------------------------------------------------------------------------------------------


@pytest.fixture
def moved_meanwhile(monkeypatch):
    """After the communities are listed, somebody else moves the only worker to a community founded just then."""
    spell = make_spell(make_community("500199001001"))
    listed = rows.list_rows

    def move():
        with transaction.atomic():
            spell.community = make_community("500199001002")
            spell.save()
        connection.close()

    def list_then_move(*args):
        found = listed(*args)
        other = threading.Thread(target=move)
        other.start()
        other.join()
        return found

    monkeypatch.setattr(figures.rows, "list_rows", list_then_move)


def total(report):
    found = Result.objects.get(report=report, row__code="500199", indicator="staff-per-community")
    return found.numerator


def test_a_report_sees_one_moment(moved_meanwhile):
    job = run_here(enqueue("report", area_code="500199", params={"as_of": "2023-06-30"}))
    assert total(job.result["report"]) == 1


def test_without_a_snapshot_the_move_is_half_seen(moved_meanwhile):
    """The control: the same report at the database's usual isolation loses the worker on the way."""
    with transaction.atomic():
        report = build_report(area="500199", on=D)
    assert total(report) is None
