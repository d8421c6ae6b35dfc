import django.core.serializers.json
import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models

from records.operations import CreateModels


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        CreateModels(
            [
                migrations.CreateModel(
                    name="Job",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("kind", models.CharField(max_length=40, verbose_name="类别")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("queued", "等待处理"),
                                    ("running", "正在处理"),
                                    ("done", "已完成"),
                                    ("failed", "未完成"),
                                ],
                                default="queued",
                                max_length=10,
                                verbose_name="状态",
                            ),
                        ),
                        (
                            "params",
                            models.JSONField(
                                blank=True,
                                default=dict,
                                encoder=django.core.serializers.json.DjangoJSONEncoder,
                                verbose_name="参数",
                            ),
                        ),
                        ("area_code", models.CharField(blank=True, max_length=12, verbose_name="区域代码")),
                        (
                            "key",
                            models.CharField(
                                blank=True,
                                help_text="同一标识只办理一次",
                                max_length=200,
                                null=True,
                                unique=True,
                                verbose_name="唯一标识",
                            ),
                        ),
                        ("attempt", models.PositiveSmallIntegerField(default=0, verbose_name="处理次数")),
                        ("message", models.TextField(blank=True, verbose_name="说明")),
                        (
                            "result",
                            models.JSONField(
                                blank=True,
                                encoder=django.core.serializers.json.DjangoJSONEncoder,
                                null=True,
                                verbose_name="结果",
                            ),
                        ),
                        (
                            "sent_at",
                            models.DateTimeField(
                                blank=True,
                                db_default=django.db.models.functions.datetime.Now(),
                                editable=False,
                                null=True,
                                verbose_name="最近通知时间",
                            ),
                        ),
                        (
                            "created_at",
                            models.DateTimeField(
                                db_default=django.db.models.functions.datetime.Now(),
                                editable=False,
                                verbose_name="提交时间",
                            ),
                        ),
                        ("started_at", models.DateTimeField(blank=True, null=True, verbose_name="开始时间")),
                        ("finished_at", models.DateTimeField(blank=True, null=True, verbose_name="结束时间")),
                        (
                            "user",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="jobs",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="提交人",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "后台任务",
                        "verbose_name_plural": "后台任务",
                        "ordering": ["-pk"],
                        "indexes": [
                            models.Index(
                                condition=models.Q(("state__in", ["queued", "running"])),
                                fields=["state", "sent_at"],
                                name="job_open",
                            ),
                            models.Index(fields=["kind", "-created_at"], name="job_of_kind"),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("state__in", ["queued", "running", "done", "failed"])),
                                name="job_state_known",
                                violation_error_message="任务状态不正确。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("finished_at__isnull", False), ("state__in", ["done", "failed"])),
                                    models.Q(("finished_at__isnull", True), ("state__in", ["queued", "running"])),
                                    _connector="OR",
                                ),
                                name="job_over_has_time",
                                violation_error_message="已结束的任务应有结束时间,未结束的任务不应有结束时间。",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Lease",
                    fields=[
                        (
                            "job",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                primary_key=True,
                                related_name="lease",
                                serialize=False,
                                to="jobs.job",
                                verbose_name="后台任务",
                            ),
                        ),
                        ("attempt", models.PositiveSmallIntegerField(verbose_name="处理次数")),
                        ("until", models.DateTimeField(verbose_name="有效至")),
                        ("done", models.PositiveIntegerField(default=0, verbose_name="已处理")),
                        ("total", models.PositiveIntegerField(default=0, verbose_name="总量")),
                    ],
                    options={
                        "verbose_name": "任务进度",
                        "verbose_name_plural": "任务进度",
                    },
                ),
            ]
        ),
    ]
