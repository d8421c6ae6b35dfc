"""Background work: large tables, and the end of files that are a day old."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from communities.official.producing import produce, remove_old_files
from jobs.registry import handler, hourly, periodic
from jobs.running import Refused
from jobs.snapshot import snapshot


@handler("official_table", title=_("出表"))
def run_table(run):
    """One table from one view of the database."""
    try:
        with snapshot():
            produce(run)
    except PermissionDenied as refusal:
        raise Refused(str(refusal)) from refusal


@periodic("remove_files", title=_("清理到期文件"), due=hourly)
def run_removal(run):
    with transaction.atomic():
        remove_old_files()
        run.finish()
