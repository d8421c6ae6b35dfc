"""What each act on people asks for. Labels, choices and help texts are those of the register."""

from django import forms
from django.utils.translation import gettext_lazy as _

from communities.action_forms import ActionForm, day
from communities.models import Community
from staffing.choices import AWAY, ON_LEAVE, Duty, EndReason
from staffing.models import Spell, Training, Vacancy, Worker

POSTS = ["staff_kind", "party_post", "committee_post", "oversight_post", "other_posts", "approved", "counts"]
PERSON = ["education", "politics", "phone", "route", "hired_on", "recruit_level", "batch", "contract_until"]


def choose(label, choices):
    return forms.ChoiceField(label=label, choices=[("", "---------"), *((one.value, one.label) for one in choices)])


class AppointForm(ActionForm):
    """新任职 of somebody who is not in the register yet."""

    takes = {
        Worker: ["name", "id_number", *PERSON],
        Spell: ["community", "started_on", *POSTS],
    }
    required = ("id_number",)

    def values(self):
        values = super().values()
        person = {name: values.pop(name) for name in self.takes[Worker]}
        worker = Worker(**person)
        worker.month_only = self.months(worker)
        return {**values, "worker": worker}


class TakeOnForm(ActionForm):
    """新任职 of somebody of the register."""

    takes = {Spell: ["community", "started_on", *POSTS, "is_primary"]}


class ChangePostForm(ActionForm):
    takes = {Spell: POSTS}
    from_row = POSTS
    on = day(_("变动日期"), help_text=_("从这一天起按新的职务"))


class CombineForm(ActionForm):
    on = day(_("变动日期"), help_text=_("从这一天起书记、主任由同一人担任"))


class SecondForm(ActionForm):
    takes = {Spell: ["approval", "due_back_on"]}
    required = ("approval", "due_back_on")
    on = day(_("借出日期"))
    duty = choose(_("去向"), [Duty(one) for one in AWAY])


class AbsenceForm(ActionForm):
    takes = {Spell: ["approval", "due_back_on"]}
    on = day(_("起始日期"))
    duty = choose(_("事项"), [Duty(one) for one in ON_LEAVE])


class ReturnForm(ActionForm):
    on = day(_("返岗日期"))


class ExtendForm(ActionForm):
    takes = {Spell: ["due_back_on", "approval"]}
    required = ("due_back_on",)


class LeaveForm(ActionForm):
    on = day(_("离任日期"), help_text=_("不再在岗的第一天"))
    end_reason = choose(_("离任原因"), EndReason)


class MoveForm(ActionForm):
    takes = {Spell: ["community", *POSTS]}
    from_row = ("staff_kind", "approved", "counts")
    on = day(_("调动日期"))


class BringInForm(ActionForm):
    takes = {Worker: ["id_number", "name"], Spell: ["community", "started_on", "approval", *POSTS]}
    required = ("id_number", "approval")


class TrainingForm(ActionForm):
    takes = {Training: ["on", "title", "kind", "organizer_level", "hours"]}
    workers = forms.ModelMultipleChoiceField(
        label=_("人员"), queryset=Worker.objects.all(), widget=forms.MultipleHiddenInput
    )


class CertificateForm(ActionForm):
    takes = {Community: ["uscc"]}
    from_row = ("uscc",)
    issued_on = day(_("证书颁发日期"))
    valid_until = day(_("证书有效期"), help_text=_("证书上的截止日期"))


class AskVacancyForm(ActionForm):
    takes = {Vacancy: ["community", "post", "staff_kind", "asked_on", "requirements"]}


class ApproveVacancyForm(ActionForm):
    takes = {Vacancy: ["decided_on", "approval"]}
    required = ("decided_on", "approval")


class RefuseVacancyForm(ActionForm):
    takes = {Vacancy: ["decided_on"]}
    required = ("decided_on", "reason")


class ExamForm(ActionForm):
    takes = {Vacancy: ["exam_on", "exam"]}
    required = ("exam_on", "exam")


class PublicityForm(ActionForm):
    takes = {Vacancy: ["candidate", "publicity_from", "publicity_until"]}
    required = ("candidate", "publicity_from", "publicity_until")


class RejectForm(ExamForm):
    required = ("exam_on", "exam", "reason")


class HireForm(ActionForm):
    """聘用 of the candidate; who is new to the register is entered here."""

    takes = {Worker: ["name", "id_number", *PERSON], Spell: ["started_on"]}
    required = ("id_number",)

    def __init__(self, *args, row=None, **kwargs):
        super().__init__(*args, row=row, **kwargs)
        self.fields["name"].initial = getattr(row, "candidate", "")

    def values(self):
        values = super().values()
        person = {name: values.pop(name) for name in self.takes[Worker]}
        worker = Worker(**person)
        worker.month_only = self.months(worker)
        return {**values, "worker": worker}


class WithdrawForm(ActionForm):
    required = ("reason",)
