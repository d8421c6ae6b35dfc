"""The door for gunicorn."""

import gc
import os

from django.core.wsgi import get_wsgi_application

from config.celery import hold_services

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

application = get_wsgi_application()
hold_services()
# What was imported stays: without this, collecting garbage goes through all of it now and then, a pause of 0.1 s.
gc.collect()
gc.freeze()
