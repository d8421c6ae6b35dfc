from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from communities.models import Community
from records.fields import BlindIndexField, EncryptedField
from records.models import Record
from records.people import Reachable
from records.periods import Period, ends_after_start
from volunteers.choices import TeamKind
from volunteers.querysets import TeamQuerySet


def not_the_same_as_itself(name):
    return models.CheckConstraint(
        condition=Q(same_as=None) | ~Q(same_as=F("id")),
        name=name,
        violation_error_message=_("一条记录不能是它自己的重复登记。"),
    )


class Team(Reachable, Record, Period):
    """A team of volunteers as one platform, or the community itself, has registered it."""

    code_path = "community__code"
    community = models.ForeignKey(Community, models.PROTECT, related_name="teams", verbose_name=_("社区"))
    name = models.CharField(_("队伍名称"), max_length=80, help_text=_("与来源平台或挂牌的名称一致"))
    kind = models.CharField(
        _("队伍类别"), max_length=12, choices=TeamKind, blank=True, help_text=_("按主要服务内容选;兼有几类的选综合")
    )
    registered_no = models.CharField(
        _("登记编号"), max_length=40, blank=True, help_text=_("来源平台或登记机关给的编号;没有的留空")
    )
    leader = models.CharField(_("负责人"), max_length=50, blank=True)
    phone = EncryptedField(_("负责人手机号"), help_text=_("加密保存,列表中打码显示"))
    phone_index = BlindIndexField(source="phone", db_index=True)
    phone_tail_index = BlindIndexField(source="phone", tail=4, db_index=True)
    platform = models.CharField(_("来源平台"), max_length=40, blank=True, help_text=_("社区自行登记的留空"))
    started_on = models.DateField(
        _("成立日期"), null=True, blank=True, help_text=_("成立或在平台登记的日期;不清楚的留空")
    )
    ended_on = models.DateField(_("解散日期"), null=True, blank=True, help_text=_("不再活动的第一天"))
    same_as = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="doubles",
        verbose_name=_("与之同一支"),
    )

    objects = TeamQuerySet.as_manager()

    class Meta:
        verbose_name = _("志愿服务队")
        verbose_name_plural = _("志愿服务队")
        ordering = ["community", "name"]
        constraints = [
            ends_after_start("team_ends_after_start"),
            models.UniqueConstraint(
                fields=["community", "name", "platform"],
                name="team_once",
                violation_error_message=_("本社区在这一来源平台已有同名志愿服务队。"),
            ),
            not_the_same_as_itself("team_not_its_own_double"),
        ]
        indexes = [models.Index(fields=["registered_no"], name="team_registered_no")]

    def __str__(self):
        return self.name
