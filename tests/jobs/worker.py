"""A real worker in which time passes ten times as fast: the same code, with short leases."""

from datetime import timedelta

import django

from config.celery import app
from jobs import limits

django.setup()

limits.LEASE = timedelta(seconds=3)
limits.RENEWAL = timedelta(seconds=0.5)
limits.PROGRESS = timedelta(seconds=0.1)
limits.ORPHAN = timedelta(seconds=0.5)
limits.RESEND = timedelta(seconds=2)
limits.MEMORY = 2 * 1024**3

app.conf.include = ["tests.jobs.handlers"]
