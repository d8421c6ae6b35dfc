from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from communities.access import ScopedQuerySet
from records.models import Record


class Opening(Record):
    """How far an area would open its indicators to the public: a plan, until another person releases it.

    `reaches`: {indicator: reach}; blank says as the areas around it do. Indicators left out stay as they are.
    """

    code_path = "area"
    area = models.CharField(_("区划编码"), max_length=12)
    reaches = models.JSONField(_("公开范围"), default=dict)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+", verbose_name=_("起草人")
    )
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+", verbose_name=_("发布人")
    )
    released_at = models.DateTimeField(_("生效时间"), null=True, editable=False)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("公开方案")
        verbose_name_plural = _("公开方案")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["area"],
                condition=Q(released_at=None),
                name="opening_one_draft",
                violation_error_message=_("该区划已有一份待发布的公开方案。"),
            ),
            models.CheckConstraint(
                condition=Q(released_by=None) | Q(written_by=None) | ~Q(released_by=F("written_by")),
                name="opening_released_by_another",
                violation_error_message=_("方案由您起草,请由另一位有发布权限的人员发布。"),
            ),
        ]

    def __str__(self):
        return _("%(area)s公开方案 %(number)s") % {"area": self.area, "number": self.pk}

    def get_absolute_url(self):
        return reverse("compliance:opening_detail", args=[self.pk])
