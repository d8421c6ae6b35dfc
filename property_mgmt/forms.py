"""What each act on estates, committees and disputes asks for."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from communities.action_forms import ActionForm, day
from property_mgmt.choices import DisputeState
from property_mgmt.models import Committee, CommitteeMember, Compound, Dispute
from property_mgmt.services import committees_to_join, neighbours_without_committee

MOST_NEIGHBOURS = 40


class EstateChoice(forms.ModelMultipleChoiceField):
    """Estates with what speaks for or against a joint committee."""

    def label_from_instance(self, compound):
        households = _("%s 户") % compound.households if compound.households is not None else _("户数无数据")
        eligible = _("符合条件") if compound.eligible_on else _("未登记符合条件日期")
        return f"{compound} · {compound.community} · {households} · {eligible}"


class FoundForm(ActionForm):
    """The committee of an estate, alone or together with neighbours."""

    takes = {Committee: ["name", "kind", "established_on", "term_until"]}
    required = ("term_until",)
    full_width = ("neighbours", "reason")
    neighbours = EstateChoice(
        label=gettext_lazy("一起联合组建的小区(同一街道、尚无委员会)"),
        queryset=Compound.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("只为本小区组建的不勾选"),
    )

    def __init__(self, data=None, *, user, row=None, **kwargs):
        super().__init__(data, user=user, row=row, **kwargs)
        if row is None:
            return
        found = neighbours_without_committee(row, on=timezone.localdate()).visible_to(user).select_related("community")
        listed = found.order_by("-eligible_on", "community__code", "name").values("pk")[:MOST_NEIGHBOURS]
        shown = found.filter(pk__in=list(listed.values_list("pk", flat=True)))
        self.fields["neighbours"].queryset = shown.order_by("community__code", "name")
        self.initial.setdefault("name", _("%s业主委员会") % row)


class JoinForm(ActionForm):
    """A neighbour's committee; where there is only one it is chosen already."""

    committee = forms.ModelChoiceField(
        label=gettext_lazy("加入哪个委员会(同一街道、在任期内)"), queryset=Committee.objects.none(), empty_label=None
    )
    on = day(gettext_lazy("加入日期"))

    def __init__(self, data=None, *, user, row=None, **kwargs):
        super().__init__(data, user=user, row=row, **kwargs)
        today = timezone.localdate()
        if row is not None:
            self.fields["committee"].queryset = committees_to_join(row, on=today).visible_to(user).order_by("name")
        self.initial.setdefault("on", today)


class LeaveForm(ActionForm):
    on = day(gettext_lazy("退出日期"), help_text=gettext_lazy("不再由该委员会代表的第一天"))


class ReelectForm(ActionForm):
    takes = {Committee: ["term_until"]}
    required = ("term_until",)
    on = day(gettext_lazy("换届日期"))


class EndForm(ActionForm):
    on = day(gettext_lazy("终止日期"), help_text=gettext_lazy("不再有这个委员会的第一天"))


class MemberForm(ActionForm):
    takes = {CommitteeMember: ["name", "role", "is_party_member", "is_community_worker", "allowance"]}


class SettleForm(ActionForm):
    takes = {Dispute: ["result"]}
    state = forms.ChoiceField(
        label=gettext_lazy("结果"),
        choices=[(one.value, one.label) for one in DisputeState if one is not DisputeState.OPEN],
    )
    on = day(gettext_lazy("办结日期"))
