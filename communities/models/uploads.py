from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from communities.access import ScopedQuerySet
from communities.models.official import owner
from jobs.models import Job


class UploadedSheet(models.Model):
    """A spreadsheet on its way into a register: sent, its headers matched, previewed, applied, perhaps undone.

    The file itself and its preview lie below DATA_DIR for a day at most; what was done with it stays here.
    """

    class State(models.TextChoices):
        UPLOADED = "uploaded", _("待对应表头")
        MAPPED = "mapped", _("正在核对")
        PREVIEWED = "previewed", _("待应用")
        APPLIED = "applied", _("已应用")
        UNDONE = "undone", _("已撤销")
        DISCARDED = "discarded", _("已放弃")

    class Roster(models.TextChoices):
        NONE = "", _("不是全量名册,只新增和修改表中的行")
        LISTED = "listed", _("表中出现的社区是全量的")
        REACH = "reach", _("我的全部辖区是全量的")

    OPEN = (State.UPLOADED, State.MAPPED, State.PREVIEWED)

    code_path = "area"
    user = owner("uploaded_sheets")
    sheet = models.CharField(_("表"), max_length=40)
    area = models.CharField(_("辖区"), max_length=12, blank=True)
    reach = models.CharField(_("全部辖区"), max_length=400, blank=True)
    file_name = models.CharField(_("文件名"), max_length=200)
    stored_as = models.CharField(_("存放名"), max_length=60, unique=True)
    sha256 = models.CharField(_("文件指纹"), max_length=64)
    size = models.PositiveIntegerField(_("字节数"))
    state = models.CharField(_("状态"), max_length=10, choices=State, default=State.UPLOADED)
    refused = models.CharField(_("不能接收的原因"), max_length=500, blank=True)
    head = models.JSONField(_("表头附近的行"), default=list)
    mapping = models.JSONField(_("对应关系"), default=dict)
    roster = models.CharField(_("全量名册"), max_length=10, choices=Roster, blank=True)
    preview = models.JSONField(_("核对结果"), default=dict)
    choices = models.JSONField(_("对表中没有的记录的处理"), default=dict)
    result = models.JSONField(_("应用结果"), default=dict)
    events = ArrayField(models.BigIntegerField(), default=list, verbose_name=_("变更事件"))
    job = models.ForeignKey(
        Job, models.SET_NULL, null=True, related_name="+", verbose_name=_("任务"), db_constraint=False
    )
    same_as = models.ForeignKey("self", models.SET_NULL, null=True, related_name="+", verbose_name=_("同一文件"))
    uploaded_at = models.DateTimeField(_("上传时间"), db_default=Now())
    applied_at = models.DateTimeField(_("应用时间"), null=True)
    undone_at = models.DateTimeField(_("撤销时间"), null=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("导入的文件")
        verbose_name_plural = _("导入的文件")
        ordering = ["-pk"]
        indexes = [models.Index(fields=["user", "-uploaded_at"], name="uploadedsheet_of_user")]
        constraints = [
            models.UniqueConstraint(
                fields=["sha256", "sheet", "reach"],
                condition=Q(state="applied"),
                name="uploadedsheet_applied_once",
                violation_error_message=_("同一份文件已经导入过。"),
            )
        ]

    def __str__(self):
        return self.file_name


class HeaderMapping(models.Model):
    """What an office of a street has once said about a header of its rosters: this column of the sheet, or none."""

    code_path = "street"
    street = models.CharField(_("街道"), max_length=9, blank=True)
    sheet = models.CharField(_("表"), max_length=40)
    header = models.CharField(_("表头"), max_length=120)
    column = models.CharField(_("列"), max_length=60, blank=True, help_text=_("空白:忽略"))

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("记住的表头")
        verbose_name_plural = _("记住的表头")
        constraints = [models.UniqueConstraint(fields=["street", "sheet", "header"], name="headermapping_once")]

    def __str__(self):
        return self.header
