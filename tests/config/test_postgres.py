"""The embedded database: started by its first user, stopped by its last, whatever happens to either."""

import os
import shutil
import signal
import stat
import subprocess
import sys
import threading
from contextlib import closing

import psycopg2
import pytest
from django.conf import settings

from config.services import Home, Postgres, ServiceError
from tests.config.conftest import PASSWORD, made


@pytest.fixture(autouse=True)
def nobody_stays(instance):
    yield
    for user in instance.users:
        if user.poll() is None:
            instance.leave(user)
    instance.users.clear()
    assert instance.processes() == []


def test_last_user_stops_it(instance):
    first = instance.use("postgres")
    second = instance.use("postgres")
    instance.leave(first)
    assert instance.query("SELECT 1") == [(1,)]
    instance.leave(second)
    assert instance.processes() == []


def test_users_who_come_at_once_start_one_server(instance):
    threads = [threading.Thread(target=instance.use, args=["postgres"]) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert instance.query("SELECT count(*) FROM pg_stat_activity WHERE usename = 'linli'") == [(1,)]


def test_role_owns_its_database_and_no_more(instance):
    instance.use("postgres")
    rights = "SELECT rolsuper, rolcreatedb, rolcreaterole, rolreplication, rolbypassrls FROM pg_roles"
    assert instance.query(f"{rights} WHERE rolname = current_user") == [(False, True, False, False, False)]
    with pytest.raises(psycopg2.OperationalError):
        instance.connect(user="postgres")
    with pytest.raises(psycopg2.OperationalError):
        instance.connect(password="wrong")


def test_role_creates_the_extensions_of_a_test_database_and_finds_chinese(instance):
    instance.use("postgres")
    instance.query("CREATE DATABASE test_words")
    instance.query("CREATE EXTENSION btree_gist; CREATE EXTENSION pg_trgm", dbname="test_words")
    ((count,),) = instance.query("SELECT cardinality(show_trgm('社区治理'))", dbname="test_words")
    assert count > 0
    instance.query("DROP DATABASE test_words")


def test_everything_killed(instance):
    """The rows of every committed transaction are there again, and no lock or pid file bars the way."""
    instance.use("postgres")
    instance.query("CREATE TABLE kept AS SELECT 7 AS number")
    instance.kill_everything()
    assert instance.postgres.pid_file.exists()
    instance.use("postgres")
    assert instance.query("SELECT number FROM kept") == [(7,)]
    instance.query("DROP TABLE kept")


def test_user_killed(instance):
    """A killed user stops nothing; the next one takes the server over and stops it."""
    killed = instance.use("postgres")
    killed.kill()
    killed.wait()
    assert instance.query("SELECT 1") == [(1,)]
    instance.use("postgres")


def test_server_killed_under_its_user(instance):
    """A statement that still runs in an orphaned connection delays the new server, and does not prevent it."""
    instance.postgres.hold()
    try:
        busy = instance.connect()
        sleeper = threading.Thread(target=run_unheeding, args=[busy, "SELECT pg_sleep(1)"])
        sleeper.start()
        os.kill(int(instance.postgres.process().name), signal.SIGKILL)
        instance.postgres.start()
        assert instance.query("SELECT 1") == [(1,)]
        sleeper.join()
    finally:
        instance.postgres.leave()


def run_unheeding(connection, sql):
    with connection.cursor() as cursor, pytest.raises(psycopg2.OperationalError):
        cursor.execute(sql)


def test_pid_file_with_the_number_of_another_program(instance):
    """After a restart of the machine the old number may be anybody's."""
    instance.leave(instance.use("postgres"))
    instance.postgres.pid_file.write_text(f"{os.getpid()}\n{instance.postgres.cluster}\n")
    instance.postgres.pid_file.chmod(0o644)
    instance.use("postgres")
    assert instance.query("SELECT 1") == [(1,)]


def test_creation_killed_half_way(neighbour):
    neighbour.home.prepare()
    draft = neighbour.postgres.cluster.with_suffix(".draft")
    neighbour.home.run("mkdir", draft)
    (draft / "PG_VERSION").write_text("18\n")
    neighbour.leave(neighbour.use("postgres"))
    assert not draft.exists()


def test_two_instances_side_by_side(instance, neighbour):
    instance.use("postgres")
    neighbour.use("postgres")
    instance.query("CREATE TABLE only_here ()")
    assert neighbour.query("SELECT to_regclass('only_here')") == [(None,)]
    instance.query("DROP TABLE only_here")
    neighbour.kill_everything()
    assert instance.query("SELECT 1") == [(1,)]


def test_private_folders_above_stay_private(tmp_path):
    """Neither the data folder's parents nor the programs' are opened for the server's account."""
    above = tmp_path / "home"
    above.mkdir(mode=0o700)
    for instance in made(above):
        instance.leave(instance.use("postgres"))
        assert stat.S_IMODE(above.stat().st_mode) == 0o700
        assert stat.S_IMODE(instance.home.sockets.stat().st_mode) == 0o700


def test_planted_folder_is_refused(tmp_path):
    home = Home(tmp_path / "data", "nobody")
    tmp_path.joinpath("data").mkdir()
    planted = tmp_path / "planted"
    planted.mkdir(mode=0o777)
    planted.chmod(0o777)
    if home.is_root:
        os.chown(planted, 1, 1)
    with pytest.raises(ServiceError, match="须是只有"):
        home.own(planted)


def test_long_data_folder_gets_a_short_socket(tmp_path):
    home = Home(tmp_path / ("深" * 40), "nobody")
    assert len(os.fsencode(home.sockets / ".s.PGSQL.5432.lock")) < 108


def test_data_folder_removed_with_its_secrets(neighbour):
    """Whoever deletes the data folder starts again with an empty database, not with a refused password."""
    neighbour.leave(neighbour.use("postgres"))
    shutil.rmtree(neighbour.data_dir)
    anew = Postgres(neighbour.home, "made-anew")
    anew.hold()
    try:
        with closing(psycopg2.connect(dbname="linli", user="linli", password="made-anew", host=neighbour.home.sockets)):
            pass
    finally:
        anew.leave()
    assert anew.cluster.exists()


def test_failure_is_one_chinese_sentence_with_the_log(neighbour):
    broken = Postgres(neighbour.home, PASSWORD, {"shared_buffers": "many"})
    with pytest.raises(ServiceError, match=r"内置数据库无法启动。日志:.*pg\.log(?s:.*)shared_buffers"):
        broken.hold()


def command(instance, *words):
    """What `manage.py` does with these words: exit code, output, complaints."""
    done = subprocess.run(
        [sys.executable, "manage.py", *words],
        cwd=settings.BASE_DIR, env={**os.environ, "DATA_DIR": str(instance.data_dir)},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    return done.returncode, done.stdout, done.stderr


def test_command_works_on_its_own(fresh):
    """The server starts with a command's first query and has stopped when the command is over."""
    code = "from django.db import connection; connection.ensure_connection(); print(connection.pg_version)"
    returned, said, wrong = command(fresh, "shell", "-v", "0", "-c", code)
    assert (returned, wrong) == (0, "")
    assert int(said) >= 150000
    assert fresh.processes() == []


def test_command_says_what_to_do_before_there_are_tables(fresh):
    sentence = "数据库的表还没有建好或版本较旧,请先运行 python manage.py migrate,再重新执行。\n"
    assert command(fresh, "export_report", "1", "-o", "-") == (2, "", sentence)
