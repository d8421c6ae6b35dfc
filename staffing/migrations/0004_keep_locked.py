from django.db import migrations

from communities.submissions.operations import KeepLocked
from staffing.locked_days import APPROVED_POSTS, LICENCE, SPELL, TRAINING


class Migration(migrations.Migration):
    dependencies = [("staffing", "0003_vacancy"), ("communities", "0004_locks")]

    operations = [
        KeepLocked("Spell", SPELL),
        KeepLocked("ApprovedPosts", APPROVED_POSTS),
        KeepLocked("Licence", LICENCE),
        KeepLocked("Training", TRAINING),
    ]
