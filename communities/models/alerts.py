from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from communities.access import ScopedQuerySet


class Alert(models.Model):
    """Something that happened and that an office should know of: one row for each event, whoever reads it.

    `key` names the event, so that telling it twice leaves one row. `permission` is what one needs to see it.
    """

    code_path = "place"
    key = models.CharField(max_length=200, unique=True)
    kind = models.CharField(_("类别"), max_length=20)
    place = models.CharField(_("所在区划"), max_length=12)
    title = models.CharField(_("内容"), max_length=200)
    url = models.CharField(_("页面"), max_length=200, blank=True)
    permission = models.CharField(_("所需权限"), max_length=80)
    at = models.DateTimeField(_("时间"), db_default=Now())

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("提醒")
        verbose_name_plural = _("提醒")
        ordering = ["-pk"]
        indexes = [models.Index(fields=["place"], name="alert_place", opclasses=["varchar_pattern_ops"])]

    def __str__(self):
        return self.title


class AlertRead(models.Model):
    """An account has seen an alert."""

    code_path = "alert__place"
    alert = models.ForeignKey(Alert, models.CASCADE, related_name="read_by", verbose_name=_("提醒"))
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("账号"))

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("已读提醒")
        verbose_name_plural = _("已读提醒")
        constraints = [models.UniqueConstraint(fields=["alert", "user"], name="alert_read_once")]

    def __str__(self):
        return f"{self.user} {self.alert}"
