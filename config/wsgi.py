"""The door for gunicorn."""

import gc
import os
from wsgiref.util import setup_testing_defaults

from django.apps import apps
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import DatabaseError, connections

from config.celery import hold_services


def rehearse():
    """Make the home page and the page of a community once before anybody asks: the first visitor of a process would
    wait a second for the modules of the pages, their addresses and templates."""
    host = next(iter(settings.ALLOWED_HOSTS), "").lstrip("*.") or "localhost"
    for path in ["/", *(f"/community/{code}/" for code in one_community())]:
        request = {"HTTP_HOST": host, "PATH_INFO": path, "QUERY_STRING": "", "REMOTE_ADDR": "127.0.0.1"}
        request["HTTP_X_FORWARDED_PROTO"] = "https"
        setup_testing_defaults(request)
        application(request, lambda *_answer: None).close()
    connections.close_all()  # this thread answers nobody


def one_community():
    """The code of any community; nothing where there is none, or no table of them yet."""
    try:
        return list(apps.get_model("communities.Community").objects.values_list("code", flat=True)[:1])
    except DatabaseError:
        return []


os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

application = get_wsgi_application()
hold_services()
rehearse()
# What was imported stays: without this, collecting garbage goes through all of it now and then, a pause of 0.1 s.
gc.collect()
gc.freeze()
