from django.db import migrations

from communities.submissions.operations import KeepLocked
from staffing.locked_days import APPROVED_POSTS, LICENCE, SPELL, SPELL_CONTENT, TRAINING


class Migration(migrations.Migration):
    dependencies = [("staffing", "0003_vacancy"), ("communities", "0004_locks")]

    operations = [
        KeepLocked("Spell", groups=["staffing"], days=SPELL, content=SPELL_CONTENT),
        KeepLocked("ApprovedPosts", groups=["staffing"], days=APPROVED_POSTS, content=["community", "posts"]),
        KeepLocked("Licence", groups=["staffing"], days=LICENCE, content=["worker", "grade"], is_named=False),
        KeepLocked("Training", groups=["staffing"], days=TRAINING, content=["worker"], is_named=False),
    ]
