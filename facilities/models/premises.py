"""Facilities, building projects and idle premises."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from communities.access import ScopedQuerySet
from communities.models import Community
from communities.models.figures import NOT_NEGATIVE, money, not_negative
from facilities.choices import (
    AssetKind,
    FacilityKind,
    FacilityStatus,
    ProjectKind,
    Tenure,
)
from facilities.querysets import FacilityQuerySet
from records.models import Record
from records.text import in_capitals


def square_metres(label, **kwargs):
    options = {
        "max_digits": 12,
        "decimal_places": 2,
        "null": True,
        "blank": True,
        "validators": [NOT_NEGATIVE],
    }
    return models.DecimalField(label, **{**options, **kwargs})


def part_of_area(name, column, message):
    return models.CheckConstraint(
        condition=Q(**{column: None}) | Q(area=None) | Q(**{f"{column}__lte": F("area")}),
        name=name,
        violation_error_message=message,
    )


def degrees(label, least, most, beyond):
    """A coordinate as satellites give it. Maps on the net shift theirs, each in its own way."""
    return models.DecimalField(
        label,
        max_digits=9,
        decimal_places=6,
        null=True,
        blank=True,
        validators=[MinValueValidator(least, beyond), MaxValueValidator(most, beyond)],
        help_text=_(
            "CGCS2000坐标(同北斗、GPS),单位为度;高德、腾讯(GCJ-02)和百度(BD-09)地图上取的点偏移几百米,请先换算"
        ),
    )


class Facility(Record):
    """Premises a community uses for its residents, or one room of them. A missing area is unknown, never zero."""

    code_path = "community__code"
    community = models.ForeignKey(Community, models.PROTECT, related_name="facilities", verbose_name=_("社区"))
    name = models.CharField(_("设施名称"), max_length=80)
    kind = models.CharField(_("设施类型"), max_length=16, choices=FacilityKind)
    area = square_metres(_("建筑面积(㎡)"), help_text=_("按产权证或测绘报告;没有的按实际测量"))
    office_area = square_metres(_("办公面积(㎡)"), help_text=_("社区人员办公占用的部分,不大于建筑面积"))
    activity_area = square_metres(_("居民活动面积(㎡)"), help_text=_("居民可以使用的活动用房,不大于建筑面积"))
    counts = models.BooleanField(
        _("计入综合服务设施面积"),
        null=True,
        blank=True,
        help_text=_("留空则按设施类型确定"),
    )
    shared_with = ArrayField(
        models.CharField(max_length=12),
        default=list,
        blank=True,
        verbose_name=_("共用社区"),
        help_text=_("社区编码,多个用“;”隔开"),
    )
    counted_area = square_metres(_("计入面积(㎡)"), help_text=_("留空即建筑面积;共用设施必填"))
    within = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="rooms",
        verbose_name=_("所属设施"),
    )
    floor = models.SmallIntegerField(
        _("所在楼层"),
        null=True,
        blank=True,
        help_text=_("一楼填1,地下一层填-1"),
        validators=[MinValueValidator(-9), MaxValueValidator(200)],
    )
    has_lift = models.BooleanField(_("有电梯"), null=True, blank=True, help_text=_("二楼以上的设施请填,用于适老检查"))
    is_accessible = models.BooleanField(_("无障碍"), null=True, blank=True, help_text=_("有坡道、扶手等,轮椅可以到达"))
    tenure = models.CharField(
        _("权属"), max_length=12, choices=Tenure, blank=True, help_text=_("房屋由谁所有;租赁、借用的还应填租期")
    )
    has_title = models.BooleanField(_("不动产权证"), null=True, blank=True, help_text=_("已办理不动产权证的填“是”"))
    owner = models.CharField(_("产权单位"), max_length=120, blank=True)
    rent = money(_("年租金(元)"))
    lease_until = models.DateField(_("租期至"), null=True, blank=True, help_text=_("租约的最后一天,到期前列入待办"))
    status = models.CharField(
        _("状态"),
        max_length=10,
        choices=FacilityStatus,
        default=FacilityStatus.IN_USE,
        help_text=_("停用、拆除的还需填停用日期;规划和在建的不计入面积"),
    )
    opened_on = models.DateField(
        _("启用日期"), null=True, blank=True, help_text=_("从这一天起计入面积;在用、临时过渡的必填")
    )
    closed_on = models.DateField(
        _("停用日期"), null=True, blank=True, help_text=_("停用的第一天,从这一天起不再计入面积")
    )
    address = models.CharField(_("地址"), max_length=200, blank=True)
    phone = models.CharField(_("电话"), max_length=40, blank=True)
    hours = models.CharField(_("开放时间"), max_length=120, blank=True)
    longitude = degrees(_("经度"), 73, 136, _("经度应在73至136度之间,请核对,是否与纬度填反了。"))
    latitude = degrees(_("纬度"), 3, 54, _("纬度应在3至54度之间,请核对,是否与经度填反了。"))
    is_public = models.BooleanField(
        _("对外公布"), default=True, help_text=_("选中的在居民查询页面上公布地址、电话和开放时间")
    )

    objects = FacilityQuerySet.as_manager()

    class Meta:
        verbose_name = _("服务设施")
        verbose_name_plural = _("服务设施")
        ordering = ["community", "name"]
        indexes = [GinIndex(OpClass(in_capitals("name", "address"), "gin_trgm_ops"), name="facility_words_trigram")]
        constraints = [
            models.UniqueConstraint(
                fields=["community", "name"],
                name="facility_once",
                violation_error_message=_("本社区已有同名设施。"),
            ),
            not_negative(
                "facility_not_negative",
                "area",
                "office_area",
                "activity_area",
                "counted_area",
                "rent",
            ),
            part_of_area(
                "facility_office_within_area",
                "office_area",
                _("办公面积不能大于建筑面积。"),
            ),
            part_of_area(
                "facility_activity_within_area",
                "activity_area",
                _("居民活动面积不能大于建筑面积。"),
            ),
            part_of_area(
                "facility_counted_within_area",
                "counted_area",
                _("计入面积不能大于建筑面积。"),
            ),
            models.CheckConstraint(
                condition=Q(shared_with=[]) | ~Q(counted_area=None),
                name="facility_shared_states_share",
                violation_error_message=_("共用设施须填写计入面积。"),
            ),
            models.CheckConstraint(
                condition=Q(status__in=["planned", "building", "idle"]) | ~Q(opened_on=None),
                name="facility_used_since",
                violation_error_message=_("在用、临时过渡和已拆除的设施须填写启用日期。"),
            ),
            models.CheckConstraint(
                condition=~Q(status="demolished") | ~Q(closed_on=None),
                name="facility_demolished_on",
                violation_error_message=_("已拆除的设施须填写停用日期。"),
            ),
            models.CheckConstraint(
                condition=Q(opened_on=None) | Q(closed_on=None) | Q(closed_on__gte=F("opened_on")),
                name="facility_closed_after_opened",
                violation_error_message=_("停用日期不能早于启用日期。"),
            ),
            models.CheckConstraint(
                condition=Q(within=None) | ~Q(within=F("id")),
                name="facility_not_within_itself",
                violation_error_message=_("设施不能是自己的房间。"),
            ),
        ]

    def __str__(self):
        return self.name

    def clean(self):
        super().clean()
        if self.opened_on and self.closed_on and self.closed_on < self.opened_on:
            raise ValidationError({"closed_on": ValidationError(_("停用日期不能早于启用日期。"), code="order")})


class BuildProject(Record):
    """Building or refitting of premises, with the money by payer, in yuan."""

    code_path = "community__code"
    community = models.ForeignKey(Community, models.CASCADE, related_name="projects", verbose_name=_("社区"))
    name = models.CharField(_("项目名称"), max_length=80)
    kind = models.CharField(_("建设性质"), max_length=8, choices=ProjectKind)
    started_on = models.DateField(_("开工日期"), null=True, blank=True)
    finished_on = models.DateField(_("完工日期"), null=True, blank=True)
    central = money(_("中央资金(元)"))
    province = money(_("省级资金(元)"))
    city = money(_("市级资金(元)"))
    county = money(_("区县级资金(元)"))
    street = money(_("街道乡镇资金(元)"))
    own = money(_("社区自有资金(元)"))
    donation = money(_("捐赠资金(元)"))

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("建设项目")
        verbose_name_plural = _("建设项目")
        ordering = ["community", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["community", "name"],
                name="project_once",
                violation_error_message=_("本社区已有同名建设项目。"),
            ),
            models.CheckConstraint(
                condition=Q(started_on=None) | Q(finished_on=None) | Q(finished_on__gte=F("started_on")),
                name="project_finished_after_started",
                violation_error_message=_("完工日期不能早于开工日期。"),
            ),
            not_negative(
                "project_not_negative",
                "central",
                "province",
                "city",
                "county",
                "street",
                "own",
                "donation",
            ),
        ]

    def __str__(self):
        return self.name


class IdleAsset(Record):
    """Premises or land lying idle that could serve residents (source 000: 摸底、登记造册)."""

    code_path = "community__code"
    community = models.ForeignKey(Community, models.CASCADE, related_name="idle_assets", verbose_name=_("社区"))
    name = models.CharField(_("资产名称"), max_length=80)
    kind = models.CharField(_("资产类别"), max_length=8, choices=AssetKind)
    area = square_metres(_("面积(㎡)"))
    owner = models.CharField(_("产权单位"), max_length=120, blank=True)
    is_disputed = models.BooleanField(_("产权有争议"), null=True, blank=True)
    proposal = models.CharField(_("拟用途"), max_length=200, blank=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("闲置资产")
        verbose_name_plural = _("闲置资产")
        ordering = ["community", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["community", "name"],
                name="idleasset_once",
                violation_error_message=_("本社区已有同名闲置资产。"),
            ),
            not_negative("idleasset_not_negative", "area"),
        ]

    def __str__(self):
        return self.name
