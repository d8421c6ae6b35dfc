"""The door for gunicorn."""

import gc
import os
import threading
from wsgiref.util import setup_testing_defaults

from django.apps import apps
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import connections

from config.celery import hold_services


def rehearse():
    """Make the home page and the page of a community once before anybody asks: the first visitor of a process would
    wait a second for the modules of the pages, their addresses and templates."""
    host = next(iter(settings.ALLOWED_HOSTS), "").lstrip("*.") or "localhost"
    codes = apps.get_model("communities.Community").objects.values_list("code", flat=True)[:1]
    for path in ["/", *(f"/community/{code}/" for code in codes)]:
        request = {"HTTP_HOST": host, "PATH_INFO": path, "QUERY_STRING": "", "REMOTE_ADDR": "127.0.0.1"}
        request["HTTP_X_FORWARDED_PROTO"] = "https"
        setup_testing_defaults(request)
        application(request, lambda *_answer: None).close()
    connections.close_all()


os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

application = get_wsgi_application()
hold_services()
# In a thread, as for visitors: what goes wrong is told, and the process starts all the same.
rehearsal = threading.Thread(target=rehearse)
rehearsal.start()
rehearsal.join()
# What was imported stays: without this, collecting garbage goes through all of it now and then, a pause of 0.1 s.
gc.collect()
gc.freeze()
