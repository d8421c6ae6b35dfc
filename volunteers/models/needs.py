from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from communities.models import Community
from records.models import Record
from volunteers.choices import SETTLED, NeedState
from volunteers.models.people import Volunteer
from volunteers.querysets import NeedQuerySet


class Need(Record):
    """What residents ask volunteers for, and what became of it."""

    code_path = "community__code"
    community = models.ForeignKey(Community, models.PROTECT, related_name="needs", verbose_name=_("社区"))
    title = models.CharField(_("需求内容"), max_length=120, help_text=_("写需要什么服务,不写居民姓名、电话"))
    skill = models.CharField(
        _("所需特长"), max_length=60, blank=True, help_text=_("与志愿者登记的特长用同样的词,便于查找;不限的留空")
    )
    wanted_on = models.DateField(_("需求日期"), help_text=_("希望得到服务的日期"))
    state = models.CharField(_("状态"), max_length=10, choices=NeedState, default=NeedState.OPEN)
    settled_on = models.DateField(_("办结日期"), null=True, blank=True)
    volunteer = models.ForeignKey(
        Volunteer, models.PROTECT, null=True, blank=True, related_name="needs", verbose_name=_("对接志愿者")
    )

    objects = NeedQuerySet.as_manager()

    class Meta:
        verbose_name = _("居民需求")
        verbose_name_plural = _("居民需求")
        ordering = ["-wanted_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state=NeedState.MATCHED) | ~Q(volunteer=None),
                name="need_matched_with_somebody",
                violation_error_message=_("已对接的需求须写明对接的志愿者。"),
            ),
            models.CheckConstraint(
                condition=Q(settled_on=None) | Q(state__in=SETTLED),
                name="need_settled_with_state",
                violation_error_message=_("只有已完成或已取消的需求才有办结日期。"),
            ),
            models.CheckConstraint(
                condition=Q(settled_on=None) | Q(settled_on__gte=F("wanted_on")),
                name="need_settled_after_wanted",
                violation_error_message=_("办结日期不能早于需求日期。"),
            ),
        ]

    def __str__(self):
        return self.title
