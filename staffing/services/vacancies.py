"""缺额申报 → 核准 → 招考 → 公示 → 聘用: one function per step, and only the declared steps."""

from django.utils import timezone
from django.utils.translation import gettext as _

from communities.rules import UNTIL_TODAY, check_day, check_exists, check_reach, refusal
from records.history import acting
from records.text import normalise_name
from staffing.choices import VacancyState
from staffing.models import ApprovedPosts, Spell, Vacancy
from staffing.services.spells import appoint_worker, find_person


def ask_vacancy(*, community, post, asked_on, user, reason="", **about):
    """缺额申报: a community asks for an empty approved post to be filled. `about`: staff_kind, requirements, source."""
    with acting(user, reason or _("缺额申报")):
        check_reach(user, community)
        check_day(asked_on, field="asked_on", ahead=UNTIL_TODAY)
        check_exists(community, asked_on, field="asked_on")
        _check_room(community, asked_on)
        vacancy = Vacancy(community=community, post=post, asked_on=asked_on, asked_by=user, **about)
        vacancy.full_clean()
        vacancy.save()
        return vacancy


def _check_room(community, on):
    """Where the number of approved posts is known: one of them is empty and not asked for already."""
    posts = ApprovedPosts.objects.open(on=on).filter(community=community).values_list("posts", flat=True).first()
    if posts is None:
        return
    held = Spell.objects.open(on=on).primary().filter(community=community, approved=True).count()
    asked = Vacancy.objects.unsettled().filter(community=community).count()
    if held + asked >= posts:
        text = _("本社区核定%(posts)s个岗位,已占用%(held)s个,已申报未办结%(asked)s个,没有可申报的缺额。")
        raise refusal("community", text, "out_of_range", posts=posts, held=held, asked=asked)


def _step(vacancy, state, *, user, on, field, since=None, only_from=None):
    """The vacancy, locked, ready to be stored in its next state; `on` is the day of the step."""
    vacancy = Vacancy.objects.select_for_update().get(pk=vacancy.pk)
    check_reach(user, vacancy.community, field=field)
    if not vacancy.may_become(state) or only_from not in (None, vacancy.state):
        text = _("该缺额目前“%(now)s”,不能转为“%(next)s”。")
        raise refusal(field, text, "order", now=vacancy.get_state_display(), next=VacancyState(state).label)
    check_day(on, field=field)
    if since and getattr(vacancy, since) and on < getattr(vacancy, since):
        label, day = vacancy._meta.get_field(since).verbose_name, getattr(vacancy, since)
        raise refusal(field, _("日期不能早于%(label)s%(day)s。"), "order", label=label, day=day)
    vacancy.state = state
    return vacancy


def _store(vacancy, **values):
    for name, value in values.items():
        setattr(vacancy, name, value)
    vacancy.full_clean()
    vacancy.save(update_fields=["state", *values])
    return vacancy


def _decide(vacancy, state, *, on, user, approval):
    vacancy = _step(vacancy, state, user=user, on=on, field="decided_on", since="asked_on")
    return _store(vacancy, decided_on=on, decided_by=user, approval=approval)


def approve_vacancy(*, vacancy, decided_on, approval, user, reason=""):
    """核准: by another person than the asker, with a document."""
    with acting(user, reason or _("核准缺额")):
        if not approval:
            raise refusal("approval", _("请填写核准单位及文号。"), "required")
        return _decide(vacancy, VacancyState.APPROVED, on=decided_on, user=user, approval=approval)


def refuse_vacancy(*, vacancy, decided_on, user, reason):
    """The request is turned down, because."""
    if not reason:
        raise refusal("reason", _("请写明不予核准的原因。"), "required")
    with acting(user, reason):
        return _decide(vacancy, VacancyState.REFUSED, on=decided_on, user=user, approval="")


def hold_exam(*, vacancy, exam_on, exam, user, reason=""):
    """招考: the recruitment is announced."""
    with acting(user, reason or _("发布招考公告")):
        step = {"field": "exam_on", "since": "decided_on", "only_from": VacancyState.APPROVED}
        vacancy = _step(vacancy, VacancyState.EXAM, user=user, on=exam_on, **step)
        return _store(vacancy, exam_on=exam_on, exam=exam)


def publish_candidate(*, vacancy, candidate, publicity_from, publicity_until, user, reason=""):
    """公示: who is to be hired is made public, until its last day."""
    with acting(user, reason or _("公示拟聘人员")):
        if publicity_until < publicity_from:
            raise refusal("publicity_until", _("公示截止日期不能早于公示起始日期。"), "order")
        state = VacancyState.PUBLICITY
        vacancy = _step(vacancy, state, user=user, on=publicity_from, field="publicity_from", since="exam_on")
        candidate = normalise_name(candidate)
        values = {"candidate": candidate, "publicity_from": publicity_from, "publicity_until": publicity_until}
        return _store(vacancy, **values)


def reject_candidate(*, vacancy, exam_on, exam, user, reason):
    """Objections were upheld: back to 招考."""
    if not reason:
        raise refusal("reason", _("请写明公示有何异议。"), "required")
    with acting(user, reason):
        step = {"field": "exam_on", "since": "publicity_from", "only_from": VacancyState.PUBLICITY}
        vacancy = _step(vacancy, VacancyState.EXAM, user=user, on=exam_on, **step)
        values = {"candidate": "", "publicity_from": None, "publicity_until": None}
        return _store(vacancy, exam_on=exam_on, exam=exam, **values)


def hire_for_vacancy(*, vacancy, worker, started_on, user, reason="", **posts):
    """聘用: the candidate begins, after the last day of publicity, in the approved post. Returns the vacancy.

    Somebody whose spell here from that day is in the register already is taken as hired for it; an unsaved `worker` is
    looked up by identity number first.
    """
    with acting(user, reason or _("缺额聘用")):
        state, field = VacancyState.HIRED, "started_on"
        vacancy = _step(vacancy, state, user=user, on=started_on, field=field, since="publicity_until")
        worker = worker if worker.pk else find_person(worker) or worker
        if started_on == vacancy.publicity_until:
            text = _("聘用日期须晚于公示截止日期%(day)s。")
            raise refusal(field, text, "order", day=vacancy.publicity_until)
        if vacancy.candidate and normalise_name(worker.name) != vacancy.candidate:
            text = _("公示的拟聘人员是%(name)s,与所选人员不一致。")
            raise refusal("worker", text, "mismatch", name=vacancy.candidate)
        spell = _spell_of(vacancy, worker, started_on) or appoint_worker(
            worker=worker,
            community=vacancy.community,
            started_on=started_on,
            user=user,
            reason=reason,
            **{"staff_kind": vacancy.staff_kind, "approved": True, **posts},
        )
        return _store(vacancy, spell=spell, closed_on=started_on)


def _spell_of(vacancy, worker, started_on):
    if not worker.pk:
        return None
    spells = Spell.objects.primary().filter(worker=worker, community=vacancy.community, started_on=started_on)
    return spells.filter(vacancy=None).first()


def withdraw_vacancy(*, vacancy, user, reason):
    """The request is taken back, at whatever step before somebody is hired."""
    if not reason:
        raise refusal("reason", _("请写明撤回的原因。"), "required")
    with acting(user, reason):
        today = timezone.localdate()
        vacancy = _step(vacancy, VacancyState.WITHDRAWN, user=user, on=today, field="reason")
        return _store(vacancy, closed_on=today)
