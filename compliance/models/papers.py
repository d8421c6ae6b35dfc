from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from communities.access import ScopedQuerySet


class PaperText(models.Model):
    """One version of what an office has written for the 调研报告 of an area and day. Versions are added, never changed.

    The texts name figures (`{{workers-per-10k}}`) and hold none: these come from the report the paper is made of.
    """

    code_path = "area"
    area = models.CharField(_("区划编码"), max_length=12)
    as_of = models.DateField(_("截至日期"))
    version = models.PositiveIntegerField(_("版次"))
    blocks = models.JSONField(_("文字"), default=dict)
    saved_at = models.DateTimeField(_("保存时间"), db_default=Now())
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("保存人")
    )

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("调研报告文字")
        verbose_name_plural = _("调研报告文字")
        ordering = ["area", "-as_of", "-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["area", "as_of", "version"],
                name="papertext_once",
                violation_error_message=_("这一版文字刚刚已由别人保存。"),
            )
        ]

    def __str__(self):
        return f"{self.area} {self.as_of} {self.version}"


class PaperFile(models.Model):
    """A 调研报告 written in the background for one account. It is kept for a day: whoever needs it later gets the same
    bytes again from the same report and the same version of the texts."""

    code_path = "area"
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("账号"))
    job_id = models.BigIntegerField(_("任务编号"), unique=True)
    report_id = models.BigIntegerField(_("测算报告"))
    area = models.CharField(_("区划编码"), max_length=12)
    version = models.PositiveIntegerField(_("文字版次"))
    form = models.CharField(_("格式"), max_length=4)
    name = models.CharField(_("文件名"), max_length=200)
    content = models.BinaryField(_("内容"))
    made_at = models.DateTimeField(_("生成时间"), db_default=Now())

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("调研报告文件")
        verbose_name_plural = _("调研报告文件")
        ordering = ["-pk"]
        indexes = [models.Index(fields=["made_at"], name="paperfile_made_at")]

    def __str__(self):
        return self.name
