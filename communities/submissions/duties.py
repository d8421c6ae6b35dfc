"""What happens by itself: every night the periods of the day are opened, and new communities are added to them."""

import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from communities.submissions.periods import open_periods
from jobs.registry import daily, periodic


@periodic("open-periods", title=_("开启报送期"), due=daily(datetime.time(0, 20)))
def run_open_periods(run):
    with transaction.atomic():
        periods = open_periods()
        run.finish({"periods": [period.pk for period in periods]})
