"""The acts on people, posts and vacancies, in the order in which pages show them."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from communities.actions import Action, register
from communities.models import Community
from staffing import forms, services
from staffing.choices import CommitteePost, Duty, PartyPost, VacancyState
from staffing.models import Spell, Training, Vacancy, Worker
from staffing.services.holding import lock_worker


def lasts(spell):
    return spell.ended_on is None or spell.ended_on > timezone.localdate()


def is_here(spell):
    return lasts(spell) and spell.duty == Duty.ON_DUTY


def is_away(spell):
    return lasts(spell) and spell.duty != Duty.ON_DUTY


def holds_one_head(spell):
    heads = [spell.party_post == PartyPost.SECRETARY, spell.committee_post == CommitteePost.DIRECTOR]
    return lasts(spell) and any(heads) and not all(heads)


def is_main(spell):
    return lasts(spell) and spell.is_primary


def can_become(state):
    return lambda vacancy: vacancy.may_become(state)


def is_now(state):
    return lambda vacancy: vacancy.state == state


def on_spell(slug, title, form, service, when=lasts):
    return Action(
        slug=slug,
        title=title,
        model=Spell,
        form=form,
        service=service,
        permission="staffing.change_spell",
        row="spell",
        when=when,
        lock=lambda spell: lock_worker(spell.worker),
    )


def on_vacancy(slug, title, form, service, when, *, permission="staffing.decide_vacancy"):
    return Action(
        slug=slug,
        title=title,
        model=Vacancy,
        form=form,
        service=service,
        permission=permission,
        row="vacancy",
        when=when,
    )


def from_list(slug, title, model, form, service):
    permission = f"{model._meta.app_label}.add_{model._meta.model_name}"
    return Action(slug=slug, title=title, model=model, form=form, service=service, permission=permission)


ACTIONS = [
    from_list("appoint", _("新任职"), Worker, forms.AppointForm, services.appoint_worker),
    from_list("bring-in", _("调入"), Worker, forms.BringInForm, services.bring_in_worker),
    Action(
        slug="take-on",
        title=_("新任职"),
        model=Worker,
        form=forms.TakeOnForm,
        service=services.appoint_worker,
        permission="staffing.add_spell",
        row="worker",
    ),
    on_spell("change-post", _("岗位变动"), forms.ChangePostForm, services.change_post),
    on_spell("combine", _("书记主任一肩挑"), forms.CombineForm, services.combine_heads, holds_one_head),
    on_spell("second", _("借调、抽调、挂职、驻村"), forms.SecondForm, services.second_worker, is_here),
    on_spell("absence", _("长假、停职、离岗退养"), forms.AbsenceForm, services.go_on_leave, is_here),
    on_spell("return", _("返岗"), forms.ReturnForm, services.return_to_post, is_away),
    on_spell("extend", _("延期返岗"), forms.ExtendForm, services.extend_absence, is_away),
    on_spell("move", _("调动"), forms.MoveForm, services.move_worker, is_main),
    on_spell("leave", _("离任"), forms.LeaveForm, services.leave_post),
    from_list("enrol", _("培训登记"), Training, forms.TrainingForm, services.enrol_training),
    from_list("ask", _("缺额申报"), Vacancy, forms.AskVacancyForm, services.ask_vacancy),
    on_vacancy("approve", _("核准"), forms.ApproveVacancyForm, services.approve_vacancy, is_now(VacancyState.ASKED)),
    on_vacancy("refuse", _("不予核准"), forms.RefuseVacancyForm, services.refuse_vacancy, is_now(VacancyState.ASKED)),
    on_vacancy("exam", _("发布招考公告"), forms.ExamForm, services.hold_exam, is_now(VacancyState.APPROVED)),
    on_vacancy(
        "publicity", _("公示拟聘人员"), forms.PublicityForm, services.publish_candidate, is_now(VacancyState.EXAM)
    ),
    on_vacancy("reject", _("公示有异议"), forms.RejectForm, services.reject_candidate, is_now(VacancyState.PUBLICITY)),
    on_vacancy("hire", _("聘用"), forms.HireForm, services.hire_for_vacancy, is_now(VacancyState.PUBLICITY)),
    on_vacancy(
        "withdraw",
        _("撤回申报"),
        forms.WithdrawForm,
        services.withdraw_vacancy,
        can_become(VacancyState.WITHDRAWN),
        permission="staffing.change_vacancy",
    ),
    Action(
        slug="renew-certificate",
        title=_("换发统一社会信用代码证书"),
        model=Community,
        form=forms.CertificateForm,
        service=services.renew_certificate,
        permission="communities.change_community",
        row="community",
    ),
]

register(*ACTIONS)
