"""One attempt at a job: what its handler is given, and the sign of life beside it."""

import logging
import threading
import time
from contextlib import contextmanager, nullcontext

from django.db import Error, OperationalError, connection
from django.db.models.functions import Now
from psycopg2.errors import SerializationFailure

from jobs import limits
from jobs.models import Job, Lease

logger = logging.getLogger(__name__)


class Fenced(Exception):
    """The job no longer belongs to this attempt; whatever it has not committed is undone."""


class Refused(Exception):
    """The work cannot be done as asked for; the sentence (Chinese) tells the user why. Trying again would not help."""


class Pulse(threading.Thread):
    """Renews the lease of an attempt and writes its progress, on a connection of its own.

    It lives in the process of the handler and dies with it, so that the lease of a dead handler runs out.
    """

    def __init__(self, job):
        super().__init__(name=f"pulse-{job.pk}", daemon=True)
        self.job_id, self.attempt = job.pk, job.attempt
        self.lost = False
        self._progress = self._written = (0, 0)
        self._renewed = time.monotonic()
        self._over = threading.Event()

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *exc_info):
        self._over.set()
        self.join(limits.RENEWAL.total_seconds())

    def note(self, done, total):
        """Keep how far the handler has come; it is written at the next beat."""
        self._progress = (done, total)

    def run(self):
        try:
            while not self._over.wait(limits.PROGRESS.total_seconds()):
                self._beat()
            if self._progress != self._written:
                self._renew()
        finally:
            connection.close()

    def _beat(self):
        overdue = time.monotonic() - self._renewed >= limits.RENEWAL.total_seconds()
        if overdue or self._progress != self._written:
            self._renew()

    def _renew(self):
        done, total = progress = self._progress
        lease = Lease.objects.held_by(self.job_id, self.attempt)
        try:
            self.lost = not lease.update(until=Now() + limits.LEASE, done=done, total=total)
        except Error:
            logger.warning("job %s: lease not renewed", self.job_id, exc_info=True)
            connection.close()
        else:
            self._written, self._renewed = progress, time.monotonic()


class Run:
    """An attempt at a job, as its handler sees it."""

    def __init__(self, job):
        self.job = job
        self.finished = False
        # In an open transaction (tests) nobody else can see the job, nor take it: there is nothing to renew.
        self._pulse = None if connection.in_atomic_block else Pulse(job)

    @property
    def params(self):
        return self.job.params

    @property
    def user(self):
        return self.job.user

    @property
    def area_code(self):
        return self.job.area_code

    @contextmanager
    def alive(self):
        """As long as this lasts, the job is known to be worked on."""
        with self._pulse or nullcontext():
            yield self

    def progress(self, done, total):
        """Say how far the work has come; raises Fenced when it has been taken away meanwhile."""
        if self._pulse is None:
            return
        if self._pulse.lost:
            raise Fenced(f"job {self.job.pk}, attempt {self.job.attempt}")
        self._pulse.note(done, total)

    def finish(self, result=None):
        """Mark the job as done in the transaction that writes its result: both happen, once, or neither."""
        job = Job.objects.filter(pk=self.job.pk).held_by(self.job.attempt)
        done = {"state": Job.State.DONE, "result": result, "message": "", "finished_at": Now()}
        try:
            finished = job.update(**done)
        except OperationalError as error:
            # In a snapshot the database itself notices that somebody else has changed the job since.
            if not isinstance(error.__cause__, SerializationFailure):
                raise
            finished = 0
        if not finished:
            raise Fenced(f"job {self.job.pk}, attempt {self.job.attempt}")
        self.finished = True
