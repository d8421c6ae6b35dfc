"""What the public may see of an area: today, as planned, and as the pages would look."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import DetailView, FormView, ListView

from communities.access import reach, reaches
from communities.choices import Level
from communities.models import Area, Community
from communities.panels import Visit
from communities.places import inside, lies_in, names
from communities.views.base import ScopedMixin
from compliance.models import Opening
from compliance.opening_forms import OpeningForm
from compliance.opening_services import Standing, drop_plan, keep_plan, plan_of, release_plan
from compliance.panels import told
from compliance.views.public import published
from compliance.views.standards import DecisionView, SeenMixin

OFFERED = 60


class AreaMixin(ScopedMixin):
    """About one area within reach: the one asked for, else the outermost."""

    model = Opening

    def get_area(self):
        asked = self.request.GET.get("area", "") or min(reach(self.request.user), key=len, default=None)
        if asked is None or not (asked == "" or (asked.isdecimal() and Area.objects.filter(code=asked).exists())):
            raise Http404
        if not reaches(self.request.user, asked):
            raise Http404
        return asked or self.outermost()

    def outermost(self):
        """For who reaches the whole country: the first province."""
        first = Area.objects.filter(level=Level.PROVINCE).values_list("code", flat=True).first()
        if first is None:
            raise Http404
        return first

    def get_context_data(self, **kwargs):
        area = self.get_area()
        return super().get_context_data(area=area, name=names([area])[area], **kwargs)


class OpeningListView(AreaMixin, ListView):
    """How far the area opens each indicator, what is planned, and the plans released so far."""

    template_name = "office/opening_list.html"

    def get_queryset(self):
        return super().get_queryset().filter(area=self.get_area()).select_related("written_by", "released_by")

    def get_context_data(self, **kwargs):
        area = self.get_area()
        within = Area.objects.visible_to(self.request.user).open(on=timezone.localdate())
        plan = plan_of(area)
        lines = Standing(area).lines(plan)
        return super().get_context_data(areas=within.order_by("code")[:OFFERED], plan=plan, lines=lines, **kwargs)


class OpeningEditView(AreaMixin, FormView):
    """Plan how far the area opens its indicators."""

    action = "add"
    form_class = OpeningForm
    template_name = "office/opening_form.html"

    def get_queryset(self):
        return Opening.objects.visible_to(self.request.user)

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "user": self.request.user, "area": self.get_area()}

    def form_valid(self, form):
        try:
            plan = keep_plan(area=self.get_area(), changes=form.changes, user=self.request.user)
        except ValidationError as refusal:
            form.add_error(None, ValidationError(refusal.messages))
            return self.form_invalid(form)
        messages.success(self.request, _("公开方案已保存,现在还不生效。请预览,再由另一位同事发布。"))
        return redirect(plan)


class PlanMixin(ScopedMixin):
    model = Opening
    context_object_name = "plan"

    def get_queryset(self):
        return super().get_queryset().select_related("written_by", "released_by")


class OpeningDetailView(PlanMixin, DetailView):
    """What a plan changes, who wrote and who released it."""

    template_name = "office/opening_detail.html"

    def get_context_data(self, **kwargs):
        plan = self.object
        changed = [line for line in Standing(plan.area).lines(plan) if line[2] is not None]
        user = self.request.user
        is_waiting = plan.released_at is None and plan.written_by_id != user.pk
        may_release = is_waiting and user.has_perm("compliance.publish_opening")
        name = names([plan.area])[plan.area]
        return super().get_context_data(changed=changed, may_release=may_release, name=name, **kwargs)


class OpeningReleaseView(SeenMixin, DecisionView):
    """A plan takes effect."""

    model = Opening
    permission_required = "compliance.publish_opening"
    template_name = "office/opening_decide.html"
    heading = gettext_lazy("发布公开方案")
    verb = gettext_lazy("确认发布")
    effect = gettext_lazy("发布后,公开网站立即按新的公开范围显示;报告中的数字不变。")

    def decide(self, version):
        return release_plan(plan=self.object, user=self.request.user, seen=version)

    def said(self, plan):
        return _("公开方案已生效,公开网站已按新的范围显示。")

    def get_context_data(self, **kwargs):
        name = names([self.object.area])[self.object.area]
        about = {"plan": self.object, "name": name, "effect": self.effect, "is_own": self.is_own}
        return super().get_context_data(**about, **kwargs)

    @property
    def is_own(self):
        """Whether the account wrote the plan, and so cannot be the one who releases it."""
        return self.object.written_by_id == self.request.user.pk


class OpeningDropView(OpeningReleaseView):
    """A plan is taken back before it takes effect."""

    permission_required = "compliance.change_opening"
    heading = gettext_lazy("撤回公开方案")
    verb = gettext_lazy("确认撤回")
    effect = gettext_lazy("撤回后,公开范围保持现状。")
    is_own = False

    def get_queryset(self):
        return super().get_queryset().filter(released_at=None)

    def form_valid(self, form):
        drop_plan(plan=self.object, user=self.request.user)
        messages.success(self.request, _("公开方案已撤回,公开范围没有变化。"))
        return redirect(f"{reverse('compliance:opening_list')}?area={self.object.area}")


class OpeningPreviewView(PlanMixin, DetailView):
    """The public page of the area, or of a place inside it, as it would be once the plan is released."""

    def get_template_names(self):
        return ["office/opening_community.html" if self.community else "public/area.html"]

    @property
    def code(self):
        code = self.request.GET.get("area", "") or self.object.area
        if not lies_in(code, [self.object.area]):
            raise Http404
        return code

    @property
    def community(self):
        if len(self.code) != Level.COMMUNITY.width:
            return None
        return Community.objects.filter(code=self.code, abolished_on=None).first()

    def get_context_data(self, **kwargs):
        plan, code = self.object, self.code
        if self.community:
            shown = told(Visit(community=self.community, on=timezone.localdate()), plan)
            return super().get_context_data(community=self.community, preview=plan, panel=shown, **kwargs)
        area, places = Area.objects.filter(code=code).first(), inside(code)
        if area is None:
            raise Http404
        shown = published(code, places, plan)
        called = [(place, cells) for place, (_url, _name, cells) in zip(places, shown["places"], strict=True)]
        shown["places"] = [(f"?area={place.code}", str(place), cells) for place, cells in called]
        return super().get_context_data(name=area.name, code=code, is_top=True, preview=plan, **shown, **kwargs)
