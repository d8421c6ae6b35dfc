"""撤并分配: for each person, facility and sum of money of a community that ends, the successor it goes to."""

import re
from collections import Counter
from decimal import Decimal

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Column, Fieldset, Layout, Row
from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from communities.action_forms import ActionForm
from communities.distribution import Assignment, kinds, places, rows_left
from records.text import normalise

ALL = Decimal(100)
ALIKE = 5
MANY = 30
"""More rows of a register are not asked for one by one: they go to one place together, save for those named."""


class DistributionForm(ActionForm):
    """For each register where its rows go, and one line for each row, or the names of the exceptions where they are
    many. Money may be shared; what is left blank is decided another time, or stays."""

    rest = forms.ChoiceField(label=gettext_lazy("没有选择的都分到"), required=False)

    def __init__(self, data=None, *, user, row=None, **kwargs):
        super().__init__(data, user=user, row=row, **kwargs)
        self.groups, self.lines, self.named = [], [], []
        before, self.after = places(row) if row else ([], [])
        for community in before:
            for kind in kinds():
                self._ask_group(kind, community)
        self.fields["rest"].choices = [("", _("逐条选择")), *_named(self.after)]
        self.order_fields([*(name for name in self.fields if name != "reason"), "reason"])

    def _ask_group(self, kind, community):
        successors = [one for one in self.after if one != community]
        rows = list(rows_left(self.row, kind, community))
        together = _told_apart(kind, rows) if len(rows) > MANY and not kind.is_divisible else {}
        names = [] if kind.is_divisible or len(rows) < 2 else self._ask_rest(kind, community, successors)
        if together:
            names += self._ask_exceptions(kind, community, together, successors)
        alone = [row for row in rows if row not in together.values()] if together else rows
        names += [name for row in alone for name in self._ask(kind, community, row, successors)]
        if names:
            title = _("%(kind)s · 原%(place)s · %(count)s 条")
            self.groups.append((title % {"kind": kind.title, "place": community, "count": len(rows)}, names))

    def _ask_rest(self, kind, community, successors):
        """Where the rows of one register go that are not mentioned."""
        name, stays = _rest_of(kind, community), community in self.after
        label = _("其余%(kind)s都分到") % {"kind": kind.title}
        field = self.fields[name] = _choice(label, successors, stays=stays)
        if not stays:
            field.choices = [("", _("同“没有选择的都分到”")), *_named(successors)]
        return [name]

    def _ask_exceptions(self, kind, community, rows, successors):
        places = {f"to-{one.pk}-{kind.slug}-{community.pk}": one for one in successors}
        for name, successor in places.items() if len(places) > 1 or community in self.after else ():
            label = _("例外:分到%(place)s的%(kind)s") % {"place": successor, "kind": kind.title}
            help_text = _("每行一个名称,可从Excel粘贴一列;不写的随上面的选择")
            box = forms.Textarea(attrs={"rows": 3})
            self.fields[name] = forms.CharField(label=label, help_text=help_text, required=False, widget=box)
        self.named.append((kind, community, rows, places))
        return [name for name in places if name in self.fields]

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
        self.assignments += [one for group in self.named for one in self._assigned_by_name(*group, data)]
        if not self.assignments and not self.errors:
            raise forms.ValidationError(_("请至少给一条选择去向。"), code="required")
        return data

    def _assigned(self, kind, community, row, names, data):
        if None in names.values():
            ((name, _none),) = names.items()
            shares = {data.get(name) or self._rest(kind, community, data): ALL}
        else:
            shares = {str(one.pk): data[name] for name, one in names.items() if data.get(name)}
            if not shares and community not in self.after:
                shares = {self._rest(kind, community, data): ALL}
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

    def _assigned_by_name(self, kind, community, rows, places, data):
        known, rest, goes = {str(one.pk): one for one in self.after}, self._rest(kind, community, data), {}
        for name, successor in places.items():
            for label in filter(None, map(_folded, re.split(r"[;;\n]", data.get(name, "")))):
                if label not in rows:
                    self.add_error(name, _unknown(kind, label, rows))
                elif goes.setdefault(rows[label].pk, successor) != successor:
                    self.add_error(name, _("“%s”写了两处,请只留一处。") % label)
        return [
            Assignment(kind=kind.slug, row=row, before=community, after=after)
            for row in rows.values()
            if (after := goes.get(row.pk) or known.get(rest))
        ]

    def _rest(self, kind, community, data):
        """Where a row goes that is not mentioned: a community that goes on keeps it unless its register says other."""
        whole = "" if community in self.after else data.get("rest", "")
        return data.get(_rest_of(kind, community)) or whole

    @staticmethod
    def _adds_up(shares, *, stays):
        total = sum(shares.values())
        return total <= ALL if stays else total == ALL

    def values(self):
        return {"assignments": self.assignments, "reason": self.cleaned_data["reason"]}


def _rest_of(kind, community):
    return f"rest-{kind.slug}-{community.pk}"


def _folded(label):
    """A name as it is compared: 张 三 is 张三."""
    return normalise(str(label)).replace(" ", "")


def _told_apart(kind, rows):
    """{name as it is compared: row}; rows of one name by name and detail, without those that differ in neither."""
    alike = Counter(_folded(kind.label(row)) for row in rows)
    called = [
        (label if alike[label] == 1 else f"{label}{_folded(kind.detail(row))}", row)
        for row in rows
        for label in [_folded(kind.label(row))]
    ]
    times = Counter(label for label, _row in called)
    return {label: row for label, row in called if times[label] == 1}


def _unknown(kind, label, rows):
    """What to write instead of a name that several have or nobody has."""
    alike = [one for one in rows if one.startswith(label)][:ALIKE]
    if alike:
        return _("“%(label)s”不止一条,请写成:%(alike)s。") % {"label": label, "alike": "、".join(alike)}
    text = _("要分配的%(kind)s里没有“%(label)s”,或已在下面逐条列出。")
    return text % {"kind": kind.title, "label": label}


def _named(communities):
    return [(str(one.pk), one.name) for one in communities]


def _choice(label, successors, *, stays):
    blank = _("留在原社区") if stays else _("以后再分")
    only = str(successors[0].pk) if len(successors) == 1 and not stays else ""
    return forms.ChoiceField(label=label, required=False, initial=only, choices=[("", blank), *_named(successors)])


def _share(label, successor):
    text = _("%(row)s:分给%(place)s的百分比") % {"row": label, "place": successor}
    return forms.DecimalField(label=text, required=False, min_value=0, max_value=ALL, decimal_places=2)
