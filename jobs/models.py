"""Jobs and the leases under which they are worked on."""

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from jobs import limits, registry


class JobQuerySet(models.QuerySet):
    """Jobs, by what has to happen to them next."""

    def unannounced(self):
        """Queued, and no worker has come for them although one should have by now."""
        overdue = Q(sent_at=None) | Q(sent_at__lt=Now() - limits.RESEND)
        return self.filter(overdue, state=Job.State.QUEUED)

    def held_by(self, attempt):
        """The job as long as this attempt is the one that counts: the fence against attempts left behind."""
        return self.filter(state=Job.State.RUNNING, attempt=attempt)


class Job(models.Model):
    """Work that somebody or the calendar demands. The row is the request and the truth; messages only wake a worker."""

    class State(models.TextChoices):
        QUEUED = "queued", _("等待处理")
        RUNNING = "running", _("正在处理")
        DONE = "done", _("已完成")
        FAILED = "failed", _("未完成")

    OVER = (State.DONE, State.FAILED)

    kind = models.CharField(_("类别"), max_length=40)
    state = models.CharField(_("状态"), max_length=10, choices=State, default=State.QUEUED)
    params = models.JSONField(_("参数"), default=dict, blank=True, encoder=DjangoJSONEncoder)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="jobs", verbose_name=_("提交人")
    )
    area_code = models.CharField(_("区域代码"), max_length=12, blank=True)
    key = models.CharField(
        _("唯一标识"), max_length=200, null=True, blank=True, unique=True, help_text=_("同一标识只办理一次")
    )
    attempt = models.PositiveSmallIntegerField(_("处理次数"), default=0)
    message = models.TextField(_("说明"), blank=True)
    result = models.JSONField(_("结果"), null=True, blank=True, encoder=DjangoJSONEncoder)
    sent_at = models.DateTimeField(_("最近通知时间"), null=True, blank=True, db_default=Now(), editable=False)
    created_at = models.DateTimeField(_("提交时间"), db_default=Now(), editable=False)
    started_at = models.DateTimeField(_("开始时间"), null=True, blank=True)
    finished_at = models.DateTimeField(_("结束时间"), null=True, blank=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        verbose_name = _("后台任务")
        verbose_name_plural = _("后台任务")
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["state", "sent_at"], name="job_open", condition=Q(state__in=["queued", "running"])),
            models.Index(fields=["kind", "-created_at"], name="job_of_kind"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["queued", "running", "done", "failed"]),
                name="job_state_known",
                violation_error_message=_("任务状态不正确。"),
            ),
            models.CheckConstraint(
                condition=Q(state__in=["done", "failed"], finished_at__isnull=False)
                | Q(state__in=["queued", "running"], finished_at__isnull=True),
                name="job_over_has_time",
                violation_error_message=_("已结束的任务应有结束时间,未结束的任务不应有结束时间。"),
            ),
        ]

    def __str__(self):
        return f"{self.title} {self.pk}"

    @property
    def title(self):
        return registry.title_of(self.kind)

    @property
    def is_over(self):
        return self.state in self.OVER

    @property
    def done(self):
        """How far the latest attempt has come, out of `total`."""
        return self.lease.done if hasattr(self, "lease") else 0

    @property
    def total(self):
        """How far there is to go; 0 when it is not known."""
        return self.lease.total if hasattr(self, "lease") else 0

    @property
    def lease_until(self):
        return self.lease.until if hasattr(self, "lease") else None


class LeaseQuerySet(models.QuerySet):
    def lapsed(self):
        """Leases of attempts that have shown no sign of life for too long."""
        return self.filter(job__state=Job.State.RUNNING, attempt=F("job__attempt"), until__lt=Now())

    def held_by(self, job_id, attempt):
        """The lease as long as this attempt is the one that counts."""
        current = Job.objects.filter(pk=job_id).held_by(attempt)
        return self.filter(job__in=current, attempt=attempt)


class Lease(models.Model):
    """The sign of life of the attempt under way, and how far it has come.

    It is a row of its own because it changes every few seconds while a report reads one unchanging snapshot: PostgreSQL
    would refuse to finish, in that snapshot, a job whose own row had changed since.
    """

    job = models.OneToOneField(Job, models.CASCADE, primary_key=True, related_name="lease", verbose_name=_("后台任务"))
    attempt = models.PositiveSmallIntegerField(_("处理次数"))
    until = models.DateTimeField(_("有效至"))
    done = models.PositiveIntegerField(_("已处理"), default=0)
    total = models.PositiveIntegerField(_("总量"), default=0)

    objects = LeaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("任务进度")
        verbose_name_plural = _("任务进度")

    def __str__(self):
        return f"{self.job_id}: {self.done}/{self.total}"
