from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from communities.access import ScopedQuerySet


def owner(name):
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name=name, verbose_name=_("账号"), editable=False
    )


class ProducedFile(models.Model):
    """A large table, written in the background for one account. It is kept for a day, in the database: whichever host
    wrote it, every host can hand it out, and it appears in the same instant as the end of its job."""

    user = owner("produced_files")
    job_id = models.BigIntegerField(_("任务编号"), unique=True)
    name = models.CharField(_("文件名"), max_length=200)
    rows = models.PositiveIntegerField(_("行数"))
    content = models.BinaryField(_("内容"))
    made_at = models.DateTimeField(_("生成时间"), db_default=Now())

    class Meta:
        verbose_name = _("已生成的表")
        verbose_name_plural = _("已生成的表")
        ordering = ["-pk"]
        indexes = [models.Index(fields=["made_at"], name="producedfile_made_at")]

    def __str__(self):
        return self.name


class FilledForm(models.Model):
    """Another office's form filled from the registers: which, for whom, and how much of it we could fill.

    The blank and the filled file are kept for a day; what they were called and how far they were filled stays.
    """

    code_path = "area"
    user = owner("filled_forms")
    area = models.CharField(_("填报范围"), max_length=12, blank=True)
    name = models.CharField(_("表名"), max_length=120)
    issuer = models.CharField(_("来表单位"), max_length=120, blank=True)
    source = models.CharField(_("填表对象"), max_length=20)
    as_of = models.DateField(_("截至日期"))
    header_row = models.PositiveIntegerField(_("表头行"))
    headers = models.JSONField(_("表头"), default=list)
    mapping = models.JSONField(_("对应关系"), default=dict)
    rows = models.PositiveIntegerField(_("行数"), default=0)
    filled = models.PositiveIntegerField(_("已填单元格"), default=0)
    total = models.PositiveIntegerField(_("单元格总数"), default=0)
    dropped = models.PositiveIntegerField(_("去掉的公式"), default=0)
    file_name = models.CharField(_("文件名"), max_length=200)
    blank = models.BinaryField(_("空白表"), null=True)
    content = models.BinaryField(_("填好的表"), null=True)
    made_at = models.DateTimeField(_("上传时间"), db_default=Now())
    filled_at = models.DateTimeField(_("填表时间"), null=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("套填的表")
        verbose_name_plural = _("套填的表")
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["user", "name"], name="filledform_of_user"),
            models.Index(fields=["area", "name"], name="filledform_of_area"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(filled__lte=F("total")),
                name="filledform_part_of_whole",
                violation_error_message=_("已填的单元格不能多于总数。"),
            )
        ]

    def __str__(self):
        return self.name

    @property
    def share(self):
        """Percent of the cells that the registers could fill; None before anything was."""
        return round(100 * self.filled / self.total, 1) if self.total else None


class SavedSummary(models.Model):
    """A choice of rows and columns for 汇总表, kept by an account under a name."""

    user = owner("saved_summaries")
    name = models.CharField(_("名称"), max_length=60)
    choices = models.JSONField(_("所选行列"), default=dict)

    class Meta:
        verbose_name = _("汇总表方案")
        verbose_name_plural = _("汇总表方案")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "name"],
                name="savedsummary_once",
                violation_error_message=_("已有同名方案。"),
            )
        ]

    def __str__(self):
        return self.name
