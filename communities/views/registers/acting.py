from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView
from django.views.generic.detail import SingleObjectMixin

from communities.access import reach
from communities.models import Nil
from communities.registers import declaring
from communities.registers.fields import CommunityField, DayField
from communities.registers.forms import OnceForm, caught_up
from communities.registers.saving import add_errors, refusing
from communities.views.registers.base import KeptMixin, RegisterMixin
from communities.views.registers.listing import only_community
from communities.views.sending import sent_before
from records.history import acting
from records.sending import once
from records.versions import StaleEdit

CONFLICT = 409


class ActMixin(KeptMixin):
    """An act with its form. What it does is its service's."""

    template_name = "registers/act.html"

    @property
    def act(self):
        found = self.register.action(self.kwargs["act"])
        if found is None:
            raise Http404
        return found

    def rights(self):
        return [self.act.permission]

    def has_permission(self):
        return self.request.user.has_perm(self.act.permission)

    def get(self, request, *args, **kwargs):
        form = self.act.bind(user=request.user, row=self.row)
        if self.row is None:
            form.initial.setdefault("community", only_community(request.user))
        return self.show(form)

    def post(self, request, *args, **kwargs):
        if again := self.again():
            return again
        form = self.act.bind(user=request.user, row=self.row, data=request.POST, files=request.FILES)
        try:
            result = self.act.run(form)
        except StaleEdit as stale:
            return self.again() or self.stale(form, stale)
        if form.errors:
            return self.again() or self.show(form)
        messages.success(request, _("已办理“%(title)s”,变更记录可在页面下方查看。") % {"title": self.act.title})
        if "again" in request.POST:
            return redirect(request.path)
        return redirect(self.after(result))

    def stale(self, form, stale):
        """What was changed since the form was opened, and the form again, for the row as it is now."""
        if stale.stored:
            form = caught_up(self.act.bind(user=self.request.user, row=stale.stored), form, stale)
        return self.show(form, stale=stale, status=CONFLICT)

    def again(self):
        """The answer to a form that was sent before; None to a new one."""
        is_again, stored = sent_before(self.request, self.act.kind)
        return redirect(self.after(stored)) if is_again else None

    def show(self, form, *, status=200, **context):
        heading = f"{self.act.title}:{self.row}" if self.row else self.act.title
        again = self.row is None
        shown = {"register": self.register, "row": self.row, "form": form, "heading": heading, "verb": _("保存")}
        return self.render_to_response({"view": self, **shown, "again": again, **context}, status=status)

    def after(self, result):
        """The page of what was done."""
        label = result._meta.label_lower if hasattr(result, "_meta") else ""
        try:
            register = declaring.get(label)
        except KeyError:
            return self.back_url()
        return register.after_url(result, reach(self.request.user)) or self.back_url()

    def back_url(self):
        return self.register.url("detail", self.row.pk) if self.row else self.register.url("list")


class StartView(ActMixin, FormView):
    """An act that begins from the list: somebody new, a training for many."""

    row = None

    def dispatch(self, request, *args, **kwargs):
        if "act" in kwargs:
            found = self.register.action(kwargs["act"])
            if found is None or found.row:
                raise Http404
        return super().dispatch(request, *args, **kwargs)


class ActView(ActMixin, SingleObjectMixin, FormView):
    """An act on one row, where it fits the row as it is."""

    def dispatch(self, request, *args, **kwargs):
        self.row = None
        return super().dispatch(request, *args, **kwargs)

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.row = None

    def get(self, request, *args, **kwargs):
        self.row = self.get_object()
        if not self.act.row:
            raise Http404
        if not self.act.when(self.row):
            messages.info(request, _("按现在的登记,不需要再办理“%(title)s”。") % {"title": self.act.title})
            return redirect(self.back_url())
        return super().get(request, *args, **kwargs)

    def post(self, request, *args, **kwargs):
        self.row = self.get_object()
        return super().post(request, *args, **kwargs)


class EndView(ActView):
    """The act by which a row of this register ends."""

    @property
    def act(self):
        found = self.register.end and self.register.action(self.register.end)
        if not found:
            raise Http404
        return found


class NilForm(OnceForm):
    community = CommunityField(label=gettext_lazy("社区"))
    started_on = DayField(label=gettext_lazy("起始日期"), help_text=gettext_lazy("从这一天起按 0 计,不再算作数据不全"))
    source = forms.CharField(label=gettext_lazy("依据"), max_length=200, help_text=gettext_lazy("文件名称或提供人"))


class NilView(RegisterMixin, FormView):
    """确认本社区无此项: the empty register of a community then means none, not unknown."""

    form_class = NilForm
    template_name = "registers/act.html"

    def rights(self):
        return ["communities.add_nil"]

    def has_permission(self):
        return bool(self.register.nil) and self.request.user.has_perm("communities.add_nil")

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "user": self.request.user}

    def get_initial(self):
        return {"community": only_community(self.request.user), "started_on": timezone.localdate()}

    def get_context_data(self, **kwargs):
        heading = _("确认本社区无此项:%s") % self.register.title
        return super().get_context_data(heading=heading, verb=_("确认"), **kwargs)

    def post(self, request, *args, **kwargs):
        if sent_before(request, "nil")[0]:
            return redirect(self.register.url("list"))
        return super().post(request, *args, **kwargs)

    def form_valid(self, form):
        values = form.values
        try:
            with acting(self.request.user, _("确认无此项:%s") % self.register.title), refusing(Nil):
                nil = Nil(register=self.register.nil, **values)
                nil.full_clean()
                once(form.cleaned_data["submission_id"], user=self.request.user, kind="nil", act=lambda: _saved(nil))
        except ValidationError as error:
            add_errors(form, error)
            return self.form_invalid(form)
        messages.success(
            self.request, _("已确认%(place)s没有%(what)s。") % {"place": nil.community, "what": self.register.title}
        )
        return redirect(self.register.url("list"))


def _saved(row):
    row.save()
    return row
