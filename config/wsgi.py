"""The door for gunicorn."""

import gc
import os
from wsgiref.util import setup_testing_defaults

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import connections

from config.celery import hold_services


def rehearse():
    """Make the home page once before anybody asks: the first visitor of a process would wait a second for the modules
    of the pages, their addresses and templates."""
    host = next(iter(settings.ALLOWED_HOSTS), "").lstrip("*.") or "localhost"
    request = {"HTTP_HOST": host, "HTTP_X_FORWARDED_PROTO": "https", "QUERY_STRING": "", "REMOTE_ADDR": "127.0.0.1"}
    setup_testing_defaults(request)
    application(request, lambda *_answer: None).close()
    connections.close_all()  # this thread answers nobody


os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

application = get_wsgi_application()
hold_services()
rehearse()
# What was imported stays: without this, collecting garbage goes through all of it now and then, a pause of 0.1 s.
gc.collect()
gc.freeze()
