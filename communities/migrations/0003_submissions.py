import django.contrib.postgres.fields
import django.core.validators
import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models

import communities.models.submissions
from records.operations import CreateModels


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("communities", "0002_certificate_issued_on"),
    ]

    operations = [
        CreateModels(
            [
                migrations.CreateModel(
                    name="ReportingPeriod",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[("month", "月报"), ("quarter", "季报"), ("half", "半年报"), ("year", "年报")],
                                max_length=8,
                                verbose_name="报送周期",
                            ),
                        ),
                        ("started_on", models.DateField(verbose_name="第一天")),
                        (
                            "ended_on",
                            models.GeneratedField(
                                db_persist=True,
                                expression=communities.models.submissions.DayAfter(
                                    models.F("started_on"), models.F("kind")
                                ),
                                output_field=models.DateField(),
                            ),
                        ),
                        ("due_on", models.DateField(help_text="社区最迟在这一天提交", verbose_name="截止日期")),
                    ],
                    options={
                        "verbose_name": "报送期",
                        "verbose_name_plural": "报送期",
                        "ordering": ["-started_on", "kind"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("kind", "started_on"),
                                name="reportingperiod_once",
                                violation_error_message="这一报送期已经开启。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("started_on__day", 1),
                                    models.Q(
                                        ("kind", "month"),
                                        models.Q(("kind", "quarter"), ("started_on__month__in", [1, 4, 7, 10])),
                                        models.Q(("kind", "half"), ("started_on__month__in", [1, 7])),
                                        models.Q(("kind", "year"), ("started_on__month", 1)),
                                        _connector="OR",
                                    ),
                                ),
                                name="reportingperiod_begins",
                                violation_error_message="第一天应为当月、当季、半年或当年的1日。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("due_on__gte", models.F("started_on"))),
                                name="reportingperiod_due_after_start",
                                violation_error_message="截止日期不能早于报送期的第一天。",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="StreetBatch",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "street",
                            models.CharField(
                                max_length=9,
                                validators=[
                                    django.core.validators.RegexValidator("^\\d{9}$", "街道(乡镇)编码应为9位数字。")
                                ],
                                verbose_name="街道(乡镇)编码",
                            ),
                        ),
                        ("group", models.CharField(max_length=20, verbose_name="表组")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("collecting", "汇总中"),
                                    ("sent", "已上报"),
                                    ("returned", "区县退回"),
                                    ("approved", "已通过(锁定)"),
                                ],
                                default="collecting",
                                max_length=10,
                                verbose_name="状态",
                            ),
                        ),
                        ("version", models.PositiveIntegerField(default=0, editable=False)),
                        ("sent_at", models.DateTimeField(editable=False, null=True, verbose_name="上报时间")),
                        ("approved_at", models.DateTimeField(editable=False, null=True, verbose_name="通过时间")),
                        (
                            "approved_by",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="区县审核人",
                            ),
                        ),
                        (
                            "period",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="batches",
                                to="communities.reportingperiod",
                                verbose_name="报送期",
                            ),
                        ),
                        (
                            "sent_by",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="上报人",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "街道汇总",
                        "verbose_name_plural": "街道汇总",
                        "ordering": ["-period__started_on", "street", "group"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("street", "period", "group"),
                                name="streetbatch_once",
                                violation_error_message="该街道本期的汇总已建立。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "approved"), _negated=True),
                                    models.Q(("approved_at__isnull", False), ("approved_by__isnull", False)),
                                    _connector="OR",
                                ),
                                name="streetbatch_approved_by_someone",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Submission",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("group", models.CharField(max_length=20, verbose_name="表组")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("not_submitted", "未报"),
                                    ("returned", "退回"),
                                    ("submitted", "已报"),
                                    ("passed", "通过(街道)"),
                                    ("sent", "已上报"),
                                    ("approved", "已通过(锁定)"),
                                ],
                                default="not_submitted",
                                max_length=14,
                                verbose_name="状态",
                            ),
                        ),
                        ("version", models.PositiveIntegerField(default=0, editable=False)),
                        (
                            "first_submitted_at",
                            models.DateTimeField(editable=False, null=True, verbose_name="首次提交时间"),
                        ),
                        ("submitted_at", models.DateTimeField(editable=False, null=True, verbose_name="提交时间")),
                        ("passed_at", models.DateTimeField(editable=False, null=True, verbose_name="通过时间")),
                        ("approved_at", models.DateTimeField(editable=False, null=True, verbose_name="审核通过时间")),
                        (
                            "changed_at",
                            models.DateTimeField(
                                editable=False,
                                help_text="由数据库在本期数据提交后又有变动时记下",
                                null=True,
                                verbose_name="提交后变动时间",
                            ),
                        ),
                        (
                            "approved_by",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="区县审核人",
                            ),
                        ),
                        (
                            "batch",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="submissions",
                                to="communities.streetbatch",
                                verbose_name="街道汇总",
                            ),
                        ),
                        (
                            "community",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="submissions",
                                to="communities.community",
                                verbose_name="社区",
                            ),
                        ),
                        (
                            "passed_by",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="街道审核人",
                            ),
                        ),
                        (
                            "period",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="submissions",
                                to="communities.reportingperiod",
                                verbose_name="报送期",
                            ),
                        ),
                        (
                            "submitted_by",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="社区经办人",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "报送",
                        "verbose_name_plural": "报送",
                        "ordering": ["-period__started_on", "community", "group"],
                        "indexes": [models.Index(fields=["group", "state"], name="submission_group_state")],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("community", "group", "period"),
                                name="submission_once",
                                violation_error_message="该社区本期的这一表组已建立。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state__in", ["submitted", "passed", "sent", "approved"]), _negated=True),
                                    models.Q(("submitted_at__isnull", False), ("submitted_by__isnull", False)),
                                    _connector="OR",
                                ),
                                name="submission_handed_in_by_someone",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "passed"), _negated=True),
                                    models.Q(("passed_at__isnull", False), ("passed_by__isnull", False)),
                                    _connector="OR",
                                ),
                                name="submission_passed_by_someone",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "approved"), _negated=True),
                                    models.Q(("approved_at__isnull", False), ("approved_by__isnull", False)),
                                    _connector="OR",
                                ),
                                name="submission_approved_by_someone",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "approved"), _negated=True),
                                    ("changed_at", None),
                                    _connector="OR",
                                ),
                                name="submission_approved_as_checked",
                                violation_error_message="提交后数据又有变动,请退回后重新提交。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("submitted_by", None),
                                    models.Q(
                                        models.Q(
                                            ("passed_by", None),
                                            models.Q(("passed_by", models.F("submitted_by")), _negated=True),
                                            _connector="OR",
                                        ),
                                        models.Q(
                                            ("approved_by", None),
                                            models.Q(("approved_by", models.F("submitted_by")), _negated=True),
                                            _connector="OR",
                                        ),
                                    ),
                                    _connector="OR",
                                ),
                                name="submission_reviewed_by_another",
                                violation_error_message="提交人不能审核自己提交的数据。",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Reminder",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "at",
                            models.DateTimeField(
                                db_default=django.db.models.functions.datetime.Now(), verbose_name="催报时间"
                            ),
                        ),
                        ("days_late", models.PositiveIntegerField(verbose_name="逾期天数")),
                        ("message", models.CharField(blank=True, max_length=300, verbose_name="附言")),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="催报人",
                            ),
                        ),
                        (
                            "submission",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="reminders",
                                to="communities.submission",
                                verbose_name="报送",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "催报",
                        "verbose_name_plural": "催报",
                        "ordering": ["-at", "-pk"],
                    },
                ),
                migrations.CreateModel(
                    name="LockException",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "source",
                            models.CharField(
                                blank=True, help_text="文件名称、报表或提供人", max_length=200, verbose_name="数据来源"
                            ),
                        ),
                        (
                            "month_only",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=40),
                                blank=True,
                                default=list,
                                editable=False,
                                size=None,
                                verbose_name="只知年月的日期",
                            ),
                        ),
                        (
                            "created_at",
                            models.DateTimeField(
                                db_default=django.db.models.functions.datetime.Now(),
                                editable=False,
                                verbose_name="录入时间",
                            ),
                        ),
                        (
                            "updated_at",
                            models.DateTimeField(
                                db_default=django.db.models.functions.datetime.Now(),
                                editable=False,
                                verbose_name="更新时间",
                            ),
                        ),
                        ("started_on", models.DateField(verbose_name="开放起始日期")),
                        ("ended_on", models.DateField(help_text="从这一天起重新锁定", verbose_name="恢复锁定日期")),
                        ("reason", models.CharField(max_length=300, verbose_name="理由")),
                        (
                            "created_by",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="录入人",
                            ),
                        ),
                        (
                            "granted_by",
                            models.ForeignKey(
                                editable=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="批准人",
                            ),
                        ),
                        (
                            "updated_by",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="更新人",
                            ),
                        ),
                        (
                            "submission",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="exceptions",
                                to="communities.submission",
                                verbose_name="报送",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "限期更正",
                        "verbose_name_plural": "限期更正",
                        "ordering": ["-started_on", "-pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("ended_on__gt", models.F("started_on"))),
                                name="lockexception_ends_after_start",
                                violation_error_message="恢复锁定日期应晚于开放起始日期。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("reason", ""), _negated=True),
                                name="lockexception_says_why",
                                violation_error_message="请写明理由。",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SubmissionEvent",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "action",
                            models.CharField(
                                choices=[
                                    ("submit", "提交审核"),
                                    ("withdraw", "撤回"),
                                    ("pass", "通过"),
                                    ("return", "退回社区"),
                                    ("send", "上报"),
                                    ("approve", "审核通过"),
                                    ("return_street", "退回街道"),
                                ],
                                max_length=14,
                                verbose_name="操作",
                            ),
                        ),
                        (
                            "state_from",
                            models.CharField(
                                choices=[
                                    ("not_submitted", "未报"),
                                    ("returned", "退回"),
                                    ("submitted", "已报"),
                                    ("passed", "通过(街道)"),
                                    ("sent", "已上报"),
                                    ("approved", "已通过(锁定)"),
                                ],
                                max_length=14,
                                verbose_name="原状态",
                            ),
                        ),
                        (
                            "state_to",
                            models.CharField(
                                choices=[
                                    ("not_submitted", "未报"),
                                    ("returned", "退回"),
                                    ("submitted", "已报"),
                                    ("passed", "通过(街道)"),
                                    ("sent", "已上报"),
                                    ("approved", "已通过(锁定)"),
                                ],
                                max_length=14,
                                verbose_name="新状态",
                            ),
                        ),
                        (
                            "at",
                            models.DateTimeField(
                                db_default=django.db.models.functions.datetime.Now(), verbose_name="时间"
                            ),
                        ),
                        ("reason", models.CharField(blank=True, max_length=500, verbose_name="事由")),
                        (
                            "submission",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="events",
                                to="communities.submission",
                                verbose_name="报送",
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="操作人",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "报送经过",
                        "verbose_name_plural": "报送经过",
                        "ordering": ["-at", "-pk"],
                    },
                ),
                migrations.CreateModel(
                    name="ReturnReason",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("table", models.CharField(blank=True, max_length=63, verbose_name="登记册")),
                        ("row_id", models.BigIntegerField(blank=True, null=True, verbose_name="记录")),
                        ("sentence", models.CharField(max_length=500, verbose_name="原因")),
                        ("answered_at", models.DateTimeField(editable=False, null=True, verbose_name="重新提交时间")),
                        (
                            "event",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="reasons",
                                to="communities.submissionevent",
                                verbose_name="退回",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "退回原因",
                        "verbose_name_plural": "退回原因",
                        "ordering": ["event", "pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("sentence", ""), _negated=True),
                                name="returnreason_says_why",
                                violation_error_message="请写明退回原因。",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Explanation",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("check_slug", models.CharField(max_length=40, verbose_name="核对规则")),
                        ("table", models.CharField(blank=True, max_length=63, verbose_name="登记册")),
                        ("row_id", models.BigIntegerField(null=True, verbose_name="记录")),
                        ("sentence", models.CharField(max_length=500, verbose_name="提醒")),
                        ("reason", models.CharField(max_length=500, verbose_name="说明")),
                        (
                            "event",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="explanations",
                                to="communities.submissionevent",
                                verbose_name="提交",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "情况说明",
                        "verbose_name_plural": "情况说明",
                        "ordering": ["event", "pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("reason", ""), _negated=True), name="explanation_says_why"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ReviewSetting",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "source",
                            models.CharField(
                                blank=True, help_text="文件名称、报表或提供人", max_length=200, verbose_name="数据来源"
                            ),
                        ),
                        (
                            "month_only",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=40),
                                blank=True,
                                default=list,
                                editable=False,
                                size=None,
                                verbose_name="只知年月的日期",
                            ),
                        ),
                        (
                            "created_at",
                            models.DateTimeField(
                                db_default=django.db.models.functions.datetime.Now(),
                                editable=False,
                                verbose_name="录入时间",
                            ),
                        ),
                        (
                            "updated_at",
                            models.DateTimeField(
                                db_default=django.db.models.functions.datetime.Now(),
                                editable=False,
                                verbose_name="更新时间",
                            ),
                        ),
                        (
                            "county",
                            models.CharField(
                                max_length=6,
                                unique=True,
                                validators=[django.core.validators.RegexValidator("^\\d{6}$", "区县编码应为6位数字。")],
                                verbose_name="区县编码",
                            ),
                        ),
                        (
                            "community_level",
                            models.BooleanField(
                                default=True, help_text="关闭后由街道经办人提交", verbose_name="社区提交"
                            ),
                        ),
                        (
                            "street_level",
                            models.BooleanField(
                                default=True, help_text="关闭后提交的数据直接报区县", verbose_name="街道审核"
                            ),
                        ),
                        (
                            "county_level",
                            models.BooleanField(
                                default=True, help_text="关闭后街道上报即锁定", verbose_name="区县审核"
                            ),
                        ),
                        (
                            "created_by",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="录入人",
                            ),
                        ),
                        (
                            "updated_by",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="更新人",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "审核层级",
                        "verbose_name_plural": "审核层级",
                        "ordering": ["county"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("street_level", True), ("county_level", True), _connector="OR"),
                                name="reviewsetting_one_review_remains",
                                violation_error_message="街道审核和区县审核至少保留一级。",
                            )
                        ],
                    },
                ),
            ]
        ),
    ]
