"""A real worker in which time passes faster: the same code, with short leases."""

from datetime import timedelta

import django

from config.celery import app
from jobs import limits

django.setup()

limits.LEASE = timedelta(seconds=3)
limits.RENEWAL = timedelta(seconds=0.25)
limits.PROGRESS = timedelta(seconds=0.1)
limits.ORPHAN = timedelta(seconds=0.5)
limits.RESEND = timedelta(seconds=1)

app.conf.include = ["tests.jobs.handlers"]
