from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from disclosure.models.items import Disclosure
from disclosure.querysets import ObjectionQuerySet
from records.models import Record

LONGEST = 1_000


class Objection(Record):
    """What a resident says against something published, without name or account; and the answer, which another account
    looks at before everybody reads both."""

    code_path = "disclosure__community__code"
    disclosure = models.ForeignKey(Disclosure, models.PROTECT, related_name="objections", verbose_name=_("公开事项"))
    text = models.TextField(_("异议"), max_length=LONGEST)
    received_on = models.DateField(_("收到日期"))
    due_on = models.DateField(_("答复期限"))
    answer = models.TextField(_("答复"), max_length=LONGEST, blank=True)
    answered_on = models.DateField(_("答复日期"), null=True, blank=True)
    answered_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("答复人")
    )
    reviewer = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("审核人")
    )
    shown_at = models.DateTimeField(_("公开时间"), null=True, blank=True)

    objects = ObjectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("居民异议")
        verbose_name_plural = _("居民异议")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(answered_by=None) | Q(reviewer=None) | ~Q(answered_by=F("reviewer")),
                name="objection_shown_by_another",
                violation_error_message=_("答复的人不能自己审核,请由另一人审核公开。"),
            ),
            models.CheckConstraint(
                condition=Q(shown_at=None) | ~Q(answer="") & ~Q(answered_on=None) & ~Q(reviewer=None),
                name="objection_shown_with_answer",
                violation_error_message=_("公开前须有答复和审核人。"),
            ),
        ]

    def __str__(self):
        return self.text[:20]
