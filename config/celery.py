"""The worker's side of the portal; a message only wakes a worker, the job row in the database is the work."""

import os

from celery import Celery
from celery.signals import beat_init, worker_init
from django.conf import settings

from jobs import limits

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("linli")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@worker_init.connect
@beat_init.connect
def hold_services(**_kwargs):
    """A worker, a beat, the pages: each keeps the embedded servers running as long as it lives itself."""
    for service in (settings.EMBEDDED_POSTGRES, settings.EMBEDDED_VALKEY):
        if service:
            service.hold()


@worker_init.connect
def step_back(**_kwargs):
    """Pages go before background work; its children inherit it, the servers it has just had to start do not."""
    os.nice(max(0, limits.NICENESS - os.nice(0)))
