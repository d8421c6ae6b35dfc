from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from communities.access import ScopedQuerySet
from records.models import Record
from volunteers.choices import Likeness, Sameness
from volunteers.models.people import Volunteer
from volunteers.models.teams import Team


class Match(Record):
    """Somebody has looked at two rows that look alike and said whether they are the same. Who and when are the stamps
    of the row; taking the decision back deletes it."""

    code_path = ("one__community__code", "other__community__code")
    verdict = models.CharField(_("判断"), max_length=10, choices=Sameness)
    likeness = models.CharField(_("相似之处"), max_length=14, choices=Likeness)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        abstract = True

    def __str__(self):
        return f"{self.one} / {self.other}: {self.get_verdict_display()}"


def in_order(name):
    """A pair is kept one way round."""
    return models.CheckConstraint(
        condition=Q(one__lt=F("other")), name=name, violation_error_message=_("请选择两条不同的记录。")
    )


def once(name):
    message = _("这两条记录已有判断。")
    return models.UniqueConstraint(fields=["one", "other"], name=name, violation_error_message=message)


class TeamMatch(Match):
    """Whether two teams are the same."""

    one = models.ForeignKey(Team, models.CASCADE, related_name="+", verbose_name=_("队伍"))
    other = models.ForeignKey(Team, models.CASCADE, related_name="+", verbose_name=_("另一队伍"))

    class Meta:
        verbose_name = _("队伍同一判断")
        verbose_name_plural = _("队伍同一判断")
        constraints = [in_order("teammatch_in_order"), once("teammatch_once")]


class VolunteerMatch(Match):
    """Whether two volunteers are the same person."""

    one = models.ForeignKey(Volunteer, models.CASCADE, related_name="+", verbose_name=_("志愿者"))
    other = models.ForeignKey(Volunteer, models.CASCADE, related_name="+", verbose_name=_("另一志愿者"))

    class Meta:
        verbose_name = _("志愿者同一判断")
        verbose_name_plural = _("志愿者同一判断")
        constraints = [in_order("volunteermatch_in_order"), once("volunteermatch_once")]
