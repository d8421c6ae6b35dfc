from django.utils.functional import cached_property
from django.views.generic import FormView
from django.views.generic.detail import SingleObjectMixin

from communities.registers.forms import OnceForm, ReasonField
from communities.views.registers.base import RegisterMixin
from staffing.disclosing import DISCLOSE, disclose_number


class DiscloseForm(OnceForm):
    reason = ReasonField(max_length=200)


class DiscloseView(RegisterMixin, SingleObjectMixin, FormView):
    """Asks why, then shows one number of one person on this one page. It is not kept in the address or the browser."""

    field = ""
    form_class = DiscloseForm
    template_name = "staffing/disclose.html"

    def rights(self):
        return [DISCLOSE]

    def has_permission(self):
        return self.request.user.has_perm(DISCLOSE)

    @cached_property
    def object(self):
        return self.get_object()

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "user": self.request.user}

    def get_context_data(self, **kwargs):
        label = self.model._meta.get_field(self.field).verbose_name
        masked = {"id_number": self.object.masked_id, "phone": self.object.masked_phone}[self.field]
        return super().get_context_data(row=self.object, label=label, masked=masked, **kwargs)

    def form_valid(self, form):
        reason = form.cleaned_data["reason"]
        number = disclose_number(worker=self.object, name=self.field, user=self.request.user, reason=reason)
        return self.render_to_response(self.get_context_data(form=form, number=number, is_shown=True))
