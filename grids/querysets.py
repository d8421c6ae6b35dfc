"""Which grids, and who answers for them: in the words of the office."""

from django.db.models import Exists, OuterRef, Q

from communities.querysets import ScopedPeriodQuerySet
from grids.choices import BESIDE, NETS, DutyRole, GridKind
from records.periods import open_on


def general():
    """Grids of the general net itself; micro-grids are parts of them."""
    return Q(kind=GridKind.GENERAL, parent=None)


def staffing():
    """Duties that leave a grid not without anyone."""
    return ~Q(role__in=BESIDE)


class GridQuerySet(ScopedPeriodQuerySet):
    def general(self, *, on):
        return self.open(on=on).filter(general())

    def unmerged(self, *, on):
        """Nets of single departments that still stand beside the general one."""
        return self.open(on=on).filter(kind__in=NETS, parent=None)

    def without_anyone(self, *, on):
        from grids.models import GridDuty

        return self.general(on=on).exclude(Exists(GridDuty.objects.staffing(on=on).filter(grid=OuterRef("pk"))))


class DutyQuerySet(ScopedPeriodQuerySet):
    def staffing(self, *, on):
        return self.open(on=on).filter(staffing())

    def leaders(self, *, on):
        return self.open(on=on).filter(role=DutyRole.LEADER)

    def of_leavers(self, *, on):
        """Duties still open of staff members who serve nowhere any more."""
        from staffing.models import Spell

        serving = Spell.objects.filter(open_on(on), worker=OuterRef("worker"))
        return self.open(on=on).filter(worker__isnull=False).exclude(Exists(serving))
