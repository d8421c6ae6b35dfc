"""Telling a worker that there is work. It may fail at any time: the sweeper tells again."""

import logging
import socket
import time

from celery import current_app
from kombu.exceptions import KombuError
from redis.exceptions import RedisError

from jobs import limits

logger = logging.getLogger(__name__)

RUN_JOB = "jobs.tasks.run_job"
BROKER_ERRORS = (KombuError, RedisError, OSError)
EMBEDDED = "redis+socket://"


class Pause:
    """How long this process leaves the broker alone, after it did not answer."""

    until = 0.0

    def begin(self):
        self.until = time.monotonic() + limits.BROKER_PAUSE.total_seconds()

    @property
    def lasts(self):
        return time.monotonic() < self.until


pause = Pause()


def announce(job_ids):
    """Send one message per job over a connection that gives up quickly; returns the ids that were sent."""
    timeout = limits.BROKER_TIMEOUT.total_seconds()
    options = {"socket_timeout": timeout, "socket_connect_timeout": timeout, "max_retries": 0}
    sent = []
    try:
        with current_app.connection_for_write(transport_options=options) as connection:
            for job_id in job_ids:
                current_app.send_task(RUN_JOB, (job_id,), connection=connection, retry=False, ignore_result=True)
                sent.append(job_id)
    except BROKER_ERRORS as error:
        logger.warning("broker does not answer (%s); the sweeper will announce the jobs", error)
    return sent


def is_off():
    """Whether the broker is our own and does not run: no worker does then, as beside a command of its own."""
    url = current_app.conf.broker_url
    if not url.startswith(EMBEDDED):
        return False
    with socket.socket(socket.AF_UNIX) as line:
        return line.connect_ex(url.removeprefix(EMBEDDED)) != 0


def nudge(job_id):
    """Announce a job right after its commit, unless nobody is there or the broker failed a moment ago."""
    if not pause.lasts and (is_off() or not announce([job_id])):
        pause.begin()
