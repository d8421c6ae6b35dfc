"""Forms whose saving does more than store the row itself."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from communities.models import CommunityCode
from communities.names import short_name
from communities.registers.forms import RecordForm
from communities.services import act_on_change
from records.periods import open_on

REPEATED = ("code", "name", "kind", "setting")


class CommunityForm(RecordForm):
    """A community. What it is called and how it is coded changes by a decision only: see 沿革."""

    locked = ("code", "name", "kind", "established_on", "abolished_on")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["short_name"].required = False
        if not self.instance.pk:
            self.fields.pop("abolished_on", None)

    def save_row(self, *, user, reason):
        """The row; what the code of today repeats of it follows."""
        row = self.save(commit=False)
        is_new = row.pk is None
        row.short_name = row.short_name or short_name(row.name, row.kind)
        row.save()
        same = {name: getattr(row, name) for name in REPEATED}
        if is_new:
            CommunityCode.objects.create(community=row, started_on=row.established_on, source=row.source, **same)
        else:
            row.codes.filter(open_on(timezone.localdate())).update(setting=row.setting)
        return row


class AreaForm(RecordForm):
    """An area. Its code, name and days come with the list of divisions."""

    locked = ("code", "name", "level", "started_on", "ended_on")


class ChangeForm(RecordForm):
    """A decision on a community. With a decree it acts when it is saved."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["decree"].help_text = _("填写文号并保存后即生效;留空为草案")
        if self.instance.acted_at:
            for name in ("kind", "on", "before", "after", "new_name", "decree"):
                self.fields.pop(name)

    def save_row(self, *, user, reason):
        row = self.save(commit=False)
        row.save()
        act_on_change(row)
        return row
