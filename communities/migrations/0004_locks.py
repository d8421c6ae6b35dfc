from django.db import migrations

from communities.submissions.locked_days import HEADCOUNT, NIL, WORK_FUND
from communities.submissions.operations import DROP_FUNCTIONS, DROP_STEPS, FUNCTIONS, STEPS, KeepLocked
from records.operations import TrackHistory


class Migration(migrations.Migration):
    dependencies = [("communities", "0003_submissions")]

    operations = [
        TrackHistory("ReviewSetting"),
        TrackHistory("LockException"),
        migrations.RunSQL(FUNCTIONS, DROP_FUNCTIONS),
        migrations.RunSQL(STEPS, DROP_STEPS),
        KeepLocked("Headcount", HEADCOUNT),
        KeepLocked("WorkFund", WORK_FUND),
        KeepLocked("Nil", NIL),
    ]
