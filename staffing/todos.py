"""What waits at the desk about people: gaps, absences past their day, contracts, retirements, hires, certificates."""

import datetime

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from communities.own_todos import FEW, GAPS, RUNNING_OUT
from communities.registers import get
from communities.todos import SOON, Todo, running_out, todo
from staffing.certificates import certificates_to_renew
from staffing.choices import Duty, Gender, VacancyState
from staffing.findings import why_unauthorised
from staffing.models import Spell, Vacancy, Worker

TO_CHECK = gettext_lazy("需要核查")
RETIREMENT = {Gender.MALE: 60, Gender.FEMALE: 55}
"""Ages of retirement before the gradual postponement that began in 2025: an early notice, not a calculation."""


def person(spell, day):
    return f"{spell.worker} {spell.community} {day}", reverse("staffing:worker_detail", args=[spell.worker_id])


def in_office(user, today):
    return Spell.objects.in_places_of(user).open(on=today).primary().select_related("worker", "community")


@todo("people-gaps", group=GAPS, order=22, permission="staffing.change_worker")
def people_gaps(user, today):
    count = in_office(user, today).filter(get(Worker).incomplete).count()
    title = _("%s 名在任人员缺出生日期、学历或进入方式") % count
    return Todo(title=title, count=count, url=f"{get(Worker).url('list')}?gap=on", is_urgent=False)


@todo("past-due", group=TO_CHECK, order=15, permission="staffing.view_worker")
def past_due(user, today):
    """Lent out or on leave, and the day of return has passed."""
    rows = in_office(user, today).filter(due_back_on__lt=today).exclude(duty=Duty.ON_DUTY)
    count = rows.count()
    lines = tuple(person(row, row.due_back_on) for row in rows.order_by("due_back_on")[:FEW]) if count else ()
    return Todo(title=_("%s 人已过预计返回日期,请办理返岗或延期") % count, count=count, lines=lines)


@todo("unauthorised", group=TO_CHECK, order=16, permission="staffing.view_vacancy")
def unauthorised(user, today):
    """擅自进人: hired without an approved vacancy."""
    if not user.has_perm("staffing.view_worker"):
        return None
    rows = Spell.objects.in_places_of(user).hired_without_vacancy(on=today).select_related("worker", "community")
    count = rows.count()
    lines = tuple((f"{row.worker}:{why_unauthorised(row)}", person(row, "")[1]) for row in rows[:FEW]) if count else ()
    return Todo(title=_("%s 人到岗未见经核准的缺额") % count, count=count, lines=lines)


@todo("vacancies-asked", group=TO_CHECK, order=17, permission="staffing.decide_vacancy")
def vacancies_asked(user, _today):
    count = Vacancy.objects.visible_to(user).filter(state=VacancyState.ASKED).count()
    url = f"{get(Vacancy).url('list')}?state={VacancyState.ASKED}"
    return Todo(title=_("%s 个缺额申报待核准") % count, count=count, url=url)


@todo("renew", group=TO_CHECK, order=18, permission="communities.change_community")
def renew(user, today):
    """A new director: the certificate names the old one."""
    rows = certificates_to_renew(on=today).visible_to(user).order_by("code")
    count = rows.count()
    lines = tuple((str(row), reverse("communities:community_detail", args=[row.pk])) for row in rows[:FEW])
    return Todo(title=_("%s 个社区主任变更后尚未换发证书") % count, count=count, lines=lines)


@todo("contracts", group=RUNNING_OUT, order=32, permission="staffing.view_worker")
def contracts(user, today):
    rows = in_office(user, today)
    title = _("劳动合同到期 %(count)s 份")
    url = f"{get(Worker).url('list')}?sort=worker_contract_until&columns=worker__contract_until,community"
    return running_out(
        rows,
        "worker__contract_until",
        today,
        title=title,
        url=url,
        shown=lambda row: person(row, row.worker.contract_until),
    )


@todo("returns", group=RUNNING_OUT, order=33, permission="staffing.view_worker")
def returns(user, today):
    rows = in_office(user, today).exclude(duty=Duty.ON_DUTY)
    return running_out(
        rows,
        "due_back_on",
        today,
        title=_("将返岗 %(count)s 人"),
        shown=lambda row: person(row, row.due_back_on),
        url="",
    )


@todo("retirements", group=RUNNING_OUT, order=34, permission="staffing.view_worker")
def retirements(user, today):
    """Who reaches the age of retirement in the next 60 days."""
    reached = Q(pk__in=[])
    for gender, age in RETIREMENT.items():
        reached |= Q(worker__gender=gender, worker__born_on__range=(_before(today, age), _before(today + SOON, age)))
    rows = in_office(user, today).filter(reached)
    count = rows.count()
    lines = tuple(person(row, row.worker.born_on.strftime("%Y-%m")) for row in rows[:FEW]) if count else ()
    title = _("%s 人将到退休年龄(男60、女55,渐进延迟请另行核对)") % count
    return Todo(title=title, count=count, lines=lines, is_urgent=False)


def _before(day, years):
    """The same day so many years earlier."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return datetime.date(day.year - years, 2, 28)
