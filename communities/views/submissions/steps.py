"""A step of a submission, or of a street as a whole: asked for on its own page, taken once, refused when it is late."""

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import DetailView, View
from django.views.generic.detail import SingleObjectMixin

from communities.models import StreetBatch, Submission, SubmissionEvent
from communities.places import names
from communities.submissions import hands, services, street_services
from communities.submissions.choices import Action
from communities.submissions.forms import ReturnStreetForm, StepForm, SubmitForm
from communities.submissions.page_forms import ReturnRowsForm
from communities.submissions.pointing import link
from communities.views.base import ScopedMixin
from communities.views.sending import SentOnceMixin, sent_before
from records.sending import once
from records.text import key_in

CONFLICT = 409
LATE = {"stale", "state"}


@dataclass(frozen=True, kw_only=True)
class Step:
    """What a page needs to know of a step beside its service."""

    run: Callable
    permission: str
    effect: str
    said: str
    form: type = StepForm
    template: str = "submissions/step.html"


STEPS = {
    Action.SUBMIT: Step(
        run=services.submit,
        form=SubmitForm,
        template="submissions/submit.html",
        permission="communities.change_submission",
        effect=gettext_lazy("提交后由上一级审核;审核前可以撤回,提交后再改动数据需要重新提交。"),
        said=gettext_lazy("已提交审核:%s。街道审核之前可以撤回。"),
    ),
    Action.WITHDRAW: Step(
        run=services.withdraw,
        permission="communities.change_submission",
        effect=gettext_lazy("撤回后按未报计算,改好后需重新提交;按时与否以重新提交的时间为准。"),
        said=gettext_lazy("已撤回:%s。改好后请重新提交。"),
    ),
    Action.PASS: Step(
        run=services.pass_submission,
        permission="communities.decide_submission",
        effect=gettext_lazy("通过后计入本街道;全部社区通过后即可上报区县。"),
        said=gettext_lazy("已通过:%s。全部社区通过后请上报区县。"),
    ),
    Action.RETURN: Step(
        run=services.return_submission,
        form=ReturnRowsForm,
        template="submissions/return.html",
        permission="communities.decide_submission",
        effect=gettext_lazy("退回后社区会在今日待办里看到原因,改好后重新提交。"),
        said=gettext_lazy("已退回:%s。社区会在今日待办里看到原因。"),
    ),
}
STREET_STEPS = {
    Action.SEND: Step(
        run=street_services.send_street,
        permission="communities.change_streetbatch",
        effect=gettext_lazy("本街道全部社区一次上报区县;上报后街道不能再退回社区,需由区县退回。"),
        said=gettext_lazy("已上报:%s,等待区县审核。"),
    ),
    Action.APPROVE: Step(
        run=street_services.approve_street,
        permission="communities.decide_streetbatch",
        effect=gettext_lazy("通过后本期数据即锁定,任何人不能再改动;确需更正的,由区县开通限期更正。"),
        said=gettext_lazy("已审核通过并锁定:%s。"),
    ),
    Action.RETURN_STREET: Step(
        run=street_services.return_street,
        form=ReturnStreetForm,
        permission="communities.decide_streetbatch",
        effect=gettext_lazy("只写需要更正的社区;其余社区保持街道已通过的状态。"),
        said=gettext_lazy("已退回街道:%s。写明原因的社区需重新办理。"),
    ),
}


class StepPage(ScopedMixin, DetailView):
    """Asks before a step and takes it. `subject` is what the service calls the row it works on."""

    action = None
    steps = {}
    subject = ""
    find_open = None
    page = ""

    def get_permission_required(self):
        return [self.step.permission]

    @property
    def step(self):
        return self.steps[self.action]

    def is_open(self):
        return self.action in type(self).find_open(self.object)

    def form(self, data=None):
        about = {self.subject: self.object} if self.step.form is not StepForm else {}
        return self.step.form(data, initial={"version": self.object.version}, **about)

    def get(self, request, *args, **kwargs):
        self.object = self.get_object()
        return self.show(self.form()) if self.is_open() else self.too_late()

    def post(self, request, *args, **kwargs):
        self.object = self.get_object()
        if not self.is_open():
            return self.too_late()
        form = self.form(request.POST)
        if not form.is_valid():
            return self.late_or_wrong(form)
        try:
            once(form.cleaned_data["submission_id"], user=request.user, kind=self.kind, act=lambda: self.take(form))
        except ValidationError as error:
            if getattr(error, "code", "") in LATE:
                return self.too_late(error)
            form.add_error(None, error)
            return self.show(form)
        messages.success(request, self.step.said % self.name())
        return redirect(self.page, self.object.pk)

    @property
    def kind(self):
        return f"{self.action}:{self.object.pk}"

    def take(self, form):
        return self.step.run(user=self.request.user, **{self.subject: self.object}, **self.values(form))

    def late_or_wrong(self, form):
        """What has moved on is not mended by filling in the form better."""
        return self.too_late() if form.cleaned_data.get("version") != self.object.version else self.show(form)

    def values(self, form):
        values = {name: form.cleaned_data[name] for name in ("reason", "version")}
        if self.action in {Action.RETURN, Action.RETURN_STREET}:
            values["rows"] = form.rows
        if self.action == Action.SUBMIT:
            values["explanations"] = form.explanations
        return values

    def show(self, form, status=200, **more):
        context = {"form": form, "step": self.step, "action": self.action, "name": self.name(), "page": self.page}
        return self.render_to_response(self.get_context_data(**context, **more), status=status)

    def get_template_names(self):
        return [self.step.template]

    def too_late(self, error=None):
        """The state as it is now, instead of a form that would be refused; whose own step it was is told that it is
        done."""
        if sent_before(self.request, self.kind)[0]:
            return redirect(self.page, self.object.pk)
        self.object.refresh_from_db()
        last = self.events().order_by("-pk").first()
        own = last if last and (last.action, last.user) == (self.action, self.request.user) else None
        context = self.get_context_data(action=self.action, name=self.name(), page=self.page, error=error, own=own)
        self.template_name = "submissions/late.html"
        return self.response_class(self.request, ["submissions/late.html"], context, status=CONFLICT)


class SubmissionStepView(StepPage):
    """A step of one community's submission."""

    model = Submission
    steps = STEPS
    subject = "submission"
    find_open = staticmethod(hands.open_steps)
    page = "communities:submission_detail"

    def get_queryset(self):
        return super().get_queryset().select_related("community", "period", "batch")

    def name(self):
        return str(self.object)

    def events(self):
        return self.object.events.select_related("user")

    def get_context_data(self, **kwargs):
        form = kwargs.get("form")
        findings = getattr(form, "findings", [])
        stops = [(one, self.link(one)) for one in findings if one.stops]
        asks = [(form[name], self.link(one)) for name, one in getattr(form, "warnings", {}).items()]
        return super().get_context_data(stops=stops, asks=asks, **kwargs)

    @staticmethod
    def link(finding):
        return link(finding.table, finding.row_id, finding.community_id)


class StreetStepView(StepPage):
    """A step of a street as a whole."""

    model = StreetBatch
    steps = STREET_STEPS
    subject = "batch"
    find_open = staticmethod(hands.open_street_steps)
    page = "communities:submission_board"

    def get_queryset(self):
        return super().get_queryset().select_related("period")

    def name(self):
        street = self.object.street
        return f"{names([street])[street]} {self.object.period} {self.object.group_title}"

    def events(self):
        return SubmissionEvent.objects.filter(submission__batch=self.object).select_related("user")


class PassManyView(SentOnceMixin, ScopedMixin, SingleObjectMixin, View):
    """通过 for the communities ticked on a street's board: each for itself, and what is refused is told by name."""

    model = StreetBatch
    permission_required = ["communities.decide_submission"]

    def get(self, request, *args, **kwargs):
        return redirect("communities:submission_board", self.get_object().pk)

    def post(self, request, pk):
        batch, user = self.get_object(), request.user
        wanted = [key for one in request.POST.getlist("row") if (key := key_in(one)) is not None]
        rows = batch.submissions.visible_to(user).filter(pk__in=wanted).select_related("community", "period", "batch")
        passed = 0
        for submission in rows.order_by("community__code"):
            try:
                version = key_in(request.POST.get(f"version-{submission.pk}", ""))
                services.pass_submission(submission=submission, user=user, version=version)
                passed += 1
            except ValidationError as error:
                messages.error(request, f"{submission.community}:{''.join(error.messages)}")
        if passed:
            messages.success(request, _("已通过 %s 个社区。全部社区通过后请上报区县。") % passed)
        elif not rows:
            messages.warning(request, _("请先勾选要通过的社区。"))
        return redirect("communities:submission_board", batch.pk)
