"""Committees of owners: whom they stand for, who sits on them, until when."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from communities.access import ScopedQuerySet
from communities.models import Community
from communities.models.figures import money, not_negative
from communities.querysets import ScopedPeriodQuerySet
from property_mgmt.choices import CommitteeKind, MemberRole
from property_mgmt.models.estates import Compound
from property_mgmt.querysets import CommitteeQuerySet
from records.models import Record
from records.periods import Period, ends_after_start, no_overlap
from records.versions import Attached


class Committee(Record):
    """The committee of one estate, or the joint one of several in one street.

    Re-elected it is the same committee with a later `term_until`. A blank term is unknown, not without end.
    """

    code_path = "community__code"
    community = models.ForeignKey(
        Community,
        models.PROTECT,
        related_name="committees",
        verbose_name=_("社区"),
        help_text=_("联合组建的填牵头小区所在社区"),
    )
    name = models.CharField(_("委员会名称"), max_length=80, help_text=_("与备案的名称一致"))
    kind = models.CharField(
        _("委员会类型"),
        max_length=10,
        choices=CommitteeKind,
        default=CommitteeKind.OWNERS,
        help_text=_("业主大会选举的选业主委员会;街道组织、尚未选举的选物业管理委员会"),
    )
    compounds = models.ManyToManyField(Compound, through="CommitteeEstate", verbose_name=_("小区"))
    established_on = models.DateField(_("成立日期"), help_text=_("备案或批准成立的日期"))
    term_until = models.DateField(
        _("任期届满"), null=True, blank=True, help_text=_("本届任期的最后一天;不清楚的留空,不按年数推算")
    )
    ended_on = models.DateField(
        _("终止日期"), null=True, blank=True, help_text=_("不再有这个委员会的第一天;仍在的留空")
    )

    objects = CommitteeQuerySet.as_manager()

    class Meta:
        verbose_name = _("业主委员会")
        verbose_name_plural = _("业主委员会")
        ordering = ["community", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["community", "name"],
                name="committee_once",
                violation_error_message=_("本社区已有同名委员会。"),
            ),
            models.CheckConstraint(
                condition=Q(term_until=None) | Q(term_until__gte=F("established_on")),
                name="committee_term_after_start",
                violation_error_message=_("任期届满不能早于成立日期。"),
            ),
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(ended_on__gte=F("established_on")),
                name="committee_ended_after_start",
                violation_error_message=_("终止日期不能早于成立日期。"),
            ),
        ]

    def __str__(self):
        return self.name

    def attached(self):
        """The estates it stands for, or stood for to its end."""
        standing = self.estates.filter(Q(ended_on=None) | Q(ended_on=F("committee__ended_on")))
        return [Attached("estates_named", "compound", standing, self.estates.all())]

    def clean(self):
        super().clean()
        for name in ("term_until", "ended_on"):
            day = getattr(self, name)
            if day and self.established_on and day < self.established_on:
                text = _("%(label)s不能早于成立日期。")
                label = {"label": self._meta.get_field(name).verbose_name}
                raise ValidationError({name: ValidationError(text, code="order", params=label)})


class CommitteeEstate(Record, Period):
    """From when to when a committee stands for an estate. No estate has two at a time."""

    code_path = "compound__community__code"
    committee = models.ForeignKey(Committee, models.CASCADE, related_name="estates", verbose_name=_("委员会"))
    compound = models.ForeignKey(Compound, models.CASCADE, related_name="represented", verbose_name=_("小区"))

    objects = ScopedPeriodQuerySet.as_manager()

    class Meta:
        verbose_name = _("委员会代表的小区")
        verbose_name_plural = _("委员会代表的小区")
        ordering = ["committee", "compound"]
        constraints = [
            ends_after_start("committeeestate_ends_after_start"),
            no_overlap(
                "committeeestate_one_a_day",
                "compound",
                message=_("该小区这一时期已有委员会,请先终止原委员会,或办理换届。"),
            ),
        ]

    def __str__(self):
        return f"{self.committee} {self.compound}"


class CommitteeMember(Record):
    """Somebody on a committee, and what else they are. A blank is unknown."""

    code_path = "committee__community__code"
    committee = models.ForeignKey(Committee, models.CASCADE, related_name="members", verbose_name=_("委员会"))
    name = models.CharField(_("委员姓名"), max_length=50)
    role = models.CharField(
        _("委员职务"), max_length=10, choices=MemberRole, default=MemberRole.MEMBER, help_text=_("没有明确职务的选委员")
    )
    is_party_member = models.BooleanField(
        _("中共党员"), null=True, blank=True, help_text=_("含预备党员;不清楚的选无数据")
    )
    is_community_worker = models.BooleanField(
        _("社区工作者"), null=True, blank=True, help_text=_("社区工作者(含两委成员)兼任的选是")
    )
    allowance = money(_("补贴(元/月)"), help_text=_("每月实际发放的数额;没有补贴的填0,不清楚的留空"))

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("委员")
        verbose_name_plural = _("委员")
        ordering = ["committee", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["committee", "name"],
                name="committeemember_once",
                violation_error_message=_("该委员会已有这位委员。"),
            ),
            not_negative("committeemember_not_negative", "allowance"),
        ]

    def __str__(self):
        return self.name
