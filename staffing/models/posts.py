from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from communities.models import Community
from communities.querysets import ScopedPeriodQuerySet
from records.models import Record
from records.periods import Period, ends_after_start, no_overlap
from staffing.choices import (
    NEEDS_APPROVAL,
    CommitteePost,
    Duty,
    EndReason,
    OtherPost,
    OversightPost,
    PartyPost,
    StaffKind,
)
from staffing.models.people import Worker
from staffing.querysets import SpellQuerySet


class Spell(Record, Period):
    """A person in one community with unchanging posts and duty. A change closes it and opens the next on that day."""

    code_path = ("community__code", "worker__community__code")
    worker = models.ForeignKey(Worker, models.CASCADE, related_name="spells", verbose_name=_("人员"))
    community = models.ForeignKey(Community, models.PROTECT, related_name="spells", verbose_name=_("社区"))
    staff_kind = models.CharField(
        _("人员类别"),
        max_length=10,
        choices=StaffKind,
        help_text=_("按编制和用工方式选:两委成员指专职的,兼职的选“兼职(不脱产)”"),
    )
    party_post = models.CharField(_("党组织职务"), max_length=20, choices=PartyPost, blank=True)
    committee_post = models.CharField(_("居(村)委会职务"), max_length=20, choices=CommitteePost, blank=True)
    oversight_post = models.CharField(_("监督委员会职务"), max_length=10, choices=OversightPost, blank=True)
    other_posts = ArrayField(
        models.CharField(max_length=20, choices=OtherPost),
        default=list,
        blank=True,
        verbose_name=_("其他职务"),
    )
    approved = models.BooleanField(
        _("占核定岗位"),
        default=False,
        help_text=_(
            "占用区县核定的岗位职数填“是”;超出职数聘用的填“否”;新任职留空按“否”,不计入在岗率、借调率和岗位空缺"
        ),
    )
    is_primary = models.BooleanField(_("主要任职"), default=True)
    counts = models.BooleanField(_("计入社区工作者"), null=True, blank=True, help_text=_("留空则按人员类别确定"))
    duty = models.CharField(
        _("在岗状态"),
        max_length=16,
        choices=Duty,
        default=Duty.ON_DUTY,
        help_text=_("借调、抽调、休假等人不在社区的如实选;仍占岗位,但不计为在岗"),
    )
    approval = models.CharField(
        _("批准单位及文号"), max_length=120, blank=True, help_text=_("借调、抽调、挂职必填,如“区委组织部〔2026〕12号”")
    )
    due_back_on = models.DateField(
        _("预计返回日期"), null=True, blank=True, help_text=_("借出或休假的预计返岗日,临近时列入待办")
    )
    started_on = models.DateField(_("任职日期"), help_text=_("担任这一职务的第一天;职务变动后从变动日起另记一条"))
    ended_on = models.DateField(_("离任日期"), null=True, blank=True, help_text=_("不再任职的第一天;在任的留空"))
    end_reason = models.CharField(
        _("离任原因"), max_length=14, choices=EndReason, blank=True, help_text=_("填了离任日期的请一并选择")
    )

    objects = SpellQuerySet.as_manager()

    class Meta:
        verbose_name = _("任职")
        verbose_name_plural = _("任职")
        ordering = ["worker", "-started_on"]
        constraints = [
            ends_after_start("spell_ends_after_start"),
            no_overlap(
                "spell_one_primary_a_day",
                "worker",
                condition=Q(is_primary=True),
                message=_("同一人员的主要任职时间不能重叠,请先办理离任或调动。"),
            ),
            models.UniqueConstraint(
                fields=["worker", "community", "started_on", "is_primary"],
                name="spell_once",
                violation_error_message=_("该人员在本社区这一天开始的任职已登记。"),
            ),
            models.CheckConstraint(
                condition=~Q(duty__in=NEEDS_APPROVAL) | ~Q(approval=""),
                name="spell_away_with_approval",
                violation_error_message=_("借调、抽调、挂职须填写批准单位及文号。"),
            ),
            models.CheckConstraint(
                condition=Q(end_reason="") | ~Q(ended_on=None),
                name="spell_reason_with_end",
                violation_error_message=_("填写了离任原因,还需填写离任日期。"),
            ),
        ]

    def __str__(self):
        return f"{self.worker} {self.community} {self.started_on}"

    def clean(self):
        super().clean()
        if self.duty in NEEDS_APPROVAL and not self.approval:
            raise ValidationError(
                {"approval": ValidationError(_("借调、抽调、挂职须填写批准单位及文号。"), code="required")}
            )


class ApprovedPosts(Record, Period):
    """How many posts the county has approved for a community during one period (核定员额)."""

    code_path = "community__code"
    community = models.ForeignKey(Community, models.CASCADE, related_name="approved_posts", verbose_name=_("社区"))
    posts = models.PositiveSmallIntegerField(_("岗位职数"), help_text=_("区县文件核定给本社区的人数,不是现有人数"))
    decree = models.CharField(_("文号"), max_length=120, blank=True, help_text=_("核定文件的文号"))

    objects = ScopedPeriodQuerySet.as_manager()

    class Meta:
        verbose_name = _("核定员额")
        verbose_name_plural = _("核定员额")
        ordering = ["community", "-started_on"]
        constraints = [
            ends_after_start("approvedposts_ends_after_start"),
            no_overlap(
                "approvedposts_one_a_day",
                "community",
                message=_("同一社区的核定员额起止时间不能重叠。"),
            ),
        ]

    def __str__(self):
        return f"{self.community} {self.posts}"
