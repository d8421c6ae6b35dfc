from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.generic import View

from communities.registers import bulk
from communities.registers.forms import BulkForm
from communities.registers.saving import add_errors
from communities.views.registers.base import RegisterMixin
from communities.views.sending import sent_before


class BulkView(RegisterMixin, View):
    """One field of the ticked rows, or the end of them all: first how many it changes, then it is done."""

    action = "change"
    http_method_names = ["post"]

    def rights(self):
        if self.register.end and self.request.POST.get("do") == "end":
            return [self.register.action(self.register.end).permission]
        return super().rights()

    def has_permission(self):
        """What ends a row may be open to others than those who correct it."""
        if self.register.end and self.request.POST.get("do") == "end":
            return self.register.may_end(self.request.user)
        return super().has_permission()

    def post(self, request):
        if request.POST.get("step") == "apply" and sent_before(request, bulk.kind_of(self.register))[0]:
            return redirect(self.register.url("list"))
        try:
            self.rows = self.find_rows()
        except ValidationError as error:
            messages.error(request, "".join(error.messages))
            return redirect(f"{self.register.url('list')}?{self.query}")
        self.does = request.POST.get("do", "edit")
        if self.does not in ("edit", "end") or (self.does == "end" and not self.register.end):
            raise Http404
        if not self.rows:
            messages.warning(request, _("请先勾选要处理的行。"))
            return redirect(self.register.url("list"))
        form = self.make_form()
        if "step" not in request.POST:
            return self.show(form)
        if not form.is_valid():
            return self.show(form)
        return self.apply(form) if request.POST["step"] == "apply" else self.preview(form)

    @property
    def query(self):
        return QueryDict(self.request.POST.get("query", "")).urlencode()

    def find_rows(self):
        if "everything" in self.request.POST:
            return bulk.everything(self.register, self.request)
        return bulk.ticked(self.register, self.request.user, self.request.POST.getlist("row"))

    def make_form(self):
        data = self.request.POST if "step" in self.request.POST else None
        if self.does == "end":
            return self.register.action(self.register.end).bind(user=self.request.user, row=self.rows[0], data=data)
        form = BulkForm(data, user=self.request.user)
        form.fields["field"].choices = bulk.fields(self.register)
        form.fields["value"].help_text = bulk.values_told(self.register)
        return form

    def preview(self, form):
        try:
            outcome = self.run(form, dry=True)
        except ValidationError as error:
            add_errors(form, error)
            return self.show(form)
        return self.show(form, outcome=outcome)

    def apply(self, form):
        try:
            outcome = self.run(form, dry=False)
        except ValidationError as error:
            add_errors(form, error)
            return self.show(form)
        text = _("已处理 %(changed)s 条,%(same)s 条原本如此、未改动。")
        messages.success(self.request, text % {"changed": outcome.changed, "same": outcome.same})
        return redirect(f"{self.register.url('list')}?{self.query}" if self.query else self.register.url("list"))

    def run(self, form, *, dry):
        run = bulk.end_rows if self.does == "end" else bulk.edit_rows
        return run(self.register, self.rows, form, user=self.request.user, dry=dry)

    def show(self, form, outcome=None):
        title = self.register.end_words[0] if self.does == "end" else _("批量修改")
        ids = ",".join(str(row.pk) for row in self.rows)
        context = {
            "register": self.register,
            "rows": self.rows,
            "ids": ids,
            "query": self.query,
            "form": form,
            "outcome": outcome,
        }
        return render(self.request, "registers/bulk.html", {**context, "does": self.does, "heading": title})
