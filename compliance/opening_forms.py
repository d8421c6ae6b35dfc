"""The form of a plan: for each indicator how far it is to be open."""

from django import forms
from django.utils.translation import gettext as _

from communities.registers.forms import OnceForm
from compliance import registry
from compliance.choices import Reach
from compliance.opening_services import Standing, plan_of


class OpeningForm(OnceForm):
    """One choice for each indicator, beginning with what is planned, else with what holds."""

    def __init__(self, *args, area, **kwargs):
        super().__init__(*args, **kwargs)
        self.standing, plan = Standing(area), plan_of(area)
        planned = plan.reaches if plan else {}
        for each in registry.indicators():
            same = _("沿用上级(%s)") % self.standing.around(each.slug).label
            self.fields[each.slug] = forms.ChoiceField(
                label=each.title,
                required=False,
                choices=[("", same), *Reach.choices],
                initial=planned.get(each.slug, self.standing.own(each.slug)),
                widget=forms.Select(attrs={"class": "form-select"}),
            )

    @property
    def changes(self):
        """{indicator: reach} of those that would be other than they are."""
        return {slug: reach for slug, reach in self.values.items() if reach != self.standing.own(slug)}

    @property
    def lines(self):
        return [self[each.slug] for each in registry.indicators()]
