"""What every test may ask for: the database of this run, a browser."""

import os
import shutil
import time
from collections import Counter
from pathlib import Path

import pytest
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection, transaction
from django.test import TransactionTestCase
from django.utils import translation
from playwright.sync_api import sync_playwright

from tests.restoring import SHIPPED, Tables, contents

TESTS = Path(__file__).parent
BUSY = """
SELECT count(*) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid() AND state IN ('active', 'idle in transaction')
"""
LEFT_BY_KILLED_RUNS = r"SELECT datname, (regexp_match(datname, '^test_linli_(\d+)$'))[1] FROM pg_database"


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items):
    """Files are dealt out to the processes in this order: real servers first, whose waits cost nothing, then the files
    of many tests, and the stories of the browser last, of which each is short.
    """
    counts = Counter(item.path for item in items)

    def turn(item):
        folder = item.path.relative_to(TESTS).parts[0]
        return {"config": 0, "jobs": 0, "browser": 2}.get(folder, 1), -counts[item.path], str(item.path)

    items.sort(key=turn)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_blocker):
    """Remove the databases of test runs that were killed."""
    with django_db_blocker.unblock(), connection._nodb_cursor() as cursor:
        cursor.execute(LEFT_BY_KILLED_RUNS)
        for name, process in cursor.fetchall():
            if process and not Path("/proc", process).exists():
                cursor.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """The roles are there from the beginning, as on a running portal; what a test commits is put right after it."""
    from communities.roles import sync_roles

    with pytest.MonkeyPatch.context() as patch:
        with django_db_blocker.unblock():
            if contents().keys() - SHIPPED:  # a database that was kept, of a run that was killed
                call_command("flush", interactive=False, verbosity=0)
            sync_roles()
            Tables.at_first = Tables()
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda _test: Tables.at_first.restore())
        yield


@pytest.fixture(scope="module", autouse=True)
def nothing_left_behind(request, django_db_blocker):
    """A file of tests that leaves rows behind is told so, and they are gone before the next one begins."""
    yield
    if Tables.at_first:
        with django_db_blocker.unblock():
            if left := Tables.at_first.changed():
                Tables.at_first.restore()
        if left:
            pytest.fail(f"{request.node.nodeid} left rows behind: {sorted(left)}")


@pytest.fixture(autouse=True)
def language_of_the_site():
    """A request for an English page leaves its language behind in this thread."""
    yield
    translation.deactivate()


@pytest.fixture(scope="session")
def chromium():
    """The browser's program."""
    program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if not program:
        pytest.skip("未找到 chromium,跳过浏览器测试(Debian:apt-get install chromium fonts-noto-cjk)")
    return program


@pytest.fixture(scope="session")
def gettext():
    """The program that collects the texts to translate."""
    program = shutil.which("xgettext")
    if not program:
        pytest.skip("未找到 gettext,跳过译文目录测试(Debian:apt-get install gettext)")
    return program


def kept(serve):
    """A static file that the browser keeps for the time of a test."""

    def answer(handler, request):
        response = serve(handler, request)
        response["Cache-Control"] = "max-age=600"
        return response

    return answer


@pytest.fixture(scope="session")
def browser(chromium):
    """One Chromium for the whole run; root may not use its sandbox."""
    arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        # Playwright's loop runs in this thread, and Django would take our queries for asynchronous ones.
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        # As from the portal's own server: style and script are not asked for again on every page.
        patch.setattr(StaticFilesHandler, "serve", kept(StaticFilesHandler.serve))
        browser = playwright.chromium.launch(executable_path=chromium, args=arguments)
        yield browser
        browser.close()


@pytest.fixture
def page(browser, live_server):
    """A page of the office's usual size, in front of the running portal."""
    context = browser.new_context(base_url=live_server.url, viewport={"width": 1366, "height": 768}, locale="zh-CN")
    yield context.new_page()
    context.close()
    wait_for_requests()


def wait_for_requests():
    """A request that its page no longer waits for still reads: to empty the tables meanwhile would be a deadlock."""
    deadline = time.monotonic() + 30
    with connection.cursor() as cursor:
        while time.monotonic() < deadline:
            cursor.execute(BUSY)
            if not cursor.fetchone()[0]:
                return
            time.sleep(0.05)
    pytest.fail("the portal still works on a request after 30 s")


@pytest.fixture(scope="module")
def _world(django_db_setup, django_db_blocker):
    """Made once for all tests of a module; each of them works in a savepoint of this transaction."""
    from tests.world import make_world

    with django_db_blocker.unblock(), transaction.atomic():
        yield make_world()
        transaction.set_rollback(True)


@pytest.fixture
def world(_world, db):
    """Two counties with their reports, as `tests.world` tells."""
    cache.clear()
    return _world
