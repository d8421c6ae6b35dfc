"""What a worker is woken for. Messages carry ids only; losing or repeating one does no harm."""

from celery import shared_task

from jobs import limits, services


@shared_task(ignore_result=True)
def run_job(job_id):
    """Make one attempt at a job."""
    services.execute(job_id, memory=limits.MEMORY)


@shared_task(ignore_result=True)
def sweep():
    """Bring back what was lost."""
    services.sweep()


@shared_task(ignore_result=True)
def tick():
    """Insert the jobs that the calendar demands."""
    services.enqueue_due()
