from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from communities.models import Community
from records.models import Record
from staffing.choices import TRANSITIONS, StaffKind, VacancyState
from staffing.models.posts import Spell
from staffing.querysets import VacancyQuerySet


def account(label, **kwargs):
    options = {"null": True, "editable": False, "db_index": False, "db_constraint": False, "related_name": "+"}
    return models.ForeignKey(settings.AUTH_USER_MODEL, models.DO_NOTHING, verbose_name=label, **{**options, **kwargs})


class Vacancy(Record):
    """An approved post that stands empty, from the request to fill it until somebody is hired for it.

    Source 003: hiring only by the district's departments; «对社区擅自进人的,要追究». Whoever asks does not approve.
    """

    code_path = "community__code"
    community = models.ForeignKey(Community, models.PROTECT, related_name="vacancies", verbose_name=_("社区"))
    post = models.CharField(_("岗位名称"), max_length=80, help_text=_("如社区专职工作人员(民政岗)"))
    staff_kind = models.CharField(_("人员类别"), max_length=10, choices=StaffKind, default=StaffKind.FULLTIME)
    state = models.CharField(_("进度"), max_length=10, choices=VacancyState, default=VacancyState.ASKED, editable=False)
    asked_on = models.DateField(_("申报日期"))
    asked_by = account(_("申报人"))
    requirements = models.TextField(_("招聘条件"), blank=True, help_text=_("学历、年龄、资格等要求"))
    decided_on = models.DateField(_("核准日期"), null=True, blank=True)
    decided_by = account(_("核准人"))
    approval = models.CharField(_("核准单位及文号"), max_length=120, blank=True)
    exam_on = models.DateField(_("招考日期"), null=True, blank=True)
    exam = models.CharField(_("招考公告"), max_length=200, blank=True, help_text=_("公告名称、文号或网址"))
    publicity_from = models.DateField(_("公示起始日期"), null=True, blank=True)
    publicity_until = models.DateField(_("公示截止日期"), null=True, blank=True, help_text=_("公示的最后一天"))
    candidate = models.CharField(_("拟聘人员"), max_length=50, blank=True)
    spell = models.OneToOneField(
        Spell, models.PROTECT, null=True, blank=True, related_name="vacancy", verbose_name=_("聘用任职")
    )
    closed_on = models.DateField(_("办结日期"), null=True, blank=True)

    objects = VacancyQuerySet.as_manager()

    class Meta:
        verbose_name = _("岗位缺额")
        verbose_name_plural = _("岗位缺额")
        ordering = ["-asked_on", "-pk"]
        permissions = [("decide_vacancy", _("核准岗位缺额"))]
        constraints = [
            models.CheckConstraint(
                condition=Q(asked_by=None) | Q(decided_by=None) | ~Q(asked_by=F("decided_by")),
                name="vacancy_decided_by_another",
                violation_error_message=_("申报人不能核准自己申报的缺额。"),
            ),
            models.CheckConstraint(
                condition=Q(state=VacancyState.HIRED, spell__isnull=False)
                | (~Q(state=VacancyState.HIRED) & Q(spell=None)),
                name="vacancy_hired_is_somebody",
                violation_error_message=_("已聘用的缺额须对应一条任职记录。"),
            ),
            models.CheckConstraint(
                condition=Q(decided_on=None) | Q(decided_on__gte=F("asked_on")),
                name="vacancy_decided_after_asked",
                violation_error_message=_("核准日期不能早于申报日期。"),
            ),
            models.CheckConstraint(
                condition=Q(publicity_until=None) | Q(publicity_until__gte=F("publicity_from")),
                name="vacancy_publicity_in_order",
                violation_error_message=_("公示截止日期不能早于公示起始日期。"),
            ),
        ]

    def __str__(self):
        return f"{self.community} {self.post}"

    @property
    def is_open(self):
        """Whether somebody may still be hired for it."""
        return self.state in TRANSITIONS

    def may_become(self, state):
        return state in TRANSITIONS.get(self.state, [])
