import datetime

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from communities.access import ScopedQuerySet
from communities.models import Community
from records import identity
from records.fields import BlindIndexField, EncryptedField, PinyinField
from records.models import Record
from records.people import Identified
from staffing.choices import (
    Education,
    Gender,
    LicenceGrade,
    OrganizerLevel,
    Politics,
    Route,
    TrainingKind,
)


class Worker(Identified, Record):
    """A person who works or has worked in a community. `community` keeps the file and decides who sees the person;
    where they worked from when to when stands in their spells."""

    code_path = "community__code"
    community = models.ForeignKey(
        Community,
        models.PROTECT,
        related_name="workers",
        verbose_name=_("档案所在社区"),
    )
    staff_no = models.CharField(
        _("人员编号"),
        max_length=12,
        unique=True,
        help_text=_("区县代码加6位序号,由系统生成"),
    )
    id_number = EncryptedField(_("身份证号"))
    id_number_index = BlindIndexField(source="id_number", unique=True)
    name = models.CharField(_("姓名"), max_length=50)
    gender = models.CharField(_("性别"), max_length=6, choices=Gender, blank=True, help_text=_("留空则由身份证号得出"))
    born_on = models.DateField(_("出生日期"), null=True, blank=True, help_text=_("留空则由身份证号得出"))
    education = models.CharField(
        _("学历"), max_length=10, choices=Education, blank=True, help_text=_("已取得毕业证的最高学历")
    )
    politics = models.CharField(_("政治面貌"), max_length=12, choices=Politics, blank=True)
    phone = EncryptedField(_("手机号"))
    phone_index = BlindIndexField(source="phone", db_index=True)
    phone_tail_index = BlindIndexField(source="phone", tail=4, db_index=True)
    route = models.CharField(
        _("进入方式"), max_length=10, choices=Route, blank=True, help_text=_("最初进入社区工作的方式")
    )
    hired_on = models.DateField(
        _("到社区工作时间"), null=True, blank=True, help_text=_("第一次到社区工作的日期,与现职任职日期可不同")
    )
    recruit_level = models.CharField(
        _("招聘层级"), max_length=10, choices=OrganizerLevel, blank=True, help_text=_("由哪一级组织招聘")
    )
    batch = models.CharField(_("招聘批次"), max_length=60, blank=True, help_text=_("如“2024年第一批”"))
    contract_until = models.DateField(
        _("合同到期"), null=True, blank=True, help_text=_("现行合同的最后一天;无固定期限的留空")
    )
    pinyin = PinyinField(_("姓名拼音"), source="name", db_index=True)
    initials = PinyinField(_("拼音首字母"), source="name", initials=True, db_index=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("人员")
        verbose_name_plural = _("人员")
        ordering = ["pinyin", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(born_on=None) | Q(born_on__gte=datetime.date(1900, 1, 1)),
                name="worker_born_after_1900",
                violation_error_message=_("出生日期早于1900年,请核对。"),
            ),
        ]

    def __str__(self):
        return self.name

    def clean(self):
        super().clean()
        if self.id_number:
            self.gender = self.gender or identity.gender(self.id_number)


class Licence(Record):
    """A certificate of the national social-work examination. A later, higher one is another row."""

    code_path = "worker__community__code"
    worker = models.ForeignKey(Worker, models.CASCADE, related_name="licences", verbose_name=_("人员"))
    grade = models.CharField(
        _("职业资格"), max_length=14, choices=LicenceGrade, help_text=_("全国社会工作者职业资格,每个等级登记一条")
    )
    number = models.CharField(_("证书编号"), max_length=40, blank=True)
    issued_on = models.DateField(
        _("取得日期"), null=True, blank=True, help_text=_("证书上的批准日期;从这一天起计为持证")
    )

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("职业资格证书")
        verbose_name_plural = _("职业资格证书")
        ordering = ["worker", "issued_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["worker", "grade"],
                name="licence_once",
                violation_error_message=_("该人员这一等级的证书已登记。"),
            )
        ]

    def __str__(self):
        return f"{self.worker} {self.get_grade_display()}"


class Training(Record):
    """One training a person took part in."""

    code_path = "worker__community__code"
    worker = models.ForeignKey(Worker, models.CASCADE, related_name="trainings", verbose_name=_("人员"))
    on = models.DateField(_("培训日期"))
    title = models.CharField(_("培训内容"), max_length=120)
    kind = models.CharField(_("培训类别"), max_length=10, choices=TrainingKind, blank=True)
    organizer_level = models.CharField(_("主办层级"), max_length=10, choices=OrganizerLevel, blank=True)
    hours = models.DecimalField(
        _("学时"),
        max_digits=6,
        decimal_places=1,
        null=True,
        blank=True,
        validators=[MinValueValidator(0, _("不能为负数。"))],
    )

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("培训")
        verbose_name_plural = _("培训")
        ordering = ["-on", "worker"]
        constraints = [
            models.UniqueConstraint(
                fields=["worker", "on", "title"],
                name="training_once",
                violation_error_message=_("该人员这次培训已登记。"),
            ),
            models.CheckConstraint(
                condition=Q(hours=None) | Q(hours__gte=0),
                name="training_hours_not_negative",
                violation_error_message=_("学时不能为负数。"),
            ),
        ]

    def __str__(self):
        return f"{self.on} {self.title}"
