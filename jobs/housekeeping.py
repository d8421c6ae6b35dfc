"""What the portal throws away by itself."""

import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jobs.registry import daily, periodic
from records.models import SentForm

KEPT = datetime.timedelta(days=30)
"""How long a form sent twice is told its first result: longer than anybody keeps a page open."""


@periodic("forget_forms", title=_("清理已用的表单编号"), due=daily(datetime.time(3, 40)))
def forget_forms(run):
    with transaction.atomic():
        forgotten, _by_model = SentForm.objects.filter(at__lt=timezone.now() - KEPT).delete()
        run.finish({"removed": forgotten})
