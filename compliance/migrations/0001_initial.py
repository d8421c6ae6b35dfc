import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models

import compliance.models.standards
import records.operations
import records.periods
from records.operations import CreateModels


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("records", "0001_initial"),
    ]

    operations = [
        CreateModels(
            [
                migrations.CreateModel(
                    name="Report",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("area_code", models.CharField(max_length=12, verbose_name="区划编码")),
                        ("area_name", models.CharField(max_length=80, verbose_name="区划名称")),
                        ("as_of", models.DateField(verbose_name="截至日期")),
                        (
                            "state",
                            models.CharField(
                                choices=[("ready", "完成"), ("published", "已发布"), ("withdrawn", "已撤回")],
                                default="ready",
                                max_length=10,
                                verbose_name="状态",
                            ),
                        ),
                        ("communities", models.PositiveIntegerField(verbose_name="社区数")),
                        ("seconds", models.FloatField(verbose_name="用时(秒)")),
                        (
                            "built_at",
                            models.DateTimeField(
                                db_default=django.db.models.functions.datetime.Now(), verbose_name="生成时间"
                            ),
                        ),
                        ("published_at", models.DateTimeField(null=True, verbose_name="发布时间")),
                        (
                            "month",
                            models.CharField(
                                blank=True,
                                help_text="每晚自动测算的当月草稿,如 2026-11;人工生成的为空",
                                max_length=7,
                                verbose_name="月度草稿",
                            ),
                        ),
                        ("is_demo", models.BooleanField(default=False, verbose_name="演示数据")),
                        (
                            "built_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="生成人",
                            ),
                        ),
                        (
                            "published_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="发布人",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "测算报告",
                        "verbose_name_plural": "测算报告",
                        "ordering": ["-as_of", "-pk"],
                        "indexes": [models.Index(fields=["area_code", "state", "-as_of"], name="report_newest")],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("state", "ready"), models.Q(("month", ""), _negated=True)),
                                fields=("area_code", "month"),
                                name="report_one_draft",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Row",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "level",
                            models.CharField(
                                choices=[
                                    ("community", "社区"),
                                    ("street", "街道乡镇"),
                                    ("county", "区县"),
                                    ("city", "市"),
                                    ("province", "省"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("code", models.CharField(max_length=12)),
                        ("name", models.CharField(max_length=80)),
                        (
                            "kind",
                            models.CharField(
                                blank=True, choices=[("residents", "居委会"), ("villagers", "村委会")], max_length=10
                            ),
                        ),
                        (
                            "scope",
                            models.CharField(
                                blank=True,
                                choices=[("all", "全部"), ("urban", "城市"), ("rural", "农村")],
                                max_length=6,
                            ),
                        ),
                        ("community_id", models.BigIntegerField(null=True)),
                        ("communities", models.PositiveIntegerField(default=1)),
                        (
                            "report",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="rows",
                                to="compliance.report",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "测算对象",
                        "verbose_name_plural": "测算对象",
                        "constraints": [models.UniqueConstraint(fields=("report", "level", "code"), name="row_once")],
                    },
                ),
                migrations.CreateModel(
                    name="Result",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("indicator", models.CharField(max_length=40, verbose_name="指标")),
                        (
                            "numerator",
                            models.DecimalField(decimal_places=4, max_digits=20, null=True, verbose_name="分子"),
                        ),
                        (
                            "denominator",
                            models.DecimalField(decimal_places=4, max_digits=20, null=True, verbose_name="分母"),
                        ),
                        ("value", models.DecimalField(decimal_places=4, max_digits=20, null=True, verbose_name="数值")),
                        ("standard_id", models.BigIntegerField(null=True, verbose_name="标准")),
                        (
                            "operator",
                            models.CharField(
                                blank=True,
                                choices=[("at_least", "不低于"), ("at_most", "不高于"), ("between", "区间")],
                                max_length=10,
                                verbose_name="比较方式",
                            ),
                        ),
                        (
                            "limit",
                            models.DecimalField(decimal_places=4, max_digits=16, null=True, verbose_name="标准值"),
                        ),
                        (
                            "limit_max",
                            models.DecimalField(decimal_places=4, max_digits=16, null=True, verbose_name="标准上限"),
                        ),
                        (
                            "verdict",
                            models.CharField(
                                choices=[
                                    ("pass", "达标"),
                                    ("fail", "未达标"),
                                    ("unknown", "数据不全"),
                                    ("exempt", "不适用"),
                                ],
                                max_length=8,
                                verbose_name="判定",
                            ),
                        ),
                        ("advisory", models.BooleanField(default=False, verbose_name="提示性")),
                        (
                            "shortfall",
                            models.DecimalField(decimal_places=2, max_digits=18, null=True, verbose_name="缺口"),
                        ),
                        ("note", models.CharField(blank=True, max_length=40, verbose_name="说明")),
                        ("known", models.PositiveIntegerField(null=True, verbose_name="应答社区数")),
                        ("passed", models.PositiveIntegerField(null=True, verbose_name="达标社区数")),
                        ("failed", models.PositiveIntegerField(null=True, verbose_name="未达标社区数")),
                        ("unknown", models.PositiveIntegerField(null=True, verbose_name="数据不全社区数")),
                        ("exempt", models.PositiveIntegerField(null=True, verbose_name="不适用社区数")),
                        ("flagged", models.PositiveIntegerField(null=True, verbose_name="提示未达社区数")),
                        ("unflagged", models.PositiveIntegerField(null=True, verbose_name="提示已达社区数")),
                        (
                            "report",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="results",
                                to="compliance.report",
                                verbose_name="报告",
                            ),
                        ),
                        (
                            "row",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="results",
                                to="compliance.row",
                                verbose_name="对象",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "测算结果",
                        "verbose_name_plural": "测算结果",
                        "constraints": [
                            models.UniqueConstraint(fields=("report", "row", "indicator"), name="result_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Standard",
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
                        ("indicator", models.CharField(max_length=40, verbose_name="指标")),
                        (
                            "area",
                            models.CharField(
                                blank=True, help_text="区划编码;留空为全国", max_length=12, verbose_name="适用区划"
                            ),
                        ),
                        (
                            "scope",
                            models.CharField(
                                choices=[("all", "全部"), ("urban", "城市"), ("rural", "农村")],
                                default="all",
                                max_length=6,
                                verbose_name="适用对象",
                            ),
                        ),
                        (
                            "levels",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(
                                    choices=[
                                        ("community", "社区"),
                                        ("street", "街道乡镇"),
                                        ("county", "区县"),
                                        ("city", "市"),
                                        ("province", "省"),
                                    ],
                                    max_length=10,
                                ),
                                default=compliance.models.standards.community_level,
                                size=None,
                                verbose_name="判定层级",
                            ),
                        ),
                        ("started_on", models.DateField(verbose_name="施行日期")),
                        ("ended_on", models.DateField(blank=True, null=True, verbose_name="废止日期")),
                        (
                            "operator",
                            models.CharField(
                                choices=[("at_least", "不低于"), ("at_most", "不高于"), ("between", "区间")],
                                max_length=10,
                                verbose_name="比较方式",
                            ),
                        ),
                        ("is_advisory", models.BooleanField(default=False, verbose_name="提示性")),
                        (
                            "base",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("households", "常住户数"),
                                    ("occupied", "实际入住户数"),
                                    ("residents", "常住人口"),
                                    ("registered", "户籍人口"),
                                ],
                                max_length=10,
                                verbose_name="计数基数",
                            ),
                        ),
                        ("limit", models.CharField(max_length=200, verbose_name="标准值")),
                        ("issuer", models.CharField(blank=True, max_length=120, verbose_name="发文机关")),
                        ("document", models.CharField(blank=True, max_length=120, verbose_name="文号")),
                        ("clause", models.CharField(blank=True, max_length=120, verbose_name="条款")),
                        ("url", models.URLField(blank=True, verbose_name="网址")),
                        ("note", models.CharField(blank=True, max_length=300, verbose_name="备注")),
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
                        "verbose_name": "标准",
                        "verbose_name_plural": "标准",
                        "ordering": ["indicator", "area", "scope", "-started_on"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("ended_on", None),
                                    ("started_on", None),
                                    ("ended_on__gte", models.F("started_on")),
                                    _connector="OR",
                                ),
                                name="standard_ends_after_start",
                                violation_error_message="终止日期不能早于起始日期。",
                            ),
                            models.UniqueConstraint(
                                fields=("indicator", "area", "scope", "levels", "started_on"),
                                name="standard_once",
                                violation_error_message="同一指标、区划、对象、层级、施行日期的标准已登记。",
                            ),
                            django.contrib.postgres.constraints.ExclusionConstraint(
                                condition=models.Q(("levels__contains", ["community"])),
                                expressions=[
                                    ("indicator", "="),
                                    ("area", "="),
                                    ("scope", "="),
                                    (records.periods.DateRange("started_on", "ended_on"), "&&"),
                                ],
                                name="standard_one_a_day_community",
                                violation_error_message="同一指标、区划、对象、层级在同一时期已有标准,请先写明旧标准的废止日期。",
                            ),
                            django.contrib.postgres.constraints.ExclusionConstraint(
                                condition=models.Q(("levels__contains", ["street"])),
                                expressions=[
                                    ("indicator", "="),
                                    ("area", "="),
                                    ("scope", "="),
                                    (records.periods.DateRange("started_on", "ended_on"), "&&"),
                                ],
                                name="standard_one_a_day_street",
                                violation_error_message="同一指标、区划、对象、层级在同一时期已有标准,请先写明旧标准的废止日期。",
                            ),
                            django.contrib.postgres.constraints.ExclusionConstraint(
                                condition=models.Q(("levels__contains", ["county"])),
                                expressions=[
                                    ("indicator", "="),
                                    ("area", "="),
                                    ("scope", "="),
                                    (records.periods.DateRange("started_on", "ended_on"), "&&"),
                                ],
                                name="standard_one_a_day_county",
                                violation_error_message="同一指标、区划、对象、层级在同一时期已有标准,请先写明旧标准的废止日期。",
                            ),
                            django.contrib.postgres.constraints.ExclusionConstraint(
                                condition=models.Q(("levels__contains", ["city"])),
                                expressions=[
                                    ("indicator", "="),
                                    ("area", "="),
                                    ("scope", "="),
                                    (records.periods.DateRange("started_on", "ended_on"), "&&"),
                                ],
                                name="standard_one_a_day_city",
                                violation_error_message="同一指标、区划、对象、层级在同一时期已有标准,请先写明旧标准的废止日期。",
                            ),
                            django.contrib.postgres.constraints.ExclusionConstraint(
                                condition=models.Q(("levels__contains", ["province"])),
                                expressions=[
                                    ("indicator", "="),
                                    ("area", "="),
                                    ("scope", "="),
                                    (records.periods.DateRange("started_on", "ended_on"), "&&"),
                                ],
                                name="standard_one_a_day_province",
                                violation_error_message="同一指标、区划、对象、层级在同一时期已有标准,请先写明旧标准的废止日期。",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Publication",
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
                        ("area", models.CharField(blank=True, max_length=12, verbose_name="区划编码")),
                        ("indicator", models.CharField(max_length=40, verbose_name="指标")),
                        (
                            "reach",
                            models.CharField(
                                choices=[("internal", "内部"), ("total", "仅汇总"), ("community", "到社区")],
                                max_length=10,
                                verbose_name="公开到",
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
                        "verbose_name": "公开范围",
                        "verbose_name_plural": "公开范围",
                        "ordering": ["area", "indicator"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("area", "indicator"),
                                name="publication_once",
                                violation_error_message="该区划这一指标的公开范围已设定。",
                            )
                        ],
                    },
                ),
            ]
        ),
        records.operations.TrackHistory(
            name="Standard",
        ),
        records.operations.TrackHistory(
            name="Publication",
        ),
    ]
