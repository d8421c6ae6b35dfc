"""Around the review: reminders and their printed notice, corrections for a while, the hands of a county."""

from functools import partial

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect, resolve_url
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView, TemplateView
from django.views.generic.detail import SingleObjectMixin

from communities.access import reach, reaches, within
from communities.choices import AreaLevel
from communities.models import Area, LockException, Reminder, ReviewSetting, StreetBatch, Submission
from communities.registers.forms import caught_up
from communities.registers.saving import add_errors
from communities.submissions.choices import State
from communities.submissions.levels import set_levels, setting_of
from communities.submissions.locks import end_exception, grant_exception
from communities.submissions.page_forms import LevelsForm, PeriodForm, ReasonForm, RemindForm, UnlockForm
from communities.submissions.periods import open_for_county
from communities.submissions.reminders import notices, remind
from communities.views.base import ScopedMixin, asked_area
from communities.views.sending import sent_before
from records.sending import once
from records.versions import StaleEdit, version_of

CONFLICT = 409
LEVELS = "levels"


class AskingView(ScopedMixin, SingleObjectMixin, FormView):
    """A form about one row within reach."""

    template_name = "submissions/ask.html"

    def dispatch(self, request, *args, **kwargs):
        self.object = None
        return super().dispatch(request, *args, **kwargs)

    def get(self, request, *args, **kwargs):
        self.object = self.get_object()
        return super().get(request, *args, **kwargs)

    @property
    def kind(self):
        return f"{self.model._meta.model_name} {type(self).__name__}"

    def post(self, request, *args, **kwargs):
        if sent_before(request, self.kind)[0]:
            self.object = self.get_queryset().filter(pk=kwargs["pk"]).first()
            return redirect(*self.back) if self.object else redirect("communities:submission_list")
        self.object = self.get_object()
        return super().post(request, *args, **kwargs)

    def form_valid(self, form):
        token, user = form.cleaned_data.pop("submission_id"), self.request.user
        try:
            stored = once(token, user=user, kind=self.kind, act=lambda: self.act(form))
        except ValidationError as error:
            add_errors(form, error)
            return self.form_invalid(form)
        messages.success(self.request, self.said(form, stored))
        return redirect(*self.back)

    def get_context_data(self, **kwargs):
        return super().get_context_data(about=self.about(), back=resolve_url(*self.back), **kwargs)

    def about(self):
        return str(self.submission)


class RemindView(AskingView):
    """催报 to the late communities of a street."""

    model = StreetBatch
    form_class = RemindForm
    permission_required = ["communities.add_reminder"]
    extra_context = {"heading": gettext_lazy("催报"), "verb": gettext_lazy("发出催报")}

    @property
    def back(self):
        return ("communities:submission_board", self.object.pk)

    def about(self):
        return _("催报显示在社区的今日待办里,直到提交为止。")

    def get_form_kwargs(self):
        rows = Submission.objects.visible_to(self.request.user).filter(batch=self.object)
        late = rows.late(on=timezone.localdate()).select_related("community").order_by("community__code")
        return {**super().get_form_kwargs(), "late": late}

    def act(self, form):
        return remind(user=self.request.user, **form.cleaned_data)

    def said(self, form, stored):
        return _("已催报%s个社区,可打印催报单送达。") % len(stored)


class NoticesView(ScopedMixin, TemplateView):
    """催报单, one page a street, for print."""

    model = Reminder
    action = "add"
    template_name = "submissions/notices.html"

    def get_context_data(self, **kwargs):
        found = notices(user=self.request.user, area_code=asked_area(self.request))
        return super().get_context_data(notices=found, **kwargs)


class UnlockView(AskingView):
    """限期更正: one locked submission is opened for some days."""

    model = Submission
    form_class = UnlockForm
    permission_required = ["communities.add_lockexception"]
    extra_context = {"heading": gettext_lazy("开通限期更正"), "verb": gettext_lazy("开通")}

    def get_queryset(self):
        return super().get_queryset().select_related("community", "period")

    @property
    def submission(self):
        return self.object

    @property
    def back(self):
        return ("communities:submission_detail", self.object.pk)

    def get_initial(self):
        return {"started_on": timezone.localdate().isoformat()}

    def get(self, request, *args, **kwargs):
        self.object = self.get_object()
        if self.object.state != State.APPROVED:
            return self.render_to_response(
                {"about": self.about(), "back": resolve_url(*self.back), **self.extra_context}, status=CONFLICT
            )
        return self.render_to_response(self.get_context_data())

    def act(self, form):
        return grant_exception(submission=self.object, user=self.request.user, **form.cleaned_data)

    def said(self, form, stored):
        return _("已开通限期更正,到%s恢复锁定。改动都留在变更记录里。") % stored.ended_on


class RelockView(AskingView):
    """Lock again before the day that was set."""

    model = LockException
    form_class = ReasonForm
    permission_required = ["communities.change_lockexception"]
    extra_context = {"heading": gettext_lazy("提前恢复锁定"), "verb": gettext_lazy("恢复锁定")}

    def get_queryset(self):
        return super().get_queryset().select_related("submission__community", "submission__period")

    @property
    def submission(self):
        return self.object.submission

    @property
    def back(self):
        return ("communities:submission_detail", self.object.submission_id)

    def act(self, form):
        end_exception(exception=self.object, user=self.request.user, reason=form.cleaned_data["reason"])

    def said(self, form, stored):
        return _("已恢复锁定。")


class CountyMixin:
    def counties(self):
        """The counties that lie within reach as a whole."""
        inside = within(reach(self.request.user), "code")
        return list(Area.objects.filter(inside, level=AreaLevel.COUNTY).order_by("code"))


class PeriodView(CountyMixin, ScopedMixin, FormView):
    """开启报送期 by hand, or another due day, for a county."""

    model = StreetBatch
    action = "decide"
    form_class = PeriodForm
    template_name = "submissions/ask.html"
    extra_context = {"heading": gettext_lazy("开启报送期、改截止日期"), "verb": gettext_lazy("保存")}

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "counties": self.counties()}

    def get_initial(self):
        return {"on": timezone.localdate(), "group": self.request.GET.get("group", "")}

    def get_context_data(self, **kwargs):
        about = _("平时每晚自动开启当期的报送;补报过去的报送期,或遇节假日需改期时,在这里办理。只影响本区县。")
        return super().get_context_data(about=about, back=resolve_url("communities:submission_list"), **kwargs)

    def form_valid(self, form):
        values, user = dict(form.cleaned_data), self.request.user
        token = values.pop("submission_id")
        try:
            period = once(token, user=user, kind="period", act=lambda: open_for_county(user=user, **values))
        except ValidationError as error:
            add_errors(form, error)
            return self.form_invalid(form)
        messages.success(self.request, _("已开启%s,各社区会在今日待办里看到。") % period)
        return redirect(f"{reverse('communities:submission_list')}?period={period.pk}&group={values['group']}")


class LevelsView(CountyMixin, ScopedMixin, FormView):
    """审核层级: which hands take part in a county."""

    model = ReviewSetting
    action = "change"
    form_class = LevelsForm
    template_name = "submissions/levels.html"

    @property
    def county(self):
        asked, counties = self.request.GET.get("county", ""), self.counties()
        return next((one for one in counties if one.code == asked), counties[0] if counties and not asked else None)

    def get_initial(self):
        county = self.county
        if county is None:
            return {}
        return self.values_of(setting_of(county.code))

    @staticmethod
    def values_of(setting):
        values = {name: getattr(setting, name) for name in ("community_level", "street_level", "county_level")}
        return {"county": setting.county, "version": version_of(setting), **values}

    def get_context_data(self, **kwargs):
        return super().get_context_data(counties=self.counties(), county=self.county, **kwargs)

    def post(self, request, *args, **kwargs):
        return redirect(request.path) if sent_before(request, LEVELS)[0] else super().post(request, *args, **kwargs)

    def form_valid(self, form):
        values, user = form.cleaned_data, self.request.user
        if not reaches(user, values["county"]):
            raise Http404
        asked = {"county": values["county"], "reason": values["reason"], "version": values["version"]}
        try:
            act = partial(set_levels, user=user, levels=form.levels, **asked)
            once(values["submission_id"], user=user, kind=LEVELS, act=act)
        except ValidationError as error:
            add_errors(form, error)
            return self.form_invalid(form)
        except StaleEdit as stale:
            form = caught_up(LevelsForm(initial=self.values_of(stale.stored)), form, stale)
            context = self.get_context_data(form=form, stale=stale)
            return self.render_to_response(context, status=CONFLICT)
        messages.success(self.request, _("审核层级已保存,从现在起的报送按此办理。"))
        return redirect(f"{self.request.path}?county={values['county']}")
