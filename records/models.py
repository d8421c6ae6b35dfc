"""The columns every register row carries, and the history the database writes of all of them."""

import functools

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Left, Now
from django.utils.encoding import force_str
from django.utils.translation import gettext_lazy as _

COUNTY = 6
"""Changes are found by the first digits of their place, those of a county."""


@functools.cache
def _labels(field):
    return dict(field.flatchoices)


class Record(models.Model):
    """A row of a register. Triggers stamp who and when; `records.history.acting` says who it is and why."""

    source = models.CharField(_("数据来源"), max_length=200, blank=True, help_text=_("文件名称、报表或提供人"))
    month_only = ArrayField(
        models.CharField(max_length=40),
        default=list,
        blank=True,
        editable=False,
        verbose_name=_("只知年月的日期"),
    )
    created_at = models.DateTimeField(_("录入时间"), db_default=Now(), editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.DO_NOTHING,
        db_constraint=False,
        db_index=False,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("录入人"),
    )
    updated_at = models.DateTimeField(_("更新时间"), db_default=Now(), editable=False)
    updated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.DO_NOTHING,
        db_constraint=False,
        db_index=False,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("更新人"),
    )

    class Meta:
        abstract = True

    def attached(self):
        """What its form edits although it lies in rows of its own (`records.versions.Attached`)."""
        return ()

    def _get_FIELD_display(self, field):  # noqa: N802 - the name is Django's
        """The label of a choice. Django's own translates all labels of the field each time, to find one of them."""
        value = getattr(self, field.attname)
        return force_str(_labels(field).get(value, value), strings_only=True)


class Fact(models.Model):
    """Something that is true of this instance as a whole and is learnt from its data, not from its settings."""

    name = models.SlugField(_("名称"), unique=True)
    value = models.CharField(_("内容"), max_length=200)

    class Meta:
        verbose_name = _("实例信息")
        verbose_name_plural = _("实例信息")

    def __str__(self):
        return f"{self.name}: {self.value}"


class Event(models.Model):
    """One transaction that changed registers: who, when, why, and the job it was part of."""

    at = models.DateTimeField(_("时间"), db_default=Now())
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.DO_NOTHING,
        db_constraint=False,
        null=True,
        related_name="+",
        verbose_name=_("操作人"),
    )
    reason = models.CharField(_("事由"), max_length=500, blank=True)
    job_id = models.BigIntegerField(_("后台任务"), null=True)

    class Meta:
        verbose_name = _("变更事件")
        verbose_name_plural = _("变更事件")

    def __str__(self):
        return self.reason or str(self.pk)


class Change(models.Model):
    """What one event did to one row.

    An update keeps the changed columns before and after, a deletion the whole row before; an insertion keeps nothing,
    for the row and its later changes tell what was inserted. A look at what is masked otherwise changes nothing and
    stands among the changes all the same. `place` is where the row was kept by then (`records.placing`).
    """

    class Op(models.TextChoices):
        INSERT = "I", _("新增")
        UPDATE = "U", _("修改")
        DELETE = "D", _("删除")
        SHOW = "S", _("查看完整")

    event = models.ForeignKey(
        Event,
        models.DO_NOTHING,
        db_constraint=False,
        db_index=False,
        related_name="changes",
        verbose_name=_("事件"),
    )
    table = models.CharField(_("登记册"), max_length=63)
    row_id = models.BigIntegerField(_("记录"))
    op = models.CharField(_("操作"), max_length=1, choices=Op)
    before = models.JSONField(_("变更前"), null=True)
    after = models.JSONField(_("变更后"), null=True)
    place = models.CharField(_("区划代码"), max_length=12, blank=True, default="", db_default="")

    class Meta:
        verbose_name = _("变更明细")
        verbose_name_plural = _("变更明细")
        indexes = [
            models.Index(fields=["table", "row_id"], name="change_of_row"),
            models.Index(Left("place", COUNTY), "table", "id", name="change_of_county"),
            models.Index(fields=["event", "id"], include=["place", "table"], name="change_of_event"),
        ]

    def __str__(self):
        return f"{self.table} {self.row_id} {self.get_op_display()}"

    @classmethod
    def of(cls, record):
        """The history of one row, newest first."""
        rows = cls.objects.filter(table=record._meta.db_table, row_id=record.pk)
        return rows.select_related("event", "event__user").order_by("-event__at", "-pk")


class SentForm(models.Model):
    """One form sent by one account. Its token is used once; a second use is told the first result."""

    token = models.UUIDField(_("提交编号"), unique=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.DO_NOTHING,
        db_constraint=False,
        null=True,
        related_name="+",
        verbose_name=_("提交人"),
    )
    kind = models.CharField(_("表单"), max_length=60)
    result = models.JSONField(_("结果"), default=dict)
    at = models.DateTimeField(_("时间"), db_default=Now())

    class Meta:
        verbose_name = _("表单提交")
        verbose_name_plural = _("表单提交")
        indexes = [models.Index(fields=["at"], name="sentform_at")]

    def __str__(self):
        return f"{self.kind} {self.token}"
