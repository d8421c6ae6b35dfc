from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.generic import CreateView, FormView, UpdateView
from django.views.generic.detail import SingleObjectMixin

from communities.registers.forms import DeleteForm, caught_up, record_form
from communities.registers.saving import add_errors, closed, delete, deletion_of, kind_of, store
from communities.views.registers.acting import StartView
from communities.views.registers.base import KeptMixin, RowMixin
from communities.views.registers.listing import only_community
from communities.views.sending import sent_before
from records.versions import StaleEdit, version_of

CONFLICT = 409


class FormMixin(KeptMixin):
    """A row's form: saved once, or shown again with what is wrong."""

    template_name = "registers/form.html"

    def get_form_class(self):
        return record_form(self.register, self.register.form_class)

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "user": self.request.user}

    def post(self, request, *args, **kwargs):
        return self.again() or super().post(request, *args, **kwargs)

    def again(self):
        """The answer to a form that was sent before; None to a new one."""
        row = self.get_object() if "pk" in self.kwargs else self.model()
        _is_again, stored = sent_before(self.request, kind_of(self.register, row))
        return redirect(self.page_of(stored)) if stored else None

    def form_invalid(self, form):
        """Of two at once the second may find the row of the first in its way."""
        return self.again() or super().form_invalid(form)

    def page_of(self, row):
        return self.register.url("add") if "again" in self.request.POST else self.register.url("detail", row.pk)

    def form_valid(self, form):
        try:
            self.object = store(self.register, form, user=self.request.user)
        except ValidationError as error:
            add_errors(form, error)
            return self.form_invalid(form)
        except StaleEdit as stale:
            return self.stale(form, stale)
        messages.success(self.request, self.said() % {"row": self.object, "register": self.register.title})
        for remark in form.remarks:
            messages.warning(self.request, remark)
        return redirect(self.page_of(self.object))

    def stale(self, form, stale):
        """Who changed what, and a form that saves one's own changes over the newer version when sent again."""
        if stale.stored:
            form = caught_up(self.get_form_class()(instance=stale.stored, user=self.request.user), form, stale)
        context = self.get_context_data(form=form, stale=stale)
        return self.render_to_response(context, status=CONFLICT)


class RegisterAddView(FormMixin, CreateView):
    """Enter a row."""

    action = "add"

    def dispatch(self, request, *args, **kwargs):
        """Where entering is an act with effects, its form is shown instead."""
        if self.register.add:
            view = StartView.as_view(register=self.register, model=self.model)
            return view(request, act=self.register.add)
        return super().dispatch(request, *args, **kwargs)

    def get_initial(self):
        asked = {name: value for name, value in self.request.GET.items() if name in self.get_form_class().base_fields}
        return {"community": only_community(self.request.user), **asked}

    def said(self):
        return _("已新增%(register)s:%(row)s。")


class RegisterEditView(FormMixin, UpdateView):
    """Correct a row."""

    action = "change"

    def said(self):
        return _("已保存%(register)s“%(row)s”的修改,变更记录可在本页查看。")


class RegisterDeleteView(RowMixin, SingleObjectMixin, FormView):
    """Take back a row that should never have been entered."""

    action = "delete"
    form_class = DeleteForm
    template_name = "registers/act.html"

    def has_permission(self):
        return self.request.user.has_perm(self.register.permission("delete"))

    def get_form_kwargs(self):
        self.object = self.get_object()
        initial = {"version": version_of(self.object)}
        return {**super().get_form_kwargs(), "user": self.request.user, "initial": initial}

    def get_context_data(self, **kwargs):
        heading = _("删除误录的记录:%s") % self.object
        return super().get_context_data(row=self.object, heading=heading, verb=_("删除"), **kwargs)

    def get(self, request, *args, **kwargs):
        """What is no longer open is not asked about first and refused afterwards."""
        row = self.get_object()
        if self.register.is_open(row):
            return super().get(request, *args, **kwargs)
        messages.warning(request, closed(row))
        return redirect(self.register.url("detail", row.pk))

    def post(self, request, *args, **kwargs):
        if sent_before(request, deletion_of(self.register))[0]:
            return redirect(self.register.url("list"))
        return super().post(request, *args, **kwargs)

    def form_valid(self, form):
        try:
            delete(self.register, self.object, form, user=self.request.user)
        except ValidationError as error:
            add_errors(form, error)
            return self.form_invalid(form)
        except StaleEdit as stale:
            if stale.stored:
                fresh = DeleteForm(user=self.request.user, initial={"version": version_of(stale.stored)})
                form = caught_up(fresh, form, stale)
            return self.render_to_response(self.get_context_data(form=form, stale=stale), status=CONFLICT)
        messages.success(self.request, _("已删除,原因已记入变更记录。"))
        return redirect(self.register.url("list"))
