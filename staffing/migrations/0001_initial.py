import datetime

import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.core.validators
import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models

import records.fields
import records.operations
import records.periods
from records.operations import CreateModels


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("communities", "0001_initial"),
        ("records", "0001_initial"),
    ]

    operations = [
        CreateModels(
            [
                migrations.CreateModel(
                    name="Worker",
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
                            "staff_no",
                            models.CharField(
                                help_text="区县代码加6位序号,由系统生成",
                                max_length=12,
                                unique=True,
                                verbose_name="人员编号",
                            ),
                        ),
                        (
                            "id_number",
                            records.fields.EncryptedField(
                                blank=True, editable=True, null=True, verbose_name="身份证号"
                            ),
                        ),
                        (
                            "id_number_index",
                            records.fields.BlindIndexField(null=True, source="id_number", tail=None, unique=True),
                        ),
                        ("name", models.CharField(max_length=50, verbose_name="姓名")),
                        (
                            "gender",
                            models.CharField(
                                blank=True,
                                choices=[("male", "男"), ("female", "女")],
                                max_length=6,
                                verbose_name="性别",
                            ),
                        ),
                        (
                            "born_on",
                            models.DateField(
                                blank=True, help_text="留空则由身份证号得出", null=True, verbose_name="出生日期"
                            ),
                        ),
                        (
                            "education",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("primary", "小学及以下"),
                                    ("junior", "初中"),
                                    ("senior", "高中"),
                                    ("vocational", "中专(中职、技校)"),
                                    ("college", "大学专科"),
                                    ("bachelor", "大学本科"),
                                    ("graduate", "研究生"),
                                ],
                                help_text="已取得毕业证的最高学历",
                                max_length=10,
                                verbose_name="学历",
                            ),
                        ),
                        (
                            "politics",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("party", "中共党员"),
                                    ("probationary", "中共预备党员"),
                                    ("league", "共青团员"),
                                    ("democratic", "民主党派"),
                                    ("masses", "群众"),
                                ],
                                max_length=12,
                                verbose_name="政治面貌",
                            ),
                        ),
                        (
                            "phone",
                            records.fields.EncryptedField(blank=True, editable=True, null=True, verbose_name="手机号"),
                        ),
                        (
                            "phone_index",
                            records.fields.BlindIndexField(db_index=True, null=True, source="phone", tail=None),
                        ),
                        (
                            "phone_tail_index",
                            records.fields.BlindIndexField(db_index=True, null=True, source="phone", tail=4),
                        ),
                        (
                            "route",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("elected", "换届选举(含公推直选)"),
                                    ("recruited", "公开招聘"),
                                    ("targeted", "定向招聘"),
                                    ("veteran", "退役军人安置"),
                                    ("dispatched", "单位选派(下派、挂职)"),
                                    ("programme", "三支一扶等项目"),
                                    ("welfare", "公益性岗位安置"),
                                    ("factory", "企业移交"),
                                    ("agency", "劳务派遣"),
                                    ("local", "街道社区自聘"),
                                    ("rehired", "退休返聘"),
                                    ("other", "其他"),
                                ],
                                help_text="最初进入社区工作的方式",
                                max_length=10,
                                verbose_name="进入方式",
                            ),
                        ),
                        (
                            "hired_on",
                            models.DateField(
                                blank=True,
                                help_text="第一次到社区工作的日期,与现职任职日期可不同",
                                null=True,
                                verbose_name="到社区工作时间",
                            ),
                        ),
                        (
                            "recruit_level",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("national", "国家级"),
                                    ("province", "省级"),
                                    ("city", "市级"),
                                    ("county", "区县级"),
                                    ("street", "街道乡镇"),
                                ],
                                help_text="由哪一级组织招聘",
                                max_length=10,
                                verbose_name="招聘层级",
                            ),
                        ),
                        (
                            "batch",
                            models.CharField(
                                blank=True, help_text="如“2024年第一批”", max_length=60, verbose_name="招聘批次"
                            ),
                        ),
                        (
                            "contract_until",
                            models.DateField(
                                blank=True,
                                help_text="现行合同的最后一天;无固定期限的留空",
                                null=True,
                                verbose_name="合同到期",
                            ),
                        ),
                        (
                            "pinyin",
                            records.fields.PinyinField(
                                blank=True,
                                db_index=True,
                                default="",
                                editable=False,
                                initials=False,
                                max_length=250,
                                source="name",
                                verbose_name="姓名拼音",
                            ),
                        ),
                        (
                            "initials",
                            records.fields.PinyinField(
                                blank=True,
                                db_index=True,
                                default="",
                                editable=False,
                                initials=True,
                                max_length=250,
                                source="name",
                                verbose_name="拼音首字母",
                            ),
                        ),
                        (
                            "community",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="workers",
                                to="communities.community",
                                verbose_name="档案所在社区",
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
                        "verbose_name": "人员",
                        "verbose_name_plural": "人员",
                        "ordering": ["pinyin", "pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("born_on", None), ("born_on__gte", datetime.date(1900, 1, 1)), _connector="OR"
                                ),
                                name="worker_born_after_1900",
                                violation_error_message="出生日期早于1900年,请核对。",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Training",
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
                        ("on", models.DateField(verbose_name="培训日期")),
                        ("title", models.CharField(max_length=120, verbose_name="培训内容")),
                        (
                            "kind",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("initial", "初任"),
                                    ("serving", "在岗"),
                                    ("topical", "专题"),
                                    ("continuing", "继续教育"),
                                ],
                                max_length=10,
                                verbose_name="培训类别",
                            ),
                        ),
                        (
                            "organizer_level",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("national", "国家级"),
                                    ("province", "省级"),
                                    ("city", "市级"),
                                    ("county", "区县级"),
                                    ("street", "街道乡镇"),
                                ],
                                max_length=10,
                                verbose_name="主办层级",
                            ),
                        ),
                        (
                            "hours",
                            models.DecimalField(
                                blank=True,
                                decimal_places=1,
                                max_digits=6,
                                null=True,
                                validators=[django.core.validators.MinValueValidator(0, "不能为负数。")],
                                verbose_name="学时",
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
                        (
                            "worker",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="trainings",
                                to="staffing.worker",
                                verbose_name="人员",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "培训",
                        "verbose_name_plural": "培训",
                        "ordering": ["-on", "worker"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("worker", "on", "title"),
                                name="training_once",
                                violation_error_message="该人员这次培训已登记。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("hours", None), ("hours__gte", 0), _connector="OR"),
                                name="training_hours_not_negative",
                                violation_error_message="学时不能为负数。",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Spell",
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
                            "staff_kind",
                            models.CharField(
                                choices=[
                                    ("member", "两委成员(专职)"),
                                    ("fulltime", "社区专职工作人员"),
                                    ("grid", "专职网格员"),
                                    ("sent", "下派人员"),
                                    ("programme", "项目人员"),
                                    ("auxiliary", "协管员"),
                                    ("welfare", "公益性岗位"),
                                    ("agency", "劳务派遣"),
                                    ("local", "街道社区自聘"),
                                    ("parttime", "兼职(不脱产)"),
                                    ("rehired", "退休返聘"),
                                ],
                                help_text="按编制和用工方式选:两委成员指专职的,兼职的选“兼职(不脱产)”",
                                max_length=10,
                                verbose_name="人员类别",
                            ),
                        ),
                        (
                            "party_post",
                            models.CharField(
                                blank=True,
                                choices=[("secretary", "书记"), ("deputy_secretary", "副书记"), ("member", "委员")],
                                max_length=20,
                                verbose_name="党组织职务",
                            ),
                        ),
                        (
                            "committee_post",
                            models.CharField(
                                blank=True,
                                choices=[("director", "主任"), ("deputy_director", "副主任"), ("member", "委员")],
                                max_length=20,
                                verbose_name="居(村)委会职务",
                            ),
                        ),
                        (
                            "oversight_post",
                            models.CharField(
                                blank=True,
                                choices=[("chair", "主任"), ("member", "委员")],
                                max_length=10,
                                verbose_name="监督委员会职务",
                            ),
                        ),
                        (
                            "other_posts",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(
                                    choices=[
                                        ("first_secretary", "第一书记"),
                                        ("part_time_member", "兼职委员"),
                                        ("station_head", "服务站站长"),
                                        ("station_deputy", "服务站副站长"),
                                        ("assistant", "书记(主任)助理"),
                                        ("grid_leader", "网格长"),
                                        ("women", "妇联主席"),
                                        ("youth", "团支部书记"),
                                        ("militia", "民兵连长"),
                                        ("accountant", "报账员(文书)"),
                                        ("group_leader", "小组长"),
                                    ],
                                    max_length=20,
                                ),
                                blank=True,
                                default=list,
                                size=None,
                                verbose_name="其他职务",
                            ),
                        ),
                        (
                            "approved",
                            models.BooleanField(
                                default=False,
                                help_text="占用区县核定的岗位职数填“是”;超出职数聘用的填“否”",
                                verbose_name="占核定岗位",
                            ),
                        ),
                        ("is_primary", models.BooleanField(default=True, verbose_name="主要任职")),
                        (
                            "counts",
                            models.BooleanField(
                                blank=True, help_text="留空则按人员类别确定", null=True, verbose_name="计入社区工作者"
                            ),
                        ),
                        (
                            "duty",
                            models.CharField(
                                choices=[
                                    ("on_duty", "在岗"),
                                    ("seconded_street", "借调街道(乡镇)"),
                                    ("seconded_county", "借调区县及以上"),
                                    ("task_force", "抽调专班"),
                                    ("attached", "外出挂职"),
                                    ("village_duty", "驻村帮扶"),
                                    ("maternity", "产假(生育假)"),
                                    ("sick", "长期病假"),
                                    ("study", "脱产学习"),
                                    ("suspended", "停职"),
                                    ("off_post", "离岗退养"),
                                ],
                                default="on_duty",
                                help_text="借调、抽调、休假等人不在社区的如实选;仍占岗位,但不计为在岗",
                                max_length=16,
                                verbose_name="在岗状态",
                            ),
                        ),
                        (
                            "approval",
                            models.CharField(
                                blank=True,
                                help_text="借调、抽调、挂职必填,如“区委组织部〔2026〕12号”",
                                max_length=120,
                                verbose_name="批准单位及文号",
                            ),
                        ),
                        (
                            "due_back_on",
                            models.DateField(
                                blank=True,
                                help_text="借出或休假的预计返岗日,临近时列入待办",
                                null=True,
                                verbose_name="预计返回日期",
                            ),
                        ),
                        (
                            "started_on",
                            models.DateField(
                                help_text="担任这一职务的第一天;职务变动后从变动日起另记一条", verbose_name="任职日期"
                            ),
                        ),
                        (
                            "ended_on",
                            models.DateField(
                                blank=True, help_text="不再任职的第一天;在任的留空", null=True, verbose_name="离任日期"
                            ),
                        ),
                        (
                            "end_reason",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("resigned", "辞职"),
                                    ("exam", "考录公务员或事业单位"),
                                    ("not_reelected", "换届未当选"),
                                    ("term_end", "任期届满"),
                                    ("contract_end", "合同期满未续签"),
                                    ("dismissed", "辞退(解聘)"),
                                    ("removed", "免职(罢免)"),
                                    ("retired", "退休"),
                                    ("moved", "调动"),
                                    ("died", "去世"),
                                    ("other", "其他"),
                                ],
                                help_text="填了离任日期的请一并选择",
                                max_length=14,
                                verbose_name="离任原因",
                            ),
                        ),
                        (
                            "community",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="spells",
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
                        (
                            "worker",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="spells",
                                to="staffing.worker",
                                verbose_name="人员",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "任职",
                        "verbose_name_plural": "任职",
                        "ordering": ["worker", "-started_on"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("ended_on", None),
                                    ("started_on", None),
                                    ("ended_on__gte", models.F("started_on")),
                                    _connector="OR",
                                ),
                                name="spell_ends_after_start",
                                violation_error_message="终止日期不能早于起始日期。",
                            ),
                            django.contrib.postgres.constraints.ExclusionConstraint(
                                condition=models.Q(("is_primary", True)),
                                expressions=[
                                    ("worker", "="),
                                    (records.periods.DateRange("started_on", "ended_on"), "&&"),
                                ],
                                name="spell_one_primary_a_day",
                                violation_error_message="同一人员的主要任职时间不能重叠,请先办理离任或调动。",
                            ),
                            models.UniqueConstraint(
                                fields=("worker", "community", "started_on", "is_primary"),
                                name="spell_once",
                                violation_error_message="该人员在本社区这一天开始的任职已登记。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("duty__in", ["seconded_street", "seconded_county", "task_force", "attached"]),
                                        _negated=True,
                                    ),
                                    models.Q(("approval", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="spell_away_with_approval",
                                violation_error_message="借调、抽调、挂职须填写批准单位及文号。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("end_reason", ""), models.Q(("ended_on", None), _negated=True), _connector="OR"
                                ),
                                name="spell_reason_with_end",
                                violation_error_message="填写了离任原因,还需填写离任日期。",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Pay",
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
                        ("month", models.DateField(verbose_name="月份")),
                        (
                            "base",
                            models.DecimalField(
                                blank=True,
                                decimal_places=2,
                                max_digits=14,
                                null=True,
                                validators=[django.core.validators.MinValueValidator(0, "不能为负数。")],
                                verbose_name="基本工资",
                            ),
                        ),
                        (
                            "performance",
                            models.DecimalField(
                                blank=True,
                                decimal_places=2,
                                max_digits=14,
                                null=True,
                                validators=[django.core.validators.MinValueValidator(0, "不能为负数。")],
                                verbose_name="绩效工资",
                            ),
                        ),
                        (
                            "allowance",
                            models.DecimalField(
                                blank=True,
                                decimal_places=2,
                                max_digits=14,
                                null=True,
                                validators=[django.core.validators.MinValueValidator(0, "不能为负数。")],
                                verbose_name="补贴",
                            ),
                        ),
                        (
                            "licence_allowance",
                            models.DecimalField(
                                blank=True,
                                decimal_places=2,
                                max_digits=14,
                                null=True,
                                validators=[django.core.validators.MinValueValidator(0, "不能为负数。")],
                                verbose_name="证书补贴",
                            ),
                        ),
                        (
                            "employer_insurance",
                            models.DecimalField(
                                blank=True,
                                decimal_places=2,
                                max_digits=14,
                                null=True,
                                validators=[django.core.validators.MinValueValidator(0, "不能为负数。")],
                                verbose_name="单位缴纳五险一金",
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
                        (
                            "worker",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="pays",
                                to="staffing.worker",
                                verbose_name="人员",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "薪酬",
                        "verbose_name_plural": "薪酬",
                        "ordering": ["-month", "worker"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("worker", "month"),
                                name="pay_once_a_month",
                                violation_error_message="该人员这个月的薪酬已登记。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("month__day", 1)),
                                name="pay_month_is_first_day",
                                violation_error_message="月份应为当月1日。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("base", None), ("base__gte", 0), _connector="OR"),
                                    models.Q(("performance", None), ("performance__gte", 0), _connector="OR"),
                                    models.Q(("allowance", None), ("allowance__gte", 0), _connector="OR"),
                                    models.Q(
                                        ("licence_allowance", None), ("licence_allowance__gte", 0), _connector="OR"
                                    ),
                                    models.Q(
                                        ("employer_insurance", None), ("employer_insurance__gte", 0), _connector="OR"
                                    ),
                                ),
                                name="pay_not_negative",
                                violation_error_message="金额和面积不能为负数。",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Licence",
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
                            "grade",
                            models.CharField(
                                choices=[
                                    ("assistant", "助理社会工作师"),
                                    ("social_worker", "社会工作师"),
                                    ("senior", "高级社会工作师"),
                                ],
                                help_text="全国社会工作者职业资格,每个等级登记一条",
                                max_length=14,
                                verbose_name="职业资格",
                            ),
                        ),
                        ("number", models.CharField(blank=True, max_length=40, verbose_name="证书编号")),
                        (
                            "issued_on",
                            models.DateField(
                                blank=True,
                                help_text="证书上的批准日期;从这一天起计为持证",
                                null=True,
                                verbose_name="取得日期",
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
                        (
                            "worker",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="licences",
                                to="staffing.worker",
                                verbose_name="人员",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "职业资格证书",
                        "verbose_name_plural": "职业资格证书",
                        "ordering": ["worker", "issued_on"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("worker", "grade"),
                                name="licence_once",
                                violation_error_message="该人员这一等级的证书已登记。",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ApprovedPosts",
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
                        ("started_on", models.DateField(verbose_name="起始日期")),
                        ("ended_on", models.DateField(blank=True, null=True, verbose_name="终止日期")),
                        (
                            "posts",
                            models.PositiveSmallIntegerField(
                                help_text="区县文件核定给本社区的人数,不是现有人数", verbose_name="岗位职数"
                            ),
                        ),
                        (
                            "decree",
                            models.CharField(
                                blank=True, help_text="核定文件的文号", max_length=120, verbose_name="文号"
                            ),
                        ),
                        (
                            "community",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="approved_posts",
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
                        "verbose_name": "核定员额",
                        "verbose_name_plural": "核定员额",
                        "ordering": ["community", "-started_on"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("ended_on", None),
                                    ("started_on", None),
                                    ("ended_on__gte", models.F("started_on")),
                                    _connector="OR",
                                ),
                                name="approvedposts_ends_after_start",
                                violation_error_message="终止日期不能早于起始日期。",
                            ),
                            django.contrib.postgres.constraints.ExclusionConstraint(
                                expressions=[
                                    ("community", "="),
                                    (records.periods.DateRange("started_on", "ended_on"), "&&"),
                                ],
                                name="approvedposts_one_a_day",
                                violation_error_message="同一社区的核定员额起止时间不能重叠。",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PayScale",
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
                            "area",
                            models.CharField(
                                max_length=9,
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
                        (
                            "post_class",
                            models.CharField(
                                choices=[
                                    ("chief", "正职"),
                                    ("deputy", "副职"),
                                    ("committee", "专职委员"),
                                    ("general", "一般工作人员"),
                                ],
                                max_length=10,
                                verbose_name="岗位类别",
                            ),
                        ),
                        ("grade", models.CharField(max_length=20, verbose_name="等级")),
                        ("started_on", models.DateField(verbose_name="起始日期")),
                        (
                            "amount",
                            models.DecimalField(
                                blank=True,
                                decimal_places=2,
                                max_digits=14,
                                null=True,
                                validators=[django.core.validators.MinValueValidator(0, "不能为负数。")],
                                verbose_name="金额(元/月)",
                            ),
                        ),
                        ("decree", models.CharField(blank=True, max_length=120, verbose_name="文号")),
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
                        "verbose_name": "薪酬标准",
                        "verbose_name_plural": "薪酬标准",
                        "ordering": ["area", "post_class", "grade", "-started_on"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("area", "post_class", "grade", "started_on"),
                                name="payscale_once",
                                violation_error_message="该区划这一岗位类别、等级、起始日期的标准已登记。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("amount", None), ("amount__gte", 0), _connector="OR"),
                                name="payscale_not_negative",
                                violation_error_message="金额和面积不能为负数。",
                            ),
                        ],
                    },
                ),
            ]
        ),
        records.operations.TrackHistory(
            name="Worker",
        ),
        records.operations.TrackHistory(
            name="Spell",
        ),
        records.operations.TrackHistory(
            name="Licence",
        ),
        records.operations.TrackHistory(
            name="Training",
        ),
        records.operations.TrackHistory(
            name="Pay",
        ),
        records.operations.TrackHistory(
            name="PayScale",
        ),
        records.operations.TrackHistory(
            name="ApprovedPosts",
        ),
    ]
