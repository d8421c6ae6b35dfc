"""The life of a job: asked for, taken, done or given up; and the sweep that lets none be forgotten."""

import logging
import time
from contextlib import nullcontext
from functools import partial

from celery.exceptions import SoftTimeLimitExceeded
from django.conf import settings
from django.db import DatabaseError, transaction
from django.db.models import F
from django.db.models.functions import Coalesce, Now
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from jobs import limits, registry
from jobs.memory import address_space
from jobs.models import Job, Lease
from jobs.nudge import announce, nudge
from jobs.running import Fenced, Refused, Run

logger = logging.getLogger(__name__)


def enqueue(kind, *, user=None, area_code="", params=None, key=None, here=False):
    """Ask for work in the caller's transaction: it is wanted exactly if that commits. The same key is the same job.

    `here`: the caller runs it at once with `run_here`, so no worker is told.
    """
    registry.handler_of(kind)
    values = {"kind": kind, "user": user, "area_code": area_code, "params": params or {}}
    if key is None:
        job, created = Job.objects.create(**values), True
    else:
        job, created = Job.objects.get_or_create(key=key, defaults=values)
    if created and not here:
        transaction.on_commit(partial(nudge, job.pk), robust=True)
    return job


def retry(job, *, user):
    """Ask once more for work that was given up. The failed job stays told; asked twice, it is one job more."""
    return enqueue(job.kind, user=user, area_code=job.area_code, params=job.params, key=f"again:{job.pk}")


def enqueue_due(now=None):
    """Insert the jobs of the periodic duties that have fallen due; ticking twice changes nothing."""
    now = timezone.localtime(now)
    due = [duty for duty in registry.duties() if now - duty.due(now) <= limits.CATCH_UP]
    periods = [(duty.slug, duty.period(now)) for duty in due]
    return [enqueue(slug, params={"period": period}, key=f"{slug}:{period}") for slug, period in periods]


@transaction.atomic
def take(job_id):
    """Take a queued job for one attempt, under a lease; None when there is nothing to take."""
    taken = Job.objects.filter(pk=job_id, state=Job.State.QUEUED, attempt__lt=limits.ATTEMPTS).update(
        state=Job.State.RUNNING, attempt=F("attempt") + 1, started_at=Coalesce("started_at", Now())
    )
    if not taken:
        return None
    job = Job.objects.select_related("user").get(pk=job_id)
    lease = {"attempt": job.attempt, "until": Now() + limits.LEASE, "done": 0, "total": 0}
    Lease.objects.update_or_create(job_id=job.pk, defaults=lease)
    return job


def execute(job_id, *, memory=None):
    """Make one attempt at a job, if it is still to be had."""
    job = take(job_id)
    if job is not None:
        with translation.override(settings.LANGUAGE_CODE):
            _attempt(job, memory)


def _attempt(job, memory):
    run = Run(job)
    try:
        with run.alive(), address_space(memory) if memory else nullcontext():
            registry.handler_of(job.kind).run(run)
        if not run.finished:
            raise RuntimeError(f"the handler of {job.kind!r} did not finish its job")
    except Fenced as fenced:
        logger.warning("%s: left behind, its work is undone", fenced)
    except Refused as refusal:
        _give_up(job, str(refusal))
    except KeyboardInterrupt:
        _give_up(job, _("已由操作人员中止。"))
        raise
    except Exception as error:  # whatever a handler does, its job must end in a state the user can read
        logger.exception("job %s (%s), attempt %s", job.pk, job.kind, job.attempt)
        _put_back(job, _cause(error), sent_at=Now())


def _cause(error):
    if isinstance(error, MemoryError):
        return _("数据量过大,内存不足")
    if isinstance(error, SoftTimeLimitExceeded):
        return _("超过处理时限")
    if isinstance(error, DatabaseError):
        return _("数据库访问出错")
    return _("程序出错")


def _put_back(job, cause, *, sent_at=None):
    """Queue a job again after an attempt that failed, or give it up after the last one."""
    words = {"attempt": job.attempt, "cause": cause, "job": job.pk}
    if job.attempt >= limits.ATTEMPTS:
        _give_up(
            job,
            _(
                "已尝试 %(attempt)d 次均未完成(%(cause)s),不再重试。"
                "可缩小范围后重新提交;仍不成功的,请联系系统管理员,任务编号 %(job)d。"
            )
            % words,
        )
        return
    message = _("第 %(attempt)d 次处理未完成(%(cause)s),稍后自动重试。") % words
    mine = Job.objects.filter(pk=job.pk).held_by(job.attempt)
    mine.update(state=Job.State.QUEUED, message=message, sent_at=sent_at)


def _give_up(job, message):
    mine = Job.objects.filter(pk=job.pk).held_by(job.attempt)
    mine.update(state=Job.State.FAILED, message=message, finished_at=Now())


def run_here(job):
    """Bring a job to its end in this process, without broker or worker, and return it as it then is.

    If a worker was quicker, wait for it; if that one dies, take over.
    """
    while True:
        requeue_lapsed()
        execute(job.pk)
        job = Job.objects.select_related("lease").get(pk=job.pk)
        if job.is_over:
            return job
        if job.state == Job.State.RUNNING:
            time.sleep(limits.PROGRESS.total_seconds())


@transaction.atomic
def requeue_lapsed():
    """Queue again, or give up, what was being worked on by a process that is no more."""
    lapsed = Lease.objects.lapsed().select_related("job").select_for_update(of=("self", "job"), skip_locked=True)
    with translation.override(settings.LANGUAGE_CODE):
        for lease in lapsed:
            logger.warning("job %s, attempt %s: lease ran out", lease.job_id, lease.attempt)
            _put_back(lease.job, _("处理进程意外中断"))


def sweep():
    """Let no job be forgotten: what lost its process is queued again, what nobody took is announced again."""
    requeue_lapsed()
    waiting = Job.objects.unannounced().order_by("pk").values_list("pk", flat=True)[: limits.RESEND_BATCH]
    sent = announce(list(waiting))
    Job.objects.filter(pk__in=sent, state=Job.State.QUEUED).update(sent_at=Now())
