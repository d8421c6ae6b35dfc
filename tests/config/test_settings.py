"""What an instance is told by its environment, and what makes it refuse to start."""

import json
import os
import stat
import subprocess
import sys

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection

from config.celery import app

SAFE = {"PATH": os.environ["PATH"], "DJANGO_SETTINGS_MODULE": "config.settings"}
OWN = {
    "DATABASE_URL": "postgresql://linli@/linli",
    "SECRET_KEY": "k" * 50,
    "FIELD_KEY": "0f" * 16,
    "INDEX_KEY": "1e" * 32,
}

CONNECT = "from django.db import connection as c; c.settings_dict['NAME'] = '%s'; c.connect()"


def start(given, code="import django; django.setup()"):
    command = [sys.executable, "-c", code]
    return subprocess.Popen(
        command, cwd=settings.BASE_DIR, env={**SAFE, **given}, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )


def outcome(process):
    said, wrong = process.communicate()
    return process.returncode, said, wrong


def test_first_processes_at_once_agree_on_the_secrets(tmp_path):
    given = {"DATA_DIR": str(tmp_path / "data")}
    code = "from django.conf import settings as s; print(s.SECRET_KEY, s.FIELD_KEY.hex(), s.INDEX_KEY.hex())"
    answers = [outcome(process) for process in [start(given, code) for _ in range(4)]]
    assert {code for code, _, _ in answers} == {0}
    assert len({said for _, said, _ in answers}) == 1
    path = tmp_path / "data" / "secrets.json"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert len(bytes.fromhex(json.loads(path.read_text())["FIELD_KEY"])) == 16
    assert [file.name for file in path.parent.iterdir()] == ["secrets.json"]


def test_own_database_with_all_secrets_starts_and_keeps_none(tmp_path):
    given = {**OWN, "DATA_DIR": str(tmp_path / "data")}
    assert outcome(start(given))[0] == 0
    assert not (tmp_path / "data").exists()


def test_failed_request_leaves_its_traceback(tmp_path):
    code = """
import django
django.setup()
from django.http import HttpResponseServerError
from django.utils.log import log_response
try:
    raise KeyError("what went wrong")
except KeyError as error:
    log_response("%s", "/somewhere/", response=HttpResponseServerError(), exception=error)
"""
    code, _said, wrong = outcome(start({**OWN, "DATA_DIR": str(tmp_path)}, code))
    assert code == 0
    assert "ERROR django.request: /somewhere/" in wrong
    assert "KeyError: 'what went wrong'" in wrong


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"SECRET_KEY": ""}, "还须在环境变量中设置:SECRET_KEY。"),
        ({"FIELD_KEY": "", "INDEX_KEY": ""}, "还须在环境变量中设置:FIELD_KEY、INDEX_KEY。"),
        ({"SECRET_KEY": "short"}, "SECRET_KEY 太短"),
        ({"FIELD_KEY": "xyz"}, "FIELD_KEY 须为十六进制数字"),
        ({"FIELD_KEY": "0f" * 15}, "FIELD_KEY 须为 32 位"),
        ({"INDEX_KEY": "0f"}, "INDEX_KEY 须为 64 位"),
    ],
)
def test_start_is_refused_without_proper_secrets(tmp_path, change, sentence):
    code, _, wrong = outcome(start({**OWN, **change, "DATA_DIR": str(tmp_path)}))
    assert code != 0
    assert sentence in wrong


@pytest.mark.skipif(not settings.EMBEDDED_POSTGRES, reason="needs a server of our own")
@pytest.mark.django_db(transaction=True)
def test_database_that_cannot_search_chinese_is_refused():
    """In the C locale PostgreSQL finds no trigram in a Chinese word, and a search finds nothing, silently."""
    name = f"{connection.settings_dict['NAME']}_c"
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C'")
    try:
        given = {"DATA_DIR": str(settings.DATA_DIR)}
        code = f"import django; django.setup(); {CONNECT % name}"
        status, _, wrong = outcome(start(given, code))
        assert status != 0
        assert "无法检索中文" in wrong
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")


def test_worker_survives_what_was_measured():
    """Lost workers, a hung broker, tasks handed out twice: docs/adr/0004-durable-work.md."""
    conf = app.conf
    assert conf.worker_prefetch_multiplier == 1
    assert conf.task_soft_time_limit < conf.task_time_limit < conf.visibility_timeout
    options = conf.broker_transport_options
    assert options["visibility_timeout"] == conf.visibility_timeout
    assert conf.result_backend_transport_options["visibility_timeout"] == conf.visibility_timeout
    assert (options["unacked_restore_interval"], options["unacked_restore_throttle"]) == (2, 1)
    assert options["socket_timeout"] == options["socket_connect_timeout"] == 3
    assert (conf.task_serializer, conf.accept_content, conf.task_ignore_result) == ("json", ["json"], True)
    assert conf.timezone == "Asia/Shanghai"


def test_timetable_names_tasks_that_exist():
    app.loader.import_default_modules()
    assert {entry["task"] for entry in app.conf.beat_schedule.values()} <= set(app.tasks)


def test_static_files_have_all_the_files_they_name(settings, tmp_path):
    """Every stylesheet and script is stored under a name made of its content; a missing file ends it."""
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
    }
    call_command("collectstatic", interactive=False, verbosity=0)
    assert json.loads((tmp_path / "staticfiles.json").read_text())["paths"]["bootstrap/css/bootstrap.min.css"]
