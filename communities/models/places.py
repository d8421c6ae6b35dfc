import re

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from stdnum.cn import uscc

from communities.choices import AreaLevel, ChangeKind, Kind, Setting, UrbanRural
from communities.querysets import (
    CommunityQuerySet,
    ScopedPeriodQuerySet,
    ScopedQuerySet,
)
from records.fields import PinyinField
from records.models import Record
from records.periods import Period, ends_after_start, no_overlap
from records.text import in_capitals

COMMUNITY_CODE = RegexValidator(r"^\d{12}$", _("社区编码应为12位数字(统计用区划代码)。"), code="invalid_number")
AREA_CODE = RegexValidator(
    r"^(\d{2}|\d{4}|\d{6}|\d{9})$",
    _("区划编码应为2、4、6或9位数字。"),
    code="invalid_number",
)


def check_uscc(value):
    """GB 32100-2015: eighteen characters with a check character."""
    if not uscc.is_valid(value):
        raise ValidationError(
            _("统一社会信用代码“%(value)s”校验不通过,请核对证书。"),
            code="invalid_checksum",
            params={"value": value},
        )


class AreaManager(models.Manager.from_queryset(ScopedPeriodQuerySet)):
    """Areas stand in many lists; their outlines, thousands of points each, are fetched only where they are drawn."""

    def get_queryset(self):
        return super().get_queryset().defer("boundary")


class Area(Record, Period):
    """A province, city, county, street or town. A rename keeps its code; a change of superior retires the code."""

    code_path = "code"
    code = models.CharField(_("区划编码"), max_length=9, unique=True, validators=[AREA_CODE])
    name = models.CharField(_("名称"), max_length=80)
    level = models.CharField(_("级别"), max_length=10, choices=AreaLevel)
    authority = models.CharField(
        _("主管部门"),
        max_length=80,
        blank=True,
        help_text=_("用于报告抬头和落款,如民政局、党委社会工作部"),
    )
    started_on = models.DateField(_("起始日期"), null=True, blank=True)
    boundary = models.JSONField(_("边界"), null=True, blank=True)
    pinyin = PinyinField(_("名称拼音"), source="name")

    objects = AreaManager()

    class Meta:
        verbose_name = _("区划")
        verbose_name_plural = _("区划")
        ordering = ["code"]
        constraints = [ends_after_start("area_ends_after_start")]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("communities:area_detail", args=[self.pk])


FINDABLE = ("name", "short_name", "extent", "address")
"""In these columns residents look for their community."""


class Community(Record):
    """A residents' or villagers' committee and its ground. Repeats the current code, name, kind and setting of
    `CommunityCode`; what it was on another day stands there."""

    code_path = "code"
    code = models.CharField(
        _("社区编码"),
        max_length=12,
        validators=[COMMUNITY_CODE],
        help_text=_("统计用区划代码12位"),
    )
    name = models.CharField(_("社区名称"), max_length=80)
    short_name = models.CharField(_("简称"), max_length=80, blank=True, help_text=_("留空则按名称自动生成"))
    kind = models.CharField(_("类型"), max_length=10, choices=Kind)
    setting = models.CharField(
        _("类别"),
        max_length=10,
        choices=Setting,
        blank=True,
        help_text=_("最符合的一类;村改居、易地搬迁安置等按来历选"),
    )
    urban_rural = models.CharField(
        _("城乡分类代码"),
        max_length=3,
        choices=UrbanRural,
        blank=True,
        help_text=_("统计用城乡分类代码3位,1开头为城镇;决定适用城市还是农村标准"),
    )
    is_farm_related = models.BooleanField(
        _("涉农社区"), null=True, blank=True, help_text=_("辖区内有村民小组或集体土地的填“是”")
    )
    established_on = models.DateField(_("设立日期"), null=True, blank=True, help_text=_("留空表示早于任何统计日期"))
    abolished_on = models.DateField(_("撤销日期"), null=True, blank=True)
    address = models.CharField(_("地址"), max_length=200, blank=True)
    phone = models.CharField(_("联系电话"), max_length=40, blank=True)
    hours = models.CharField(_("服务时间"), max_length=120, blank=True)
    extent = models.TextField(_("辖区范围"), blank=True, help_text=_("四至、小区、路段门牌"))
    uscc = models.CharField(
        _("统一社会信用代码"),
        max_length=18,
        blank=True,
        validators=[check_uscc],
        help_text=_("基层群众性自治组织特别法人证书上的18位代码"),
    )
    certificate_issued_on = models.DateField(
        _("证书颁发日期"), null=True, blank=True, help_text=_("主任变更后须换发证书")
    )
    certificate_until = models.DateField(_("证书有效期"), null=True, blank=True, help_text=_("证书上的有效期截止日"))
    term_no = models.CharField(_("届次"), max_length=20, blank=True, help_text=_("本届居(村)委会的届次,如“第十二届”"))
    term_until = models.DateField(
        _("任期届满"), null=True, blank=True, help_text=_("本届任期的最后一天,临近时列入待办")
    )
    groups = models.PositiveIntegerField(_("居民(村民)小组数"), null=True, blank=True)
    boundary = models.JSONField(_("边界"), null=True, blank=True)
    map_number = models.CharField(_("审图号"), max_length=40, blank=True, default="", db_default="", editable=False)
    map_picture = models.CharField(
        _("地图存放名"), max_length=40, blank=True, default="", db_default="", editable=False
    )
    pinyin = PinyinField(_("名称拼音"), source="name")
    initials = PinyinField(_("拼音首字母"), source="name", initials=True)

    objects = CommunityQuerySet.as_manager()

    class Meta:
        verbose_name = _("社区")
        verbose_name_plural = _("社区")
        ordering = ["code"]
        indexes = [
            models.Index(OpClass("code", "varchar_pattern_ops"), name="community_code_prefix"),
            # The order of most lists: their first page is read along it, whatever there is in the reach.
            models.Index(fields=["code"], name="community_code_order"),
            GinIndex(OpClass("name", "gin_trgm_ops"), name="community_name_trigram"),
            GinIndex(OpClass("pinyin", "gin_trgm_ops"), name="community_pinyin_trigram"),
            GinIndex(OpClass(in_capitals(*FINDABLE), "gin_trgm_ops"), name="community_words_trigram"),
            models.Index(OpClass("initials", "varchar_pattern_ops"), name="community_initials_prefix"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["code"],
                condition=Q(abolished_on=None),
                name="community_code_once",
                violation_error_message=_("该社区编码已在登记册中。"),
            ),
            models.CheckConstraint(
                condition=Q(established_on=None) | Q(abolished_on=None) | Q(abolished_on__gte=F("established_on")),
                name="community_abolished_after_established",
                violation_error_message=_("撤销日期不能早于设立日期。"),
            ),
            models.CheckConstraint(
                condition=Q(map_picture="") | ~Q(map_number=""),
                name="community_map_with_number",
                violation_error_message=_("没有审图号的地图不能公开。"),
            ),
        ]

    def __str__(self):
        return self.short_name or self.name

    @property
    def is_urban(self):
        """Urban by the statistics office's class; where that is blank, by kind."""
        return self.urban_rural.startswith("1") if self.urban_rural else self.kind == Kind.RESIDENTS

    @property
    def map_name(self):
        """The picture without its ending, as in its address."""
        return self.map_picture.removesuffix(".jpg")

    @property
    def extents(self):
        """Where it lies, thing by thing: borders, estates, stretches of road."""
        return [part.strip() for part in re.split(r"[;;\n]", self.extent) if part.strip()]

    def clean(self):
        super().clean()
        if self.established_on and self.abolished_on and self.abolished_on < self.established_on:
            raise ValidationError({"abolished_on": ValidationError(_("撤销日期不能早于设立日期。"), code="order")})


class CommunityCode(Record, Period):
    """The code, name, kind and setting a community had during one period. A retired code is not used again."""

    code_path = ("code", "community__code")
    community = models.ForeignKey(Community, models.CASCADE, related_name="codes", verbose_name=_("社区"))
    code = models.CharField(_("社区编码"), max_length=12, validators=[COMMUNITY_CODE])
    name = models.CharField(_("社区名称"), max_length=80)
    kind = models.CharField(_("类型"), max_length=10, choices=Kind)
    setting = models.CharField(_("类别"), max_length=10, choices=Setting, blank=True)
    started_on = models.DateField(_("起始日期"), null=True, blank=True)

    objects = ScopedPeriodQuerySet.as_manager()

    class Meta:
        verbose_name = _("社区编码沿革")
        verbose_name_plural = _("社区编码沿革")
        ordering = [
            "community",
            Coalesce("started_on", models.Value("0001-01-01", models.DateField())),
        ]
        indexes = [models.Index(OpClass("code", "varchar_pattern_ops"), name="communitycode_prefix")]
        constraints = [
            ends_after_start("communitycode_ends_after_start"),
            no_overlap(
                "communitycode_one_a_day",
                "community",
                message=_("同一社区在同一天只能有一个编码。"),
            ),
            no_overlap(
                "communitycode_used_once",
                "code",
                message=_("该编码在这一时期已属于另一社区。"),
            ),
        ]

    def __str__(self):
        return f"{self.code} {self.name}"


class CommunityChange(Record):
    """A decision to establish, abolish, merge, split, rename or recode. Without a decree it is a draft without effect;
    with one it acts once, through the service of its kind."""

    code_path = ("before", "after")
    kind = models.CharField(_("事项"), max_length=12, choices=ChangeKind)
    on = models.DateField(_("日期"))
    decree = models.CharField(_("文号"), max_length=120, blank=True)
    proposed_by = models.CharField(
        _("提出单位"), max_length=120, blank=True, help_text=_("提出调整的单位,如街道办事处")
    )
    approved_by = models.CharField(_("批准机关"), max_length=120, blank=True, help_text=_("批准的机关,如区县人民政府"))
    before = models.CharField(_("原社区"), max_length=400, blank=True, help_text=_("社区编码,多个用“;”隔开"))
    after = models.CharField(_("现社区"), max_length=400, blank=True, help_text=_("社区编码,多个用“;”隔开"))
    new_name = models.CharField(_("新名称"), max_length=80, blank=True)
    acted_at = models.DateTimeField(_("生效处理时间"), null=True, editable=False)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("设立撤并沿革")
        verbose_name_plural = _("设立撤并沿革")
        ordering = ["-on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["on", "kind", "before", "after"],
                name="change_once",
                violation_error_message=_("同一天、同一事项、相同的原社区和现社区已有记录。"),
            ),
        ]

    def __str__(self):
        return f"{self.on} {self.get_kind_display()}({self.decree or _('草案')})"
