"""Training of many people at once."""

from django.utils.translation import gettext as _

from communities.rules import UNTIL_TODAY, check_day, refusal
from records.history import acting
from records.text import normalise
from staffing.models import Training, Worker


def enrol_training(*, workers, on, title, user, reason="", **about):
    """One training for many people. Returns the rows made: whoever has this training already is left as is.

    `about`: any of kind, organizer_level, hours, source.
    """
    title = normalise(title)
    with acting(user, reason or _("培训登记")):
        check_day(on, ahead=UNTIL_TODAY)
        wanted = {worker.pk for worker in workers}
        if not wanted:
            raise refusal("workers", _("请至少选择一名人员。"), "required")
        list(Worker.objects.filter(pk__in=wanted).select_for_update().order_by("pk"))
        people = list(Worker.objects.visible_to(user).filter(pk__in=wanted))
        if len(people) != len(wanted):
            raise refusal("workers", _("所选人员中有不在您辖区内的,请重新选择。"), "foreign_territory")
        have = set(Training.objects.filter(worker__in=people, on=on, title=title).values_list("worker_id", flat=True))
        rows = [Training(worker=worker, on=on, title=title, **about) for worker in people if worker.pk not in have]
        for row in rows[:1]:
            row.full_clean()
        return Training.objects.bulk_create(rows)
