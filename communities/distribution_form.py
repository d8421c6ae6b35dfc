"""撤并分配: for each person, facility and sum of money of a community that ends, the successor it goes to."""

from decimal import Decimal

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Column, Fieldset, Layout, Row
from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from communities.action_forms import ActionForm
from communities.distribution import Assignment, kinds, places, rows_left

ALL = Decimal(100)


class DistributionForm(ActionForm):
    """One line for each row. Money may be shared; what is left blank is decided another time, or stays."""

    rest = forms.ChoiceField(label=gettext_lazy("没有选择的都分到"), required=False)

    def __init__(self, data=None, *, user, row=None, **kwargs):
        super().__init__(data, user=user, row=row, **kwargs)
        self.groups, self.lines = [], []
        before, self.after = places(row) if row else ([], [])
        for community in before:
            for kind in kinds():
                self._ask_group(kind, community)
        self.fields["rest"].choices = [("", _("逐条选择")), *_named(self.after)]
        self.order_fields([*(name for name in self.fields if name != "reason"), "reason"])

    def _ask_group(self, kind, community):
        successors = [one for one in self.after if one != community]
        rows = list(rows_left(self.row, kind, community))
        names = [name for one in rows for name in self._ask(kind, community, one, successors)]
        if names:
            title = _("%(kind)s · 原%(place)s · %(count)s 条")
            self.groups.append((title % {"kind": kind.title, "place": community, "count": len(rows)}, names))

    def _ask(self, kind, community, row, successors):
        stays = community in self.after
        key, label = f"{kind.slug}-{community.pk}-{row.pk}", kind.label(row)
        is_shared = kind.is_divisible and (stays or len(successors) > 1)
        names = {f"{key}-{one.pk}" if is_shared else key: one for one in (successors if is_shared else [None])}
        for name, successor in names.items():
            self.fields[name] = _share(label, successor) if is_shared else _choice(label, successors, stays=stays)
        self.lines.append((kind, community, row, names))
        return names

    @property
    def helper(self):
        helper = FormHelper()
        helper.form_tag = False
        groups = [
            Fieldset(title, Row(*(Column(name, css_class="col-12 col-md-6") for name in names)))
            for title, names in self.groups
        ]
        helper.layout = Layout("version", "submission_id", "rest", *groups, "reason")
        return helper

    def clean(self):
        data = super().clean()
        self.assignments = [one for line in self.lines for one in self._assigned(*line, data)]
        if not self.assignments and not self.errors:
            raise forms.ValidationError(_("请至少给一条选择去向。"), code="required")
        return data

    def _assigned(self, kind, community, row, names, data):
        if None in names.values():
            ((name, _none),) = names.items()
            shares = {data.get(name) or ("" if community in self.after else data.get("rest", "")): ALL}
        else:
            shares = {str(one.pk): data[name] for name, one in names.items() if data.get(name)}
            if not shares and community not in self.after:
                shares = {data.get("rest", ""): ALL}
            elif shares and not self._adds_up(shares, stays=community in self.after):
                text = _("“%(row)s”的份额合计应为 100%%,现为 %(sum)s%%。")
                self.add_error(next(iter(names)), text % {"row": kind.label(row), "sum": sum(shares.values())})
                return []
        known = {str(one.pk): one for one in self.after}
        return [
            Assignment(kind=kind.slug, row=row, before=community, after=known[pk], share=share / ALL)
            for pk, share in shares.items()
            if pk in known
        ]

    @staticmethod
    def _adds_up(shares, *, stays):
        total = sum(shares.values())
        return total <= ALL if stays else total == ALL

    def values(self):
        return {"assignments": self.assignments, "reason": self.cleaned_data["reason"]}


def _named(communities):
    return [(str(one.pk), one.name) for one in communities]


def _choice(label, successors, *, stays):
    blank = _("留在原社区") if stays else _("以后再分")
    only = str(successors[0].pk) if len(successors) == 1 and not stays else ""
    return forms.ChoiceField(label=label, required=False, initial=only, choices=[("", blank), *_named(successors)])


def _share(label, successor):
    text = _("%(row)s:分给%(place)s的百分比") % {"row": label, "place": successor}
    return forms.DecimalField(label=text, required=False, min_value=0, max_value=ALL, decimal_places=2)
