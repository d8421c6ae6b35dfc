from django.db import migrations

from communities.submissions.operations import KeepLocked
from facilities.locked_days import FACILITY


class Migration(migrations.Migration):
    dependencies = [("facilities", "0001_initial"), ("communities", "0004_locks")]

    operations = [KeepLocked("Facility", FACILITY)]
