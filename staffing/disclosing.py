"""查看完整: one masked number of one person, shown once, for a reason that stays in the person's history."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from communities.access import reaches
from records.models import Change, Event

DISCLOSE = "staffing.disclose_worker"


def disclose_number(*, worker, name, user, reason):
    """The number in clear. Written down before it is told; refused without the right, the reach or a reason."""
    if not user.has_perm(DISCLOSE) or not reaches(user, worker.community.code):
        raise PermissionDenied
    if not reason.strip():
        raise ValidationError({"reason": _("请写明查看的事由。")})
    label = worker._meta.get_field(name).verbose_name
    with transaction.atomic():
        told = _("%(field)s(%(reason)s)") % {"field": label, "reason": reason.strip()}
        event = Event.objects.create(user=user, reason=told[: Event._meta.get_field("reason").max_length])
        Change.objects.create(
            event=event,
            table=worker._meta.db_table,
            row_id=worker.pk,
            op=Change.Op.SHOW,
            place=worker.community.code,
        )
    return getattr(worker, name)
