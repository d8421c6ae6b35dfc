from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from communities.models import Community
from disclosure.choices import SHOWN, Rhythm, State
from disclosure.deadlines import first_day
from disclosure.models.catalogue import CatalogueEntry
from disclosure.querysets import DisclosureQuerySet
from records.models import Record

LONGEST = 20_000


class Published(Record):
    """A text of a community for its residents: written by one account, published by another one. Once published it is
    not changed but corrected by another row, or withdrawn; both are told for good."""

    code_path = "community__code"
    community = models.ForeignKey(Community, models.PROTECT, verbose_name=_("社区"), related_name="%(class)ss")
    title = models.CharField(_("标题"), max_length=100)
    body = models.TextField(_("内容"), max_length=LONGEST)
    state = models.CharField(_("状态"), max_length=10, choices=State, default=State.DRAFT, editable=False)
    until = models.DateField(_("公示期止"), null=True, blank=True)
    author = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, editable=False, related_name="+", verbose_name=_("提交人")
    )
    reviewer = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, editable=False, related_name="+", verbose_name=_("发布人")
    )
    published_at = models.DateTimeField(_("公开时间"), null=True, blank=True, editable=False)
    replaces = models.OneToOneField(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="replaced_by",
        verbose_name=_("更正的是"),
    )
    why = models.CharField(_("更正或撤回原因"), max_length=200, blank=True, editable=False)

    class Meta:
        abstract = True

    def __str__(self):
        return self.title

    @property
    def is_draft(self):
        return self.state == State.DRAFT


def published_rules(name):
    """What the database keeps of every such text."""
    return [
        models.CheckConstraint(
            condition=Q(author=None) | Q(reviewer=None) | ~Q(author=F("reviewer")),
            name=f"{name}_published_by_another",
            violation_error_message=_("提交的人不能自己发布,请由另一人审核发布。"),
        ),
        models.CheckConstraint(
            condition=~Q(state__in=SHOWN) | ~Q(published_at=None) & (Q(author=None) | Q(reviewer__isnull=False)),
            name=f"{name}_published_by_somebody",
            violation_error_message=_("已公开的须有发布人和公开时间。"),
        ),
        models.CheckConstraint(
            condition=~Q(state=State.WITHDRAWN) | ~Q(why=""),
            name=f"{name}_withdrawn_for_a_reason",
            violation_error_message=_("撤回须写明原因。"),
        ),
    ]


class Disclosure(Published):
    """What a community publishes under one entry of the catalogue: for a period, or after something happened."""

    entry = models.ForeignKey(CatalogueEntry, models.PROTECT, related_name="disclosures", verbose_name=_("目录事项"))
    period_start = models.DateField(
        _("所属期间"), null=True, blank=True, help_text=_("定期公开的填期间内任一日,如2026-07表示第三季度")
    )
    happened_on = models.DateField(_("事项发生日期"), null=True, blank=True, help_text=_("“事项发生后”公开的填写"))
    due_on = models.DateField(_("应公开日期"), null=True, blank=True, editable=False)
    phone = models.CharField(_("监督电话"), max_length=40, blank=True, help_text=_("留空则用社区电话"))
    number = models.CharField(_("公开编号"), max_length=24, blank=True, editable=False)
    oversight_by = models.CharField(_("监督委员会审核人"), max_length=50, blank=True, editable=False)
    oversight_on = models.DateField(_("监督委员会审核日期"), null=True, blank=True, editable=False)

    objects = DisclosureQuerySet.as_manager()

    class Meta:
        verbose_name = _("公开事项")
        verbose_name_plural = _("公开事项")
        ordering = ["-pk"]
        constraints = [
            *published_rules("disclosure"),
            models.CheckConstraint(
                condition=~Q(state__in=SHOWN) | ~Q(oversight_by="") & ~Q(oversight_on=None),
                name="disclosure_overseen",
                violation_error_message=_("公开前须经监督委员会审核。"),
            ),
            models.UniqueConstraint(
                fields=["number"],
                condition=~Q(number=""),
                name="disclosure_number_once",
                violation_error_message=_("公开编号重复。"),
            ),
        ]
        indexes = [
            models.Index(fields=["entry", "community", "period_start"], name="disclosure_of_period"),
        ]

    def clean(self):
        super().clean()
        if not self.entry_id:
            return
        if self.community_id and not self.community.code.startswith(self.entry.area):
            text = _("该目录事项不适用于%(place)s。")
            raise ValidationError({"entry": ValidationError(text, "conflict", {"place": self.community})})
        if self.entry.rhythm == Rhythm.EVENT:
            self._refuse_without("happened_on", _("“事项发生后”公开的事项须填写发生日期。"))
            self.period_start = None
        else:
            self._refuse_without("period_start", _("定期公开的事项须填写所属期间。"))
            self.period_start, self.happened_on = first_day(self.entry.rhythm, self.period_start), None

    def _refuse_without(self, name, sentence):
        if getattr(self, name) is None:
            raise ValidationError({name: ValidationError(sentence, code="required")})
