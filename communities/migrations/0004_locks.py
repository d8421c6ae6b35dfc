from django.db import migrations

from communities.submissions.locked_days import HEADCOUNT, HEADCOUNT_FIELDS, NIL, WORK_FUND
from communities.submissions.operations import DROP_FUNCTIONS, DROP_STEPS, FUNCTIONS, STEPS, KeepLocked
from records.operations import TrackHistory


class Migration(migrations.Migration):
    dependencies = [("communities", "0003_submissions")]

    operations = [
        TrackHistory("ReviewSetting"),
        TrackHistory("LockException"),
        migrations.RunSQL(FUNCTIONS, DROP_FUNCTIONS),
        migrations.RunSQL(STEPS, DROP_STEPS),
        KeepLocked("Headcount", groups=["population"], days=HEADCOUNT, content=["community", "on", *HEADCOUNT_FIELDS]),
        KeepLocked(
            "WorkFund",
            groups=["funds"],
            days=WORK_FUND,
            content=["community", "year", "payer", "purpose", "budgeted", "received", "spent"],
        ),
        KeepLocked("Nil", groups=["staffing", "facilities", "funds"], days=NIL, content=["community", "register"]),
    ]
