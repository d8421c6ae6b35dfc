import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.core.validators
import django.db.models.deletion
import django.db.models.functions.comparison
import django.db.models.functions.datetime
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import communities.models.places
import records.fields
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
                    name="Area",
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
                        ("ended_on", models.DateField(blank=True, null=True, verbose_name="终止日期")),
                        (
                            "code",
                            models.CharField(
                                max_length=9,
                                unique=True,
                                validators=[
                                    django.core.validators.RegexValidator(
                                        "^(\\d{2}|\\d{4}|\\d{6}|\\d{9})$",
                                        "区划编码应为2、4、6或9位数字。",
                                        code="invalid_number",
                                    )
                                ],
                                verbose_name="区划编码",
                            ),
                        ),
                        ("name", models.CharField(max_length=80, verbose_name="名称")),
                        (
                            "level",
                            models.CharField(
                                choices=[
                                    ("province", "省级"),
                                    ("city", "地级"),
                                    ("county", "县级"),
                                    ("street", "乡级"),
                                ],
                                max_length=10,
                                verbose_name="级别",
                            ),
                        ),
                        (
                            "authority",
                            models.CharField(
                                blank=True,
                                help_text="用于报告抬头和落款,如民政局、党委社会工作部",
                                max_length=80,
                                verbose_name="主管部门",
                            ),
                        ),
                        ("started_on", models.DateField(blank=True, null=True, verbose_name="起始日期")),
                        (
                            "pinyin",
                            records.fields.PinyinField(
                                blank=True,
                                default="",
                                editable=False,
                                initials=False,
                                max_length=250,
                                source="name",
                                verbose_name="名称拼音",
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
                        "verbose_name": "区划",
                        "verbose_name_plural": "区划",
                        "ordering": ["code"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("ended_on", None),
                                    ("started_on", None),
                                    ("ended_on__gte", models.F("started_on")),
                                    _connector="OR",
                                ),
                                name="area_ends_after_start",
                                violation_error_message="终止日期不能早于起始日期。",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="AreaFigure",
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
                        ("on", models.DateField(verbose_name="统计日期")),
                        (
                            "urban_residents",
                            models.PositiveIntegerField(blank=True, null=True, verbose_name="城镇常住人口"),
                        ),
                        ("residents", models.PositiveIntegerField(blank=True, null=True, verbose_name="常住人口")),
                        ("households", models.PositiveIntegerField(blank=True, null=True, verbose_name="常住户数")),
                        (
                            "social_workers",
                            models.PositiveIntegerField(blank=True, null=True, verbose_name="持证社会工作专业人才"),
                        ),
                        (
                            "volunteers",
                            models.PositiveIntegerField(blank=True, null=True, verbose_name="实名注册志愿者"),
                        ),
                        (
                            "area",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="figures",
                                to="communities.area",
                                verbose_name="区划",
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
                        "verbose_name": "区划指标",
                        "verbose_name_plural": "区划指标",
                        "ordering": ["area", "-on"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("area", "on"),
                                name="areafigure_once_a_day",
                                violation_error_message="该区划这一天的指标已登记。",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Community",
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
                            "code",
                            models.CharField(
                                help_text="统计用区划代码12位",
                                max_length=12,
                                validators=[
                                    django.core.validators.RegexValidator(
                                        "^\\d{12}$", "社区编码应为12位数字(统计用区划代码)。", code="invalid_number"
                                    )
                                ],
                                verbose_name="社区编码",
                            ),
                        ),
                        ("name", models.CharField(max_length=80, verbose_name="社区名称")),
                        (
                            "short_name",
                            models.CharField(
                                blank=True, help_text="留空则按名称自动生成", max_length=80, verbose_name="简称"
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[("residents", "居委会"), ("villagers", "村委会")],
                                max_length=10,
                                verbose_name="类型",
                            ),
                        ),
                        (
                            "setting",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("urban", "城市社区(街道)"),
                                    ("town", "乡镇社区(镇区)"),
                                    ("suburban", "城乡接合部社区"),
                                    ("converted", "村改居社区"),
                                    ("factory", "企业(厂矿)社区"),
                                    ("park", "园区社区"),
                                    ("relocated", "易地搬迁安置社区"),
                                    ("farm", "农林场社区"),
                                    ("rural", "村"),
                                ],
                                help_text="最符合的一类;村改居、易地搬迁安置等按来历选",
                                max_length=10,
                                verbose_name="类别",
                            ),
                        ),
                        (
                            "urban_rural",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("111", "主城区"),
                                    ("112", "城乡结合区"),
                                    ("121", "镇中心区"),
                                    ("122", "镇乡结合区"),
                                    ("123", "特殊区域"),
                                    ("210", "乡中心区"),
                                    ("220", "村庄"),
                                ],
                                help_text="统计用城乡分类代码3位,1开头为城镇;决定适用城市还是农村标准",
                                max_length=3,
                                verbose_name="城乡分类代码",
                            ),
                        ),
                        (
                            "is_farm_related",
                            models.BooleanField(
                                blank=True,
                                help_text="辖区内有村民小组或集体土地的填“是”",
                                null=True,
                                verbose_name="涉农社区",
                            ),
                        ),
                        (
                            "established_on",
                            models.DateField(
                                blank=True, help_text="留空表示早于任何统计日期", null=True, verbose_name="设立日期"
                            ),
                        ),
                        ("abolished_on", models.DateField(blank=True, null=True, verbose_name="撤销日期")),
                        ("address", models.CharField(blank=True, max_length=200, verbose_name="地址")),
                        ("phone", models.CharField(blank=True, max_length=40, verbose_name="联系电话")),
                        ("hours", models.CharField(blank=True, max_length=120, verbose_name="服务时间")),
                        (
                            "extent",
                            models.TextField(blank=True, help_text="四至、小区、路段门牌", verbose_name="辖区范围"),
                        ),
                        (
                            "uscc",
                            models.CharField(
                                blank=True,
                                help_text="基层群众性自治组织特别法人证书上的18位代码",
                                max_length=18,
                                validators=[communities.models.places.check_uscc],
                                verbose_name="统一社会信用代码",
                            ),
                        ),
                        (
                            "certificate_until",
                            models.DateField(
                                blank=True, help_text="证书上的有效期截止日", null=True, verbose_name="证书有效期"
                            ),
                        ),
                        (
                            "term_no",
                            models.CharField(
                                blank=True,
                                help_text="本届居(村)委会的届次,如“第十二届”",
                                max_length=20,
                                verbose_name="届次",
                            ),
                        ),
                        (
                            "term_until",
                            models.DateField(
                                blank=True,
                                help_text="本届任期的最后一天,临近时列入待办",
                                null=True,
                                verbose_name="任期届满",
                            ),
                        ),
                        ("groups", models.PositiveIntegerField(blank=True, null=True, verbose_name="居民(村民)小组数")),
                        ("boundary", models.JSONField(blank=True, null=True, verbose_name="边界")),
                        (
                            "pinyin",
                            records.fields.PinyinField(
                                blank=True,
                                default="",
                                editable=False,
                                initials=False,
                                max_length=250,
                                source="name",
                                verbose_name="名称拼音",
                            ),
                        ),
                        (
                            "initials",
                            records.fields.PinyinField(
                                blank=True,
                                default="",
                                editable=False,
                                initials=True,
                                max_length=250,
                                source="name",
                                verbose_name="拼音首字母",
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
                        "verbose_name": "社区",
                        "verbose_name_plural": "社区",
                        "ordering": ["code"],
                        "indexes": [
                            models.Index(
                                django.contrib.postgres.indexes.OpClass("code", "varchar_pattern_ops"),
                                name="community_code_prefix",
                            ),
                            django.contrib.postgres.indexes.GinIndex(
                                django.contrib.postgres.indexes.OpClass("name", "gin_trgm_ops"),
                                name="community_name_trigram",
                            ),
                            django.contrib.postgres.indexes.GinIndex(
                                django.contrib.postgres.indexes.OpClass("pinyin", "gin_trgm_ops"),
                                name="community_pinyin_trigram",
                            ),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("abolished_on", None)),
                                fields=("code",),
                                name="community_code_once",
                                violation_error_message="该社区编码已在登记册中。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("established_on", None),
                                    ("abolished_on", None),
                                    ("abolished_on__gte", models.F("established_on")),
                                    _connector="OR",
                                ),
                                name="community_abolished_after_established",
                                violation_error_message="撤销日期不能早于设立日期。",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CommunityChange",
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
                            "kind",
                            models.CharField(
                                choices=[
                                    ("established", "设立"),
                                    ("abolished", "撤销"),
                                    ("merged", "合并"),
                                    ("split", "拆分"),
                                    ("renamed", "更名"),
                                    ("recoded", "变更编码"),
                                ],
                                max_length=12,
                                verbose_name="事项",
                            ),
                        ),
                        ("on", models.DateField(verbose_name="日期")),
                        ("decree", models.CharField(blank=True, max_length=120, verbose_name="文号")),
                        (
                            "proposed_by",
                            models.CharField(
                                blank=True,
                                help_text="提出调整的单位,如街道办事处",
                                max_length=120,
                                verbose_name="提出单位",
                            ),
                        ),
                        (
                            "approved_by",
                            models.CharField(
                                blank=True,
                                help_text="批准的机关,如区县人民政府",
                                max_length=120,
                                verbose_name="批准机关",
                            ),
                        ),
                        (
                            "before",
                            models.CharField(
                                blank=True, help_text="社区编码,多个用“;”隔开", max_length=400, verbose_name="原社区"
                            ),
                        ),
                        (
                            "after",
                            models.CharField(
                                blank=True, help_text="社区编码,多个用“;”隔开", max_length=400, verbose_name="现社区"
                            ),
                        ),
                        ("new_name", models.CharField(blank=True, max_length=80, verbose_name="新名称")),
                        ("acted_at", models.DateTimeField(editable=False, null=True, verbose_name="生效处理时间")),
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
                        "verbose_name": "设立撤并沿革",
                        "verbose_name_plural": "设立撤并沿革",
                        "ordering": ["-on", "-pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("on", "kind", "before", "after"),
                                name="change_once",
                                violation_error_message="同一天、同一事项、相同的原社区和现社区已有记录。",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CommunityCode",
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
                        ("ended_on", models.DateField(blank=True, null=True, verbose_name="终止日期")),
                        (
                            "code",
                            models.CharField(
                                max_length=12,
                                validators=[
                                    django.core.validators.RegexValidator(
                                        "^\\d{12}$", "社区编码应为12位数字(统计用区划代码)。", code="invalid_number"
                                    )
                                ],
                                verbose_name="社区编码",
                            ),
                        ),
                        ("name", models.CharField(max_length=80, verbose_name="社区名称")),
                        (
                            "kind",
                            models.CharField(
                                choices=[("residents", "居委会"), ("villagers", "村委会")],
                                max_length=10,
                                verbose_name="类型",
                            ),
                        ),
                        (
                            "setting",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("urban", "城市社区(街道)"),
                                    ("town", "乡镇社区(镇区)"),
                                    ("suburban", "城乡接合部社区"),
                                    ("converted", "村改居社区"),
                                    ("factory", "企业(厂矿)社区"),
                                    ("park", "园区社区"),
                                    ("relocated", "易地搬迁安置社区"),
                                    ("farm", "农林场社区"),
                                    ("rural", "村"),
                                ],
                                max_length=10,
                                verbose_name="类别",
                            ),
                        ),
                        ("started_on", models.DateField(blank=True, null=True, verbose_name="起始日期")),
                        (
                            "community",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="codes",
                                to="communities.community",
                                verbose_name="社区",
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
                        "verbose_name": "社区编码沿革",
                        "verbose_name_plural": "社区编码沿革",
                        "ordering": [
                            "community",
                            django.db.models.functions.comparison.Coalesce(
                                "started_on", models.Value("0001-01-01", models.DateField())
                            ),
                        ],
                        "indexes": [
                            models.Index(
                                django.contrib.postgres.indexes.OpClass("code", "varchar_pattern_ops"),
                                name="communitycode_prefix",
                            )
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("ended_on", None),
                                    ("started_on", None),
                                    ("ended_on__gte", models.F("started_on")),
                                    _connector="OR",
                                ),
                                name="communitycode_ends_after_start",
                                violation_error_message="终止日期不能早于起始日期。",
                            ),
                            django.contrib.postgres.constraints.ExclusionConstraint(
                                expressions=[
                                    ("community", "="),
                                    (records.periods.DateRange("started_on", "ended_on"), "&&"),
                                ],
                                name="communitycode_one_a_day",
                                violation_error_message="同一社区在同一天只能有一个编码。",
                            ),
                            django.contrib.postgres.constraints.ExclusionConstraint(
                                expressions=[
                                    ("code", "="),
                                    (records.periods.DateRange("started_on", "ended_on"), "&&"),
                                ],
                                name="communitycode_used_once",
                                violation_error_message="该编码在这一时期已属于另一社区。",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Headcount",
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
                        ("on", models.DateField(help_text="数字统计到哪一天,不是填表日期", verbose_name="统计日期")),
                        (
                            "residents",
                            models.PositiveIntegerField(
                                blank=True,
                                help_text="在本地居住半年以上的人,含外来人口",
                                null=True,
                                verbose_name="常住人口",
                            ),
                        ),
                        (
                            "urban_residents",
                            models.PositiveIntegerField(
                                blank=True,
                                help_text="常住人口中住在城镇的人;城市社区与常住人口相同",
                                null=True,
                                verbose_name="城镇常住人口",
                            ),
                        ),
                        (
                            "registered",
                            models.PositiveIntegerField(
                                blank=True,
                                help_text="户籍登记在本社区的人,不论住在哪里",
                                null=True,
                                verbose_name="户籍人口",
                            ),
                        ),
                        (
                            "floating",
                            models.PositiveIntegerField(
                                blank=True, help_text="住在本社区、户籍在外的人", null=True, verbose_name="流动人口"
                            ),
                        ),
                        (
                            "households",
                            models.PositiveIntegerField(
                                blank=True,
                                help_text="常住的家庭户数;多数标准以此为基数",
                                null=True,
                                verbose_name="常住户数",
                            ),
                        ),
                        (
                            "occupied_households",
                            models.PositiveIntegerField(
                                blank=True, help_text="房屋实际有人居住的户数", null=True, verbose_name="实际入住户数"
                            ),
                        ),
                        (
                            "registered_households",
                            models.PositiveIntegerField(
                                blank=True, help_text="户籍登记的户数", null=True, verbose_name="户籍户数"
                            ),
                        ),
                        (
                            "planned_households",
                            models.PositiveIntegerField(
                                blank=True, help_text="按建设规划应容纳的户数", null=True, verbose_name="规划户数"
                            ),
                        ),
                        (
                            "community",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="headcounts",
                                to="communities.community",
                                verbose_name="社区",
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
                        "verbose_name": "人口户数",
                        "verbose_name_plural": "人口户数",
                        "ordering": ["community", "-on"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("community", "on"),
                                name="headcount_once_a_day",
                                violation_error_message="该社区这一天的人口户数已登记。",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Nil",
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
                            "register",
                            models.CharField(
                                choices=[
                                    ("staffing", "社区工作者"),
                                    ("facilities", "服务设施"),
                                    ("funds", "工作经费"),
                                    ("grids", "网格"),
                                    ("compounds", "小区"),
                                    ("teams", "志愿服务队"),
                                ],
                                max_length=12,
                                verbose_name="登记册",
                            ),
                        ),
                        ("started_on", models.DateField(verbose_name="起始日期")),
                        (
                            "community",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="nils",
                                to="communities.community",
                                verbose_name="社区",
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
                        "verbose_name": "本社区无此项",
                        "verbose_name_plural": "本社区无此项",
                        "ordering": ["community", "register"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("community", "register"),
                                name="nil_once",
                                violation_error_message="该登记册已确认无此项。",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Posting",
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
                        ("ended_on", models.DateField(blank=True, null=True, verbose_name="终止日期")),
                        (
                            "role",
                            models.CharField(
                                choices=[
                                    ("community_clerk", "社区经办人"),
                                    ("street_clerk", "街道经办人"),
                                    ("street_reviewer", "街道审核人"),
                                    ("county_reviewer", "区县审核人"),
                                    ("city_officer", "市级人员"),
                                    ("leader", "领导查看"),
                                    ("department", "其他部门查看"),
                                    ("system_admin", "系统管理员"),
                                    ("security_admin", "安全管理员"),
                                    ("audit_admin", "审计管理员"),
                                ],
                                max_length=16,
                                verbose_name="角色",
                            ),
                        ),
                        (
                            "area_code",
                            models.CharField(
                                max_length=12,
                                validators=[
                                    django.core.validators.RegexValidator(
                                        "^(\\d{2}|\\d{4}|\\d{6}|\\d{9}|\\d{12})$", "辖区编码应为2、4、6、9或12位数字。"
                                    )
                                ],
                                verbose_name="辖区编码",
                            ),
                        ),
                        (
                            "started_on",
                            models.DateField(default=django.utils.timezone.localdate, verbose_name="起始日期"),
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
                        (
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="postings",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="账号",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "任用",
                        "verbose_name_plural": "任用",
                        "ordering": ["user", "area_code"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("ended_on", None),
                                    ("started_on", None),
                                    ("ended_on__gte", models.F("started_on")),
                                    _connector="OR",
                                ),
                                name="posting_ends_after_start",
                                violation_error_message="终止日期不能早于起始日期。",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="WorkFund",
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
                            "year",
                            models.PositiveSmallIntegerField(
                                validators=[
                                    django.core.validators.MinValueValidator(1950),
                                    django.core.validators.MaxValueValidator(2100),
                                ],
                                verbose_name="年度",
                            ),
                        ),
                        (
                            "payer",
                            models.CharField(
                                choices=[
                                    ("central", "中央"),
                                    ("province", "省级"),
                                    ("city", "市级"),
                                    ("county", "区县级"),
                                    ("street", "街道乡镇"),
                                    ("own", "社区自有资金"),
                                    ("donation", "捐赠"),
                                ],
                                help_text="钱由哪一级承担",
                                max_length=10,
                                verbose_name="资金来源",
                            ),
                        ),
                        (
                            "purpose",
                            models.CharField(
                                choices=[
                                    ("running", "工作经费"),
                                    ("service", "服务群众专项经费"),
                                    ("party", "党建活动经费"),
                                    ("staff", "人员报酬"),
                                    ("matter", "费随事转"),
                                    ("project", "项目资金"),
                                    ("other", "其他"),
                                ],
                                help_text="与经费文件上的类别一致",
                                max_length=10,
                                verbose_name="经费类别",
                            ),
                        ),
                        (
                            "budgeted",
                            models.DecimalField(
                                blank=True,
                                decimal_places=2,
                                max_digits=14,
                                null=True,
                                validators=[django.core.validators.MinValueValidator(0, "不能为负数。")],
                                verbose_name="预算安排(元)",
                            ),
                        ),
                        (
                            "received",
                            models.DecimalField(
                                blank=True,
                                decimal_places=2,
                                max_digits=14,
                                null=True,
                                validators=[django.core.validators.MinValueValidator(0, "不能为负数。")],
                                verbose_name="实际到位(元)",
                            ),
                        ),
                        (
                            "spent",
                            models.DecimalField(
                                blank=True,
                                decimal_places=2,
                                max_digits=14,
                                null=True,
                                validators=[django.core.validators.MinValueValidator(0, "不能为负数。")],
                                verbose_name="支出(元)",
                            ),
                        ),
                        (
                            "matter",
                            models.CharField(
                                blank=True,
                                help_text="经费用于什么,依据哪份文件",
                                max_length=200,
                                verbose_name="事项与文号",
                            ),
                        ),
                        (
                            "community",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="funds",
                                to="communities.community",
                                verbose_name="社区",
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
                        "verbose_name": "经费",
                        "verbose_name_plural": "经费",
                        "ordering": ["community", "-year", "payer", "purpose"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("community", "year", "payer", "purpose"),
                                name="fund_once",
                                violation_error_message="该社区本年度这一来源、类别的经费已登记。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("budgeted", None), ("budgeted__gte", 0), _connector="OR"),
                                    models.Q(("received", None), ("received__gte", 0), _connector="OR"),
                                    models.Q(("spent", None), ("spent__gte", 0), _connector="OR"),
                                ),
                                name="fund_not_negative",
                                violation_error_message="金额和面积不能为负数。",
                            ),
                        ],
                    },
                ),
            ]
        ),
        records.operations.TrackHistory(
            name="Area",
        ),
        records.operations.TrackHistory(
            name="Community",
        ),
        records.operations.TrackHistory(
            name="CommunityCode",
        ),
        records.operations.TrackHistory(
            name="CommunityChange",
        ),
        records.operations.TrackHistory(
            name="Headcount",
        ),
        records.operations.TrackHistory(
            name="AreaFigure",
        ),
        records.operations.TrackHistory(
            name="WorkFund",
        ),
        records.operations.TrackHistory(
            name="Nil",
        ),
        records.operations.TrackHistory(
            name="Posting",
        ),
    ]
