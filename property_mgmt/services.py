"""What happens to committees and disputes: each function is one act, dated, by somebody, for a reason."""

from django.utils.translation import gettext as _

from communities.rules import UNTIL_TODAY, check_day, check_reach, refusal
from property_mgmt.models import Committee, CommitteeEstate, CommitteeMember, Compound, Dispute
from property_mgmt.querysets import STREET
from records.history import acting
from records.periods import open_on
from records.successors import set_exactly


def found_committee(*, compound, user, name, kind, established_on, term_until=None, neighbours=(), reason=""):
    """The owners of an estate, with those of `neighbours` in the same street, have elected a committee."""
    with acting(user, reason or (_("联合组建委员会") if neighbours else _("组建委员会"))):
        check_day(established_on, field="established_on")
        committee = Committee(community=compound.community, name=name, kind=kind)
        committee.established_on, committee.term_until = established_on, term_until
        committee.full_clean()
        committee.save()
        set_estates(committee, [compound, *neighbours], on=established_on, user=user, field="neighbours")
        return committee


def set_estates(committee, compounds, *, on, user, field):
    """From the day on the committee stands for exactly these estates."""
    wanted = list(dict.fromkeys(compounds))
    standing = {each.compound_id: each for each in committee.estates.filter(open_on(on))}
    joining = [compound for compound in wanted if compound.pk not in standing]
    check_reach(user, *(compound.community for compound in joining), field=field)
    check_street(committee, wanted, field=field)
    if not wanted:
        raise refusal(field, _("委员会至少代表一个小区。"), "required")
    for pk in set(standing) - {compound.pk for compound in wanted}:
        _end_estate(standing[pk], on)
    for compound in joining:
        check_free(compound, on, field=field)
        CommitteeEstate.objects.create(committee=committee, compound=compound, started_on=on)


def _end_estate(estate, on):
    if estate.started_on >= on:
        estate.delete()
    else:
        estate.ended_on = on
        estate.save(update_fields=["ended_on"])


def check_street(committee, compounds, *, field):
    """A joint committee lies in one street."""
    street = committee.community.code[:STREET]
    beyond = [str(compound) for compound in compounds if compound.community.code[:STREET] != street]
    if beyond:
        text = _("%(names)s在另一个街道(乡镇),不能跨街道联合组建委员会。")
        raise refusal(field, text, "conflict", names="、".join(beyond))


def check_free(compound, on, *, field):
    """No estate has two committees at a time; a later one is in the way as well."""
    taken = CommitteeEstate.objects.filter(compound=compound).exclude(ended_on__lte=on).select_related("committee")
    if (other := taken.first()) is not None:
        text = _("%(compound)s已有委员会“%(committee)s”,请先终止原委员会,或办理换届。")
        raise refusal(field, text, "overlap", compound=compound, committee=other.committee)


def join_committee(*, compound, committee, on, user, reason=""):
    """From the day on a neighbour's committee stands for the estate as well. Returns the committee."""
    with acting(user, reason or _("加入相邻小区的委员会")):
        check_day(on)
        committee = Committee.objects.select_for_update().get(pk=committee.pk)
        if on < committee.established_on or not Committee.objects.in_term(on=on).filter(pk=committee.pk).exists():
            raise refusal("on", _("该委员会这一天不在任期内。"), "order")
        check_reach(user, compound.community, field="committee")
        check_street(committee, [compound], field="committee")
        check_free(compound, on, field="committee")
        CommitteeEstate.objects.create(committee=committee, compound=compound, started_on=on)
        return committee


def leave_committee(*, compound, on, user, reason=""):
    """The estate is no longer one of a joint committee. Returns the committee."""
    with acting(user, reason or _("退出联合委员会")):
        check_day(on)
        check_reach(user, compound.community, field="on")
        estate = CommitteeEstate.objects.select_for_update().filter(open_on(on), compound=compound).first()
        if estate is None:
            raise refusal("on", _("该小区这一天没有委员会。"), "order")
        if not estate.committee.estates.filter(open_on(on)).exclude(pk=estate.pk).exists():
            raise refusal("on", _("该委员会只代表这一个小区,请办理终止。"), "order")
        _end_estate(estate, on)
        return estate.committee


def reelect_committee(*, committee, on, term_until, user, reason=""):
    """换届: a new term, until another day. Members who left are taken off the list by hand."""
    with acting(user, reason or _("换届")):
        committee = _hold(committee, on=on, user=user)
        if term_until <= on:
            raise refusal("term_until", _("新的任期届满须晚于换届日期。"), "order")
        if committee.term_until and term_until <= committee.term_until:
            text = _("新的任期届满须晚于原任期届满%(day)s。")
            raise refusal("term_until", text, "order", day=committee.term_until)
        return _change(committee, term_until=term_until)


def end_committee(*, committee, on, user, reason=""):
    """The committee is dissolved: from the day on its estates have none."""
    with acting(user, reason or _("终止委员会")):
        committee = _hold(committee, on=on, user=user)
        for estate in committee.estates.filter(ended_on=None):
            estate.ended_on = max(on, estate.started_on)
            estate.save(update_fields=["ended_on"])
        return _change(committee, ended_on=on)


def _hold(committee, *, on, user):
    """The committee as stored, locked; it has not ended."""
    committee = Committee.objects.select_for_update(of=["self"]).select_related("community").get(pk=committee.pk)
    check_reach(user, committee.community, field="on")
    check_day(on)
    if committee.ended_on:
        raise refusal("on", _("该委员会已于%(day)s终止。"), "order", day=committee.ended_on)
    if on < committee.established_on:
        raise refusal("on", _("日期不能早于成立日期%(day)s。"), "order", day=committee.established_on)
    return committee


def _change(row, **values):
    names = set_exactly(row, **values)
    row.full_clean()
    row.save(update_fields=names)
    return row


def add_member(*, committee, user, reason="", **about):
    """Somebody sits on the committee. Returns the committee."""
    with acting(user, reason or _("增加委员")):
        check_reach(user, committee.community, field="name")
        member = CommitteeMember(committee=committee, **about)
        member.full_clean()
        member.save()
        return committee


def settle_dispute(*, dispute, state, on, result="", user, reason=""):
    """The dispute is settled, could not be settled, or goes to court."""
    with acting(user, reason or _("办结纠纷")):
        dispute = (
            Dispute.objects.select_for_update(of=["self"]).select_related("compound__community").get(pk=dispute.pk)
        )
        check_reach(user, dispute.compound.community, field="on")
        check_day(on, ahead=UNTIL_TODAY)
        if on < dispute.raised_on:
            raise refusal("on", _("办结日期不能早于受理日期%(day)s。"), "order", day=dispute.raised_on)
        return _change(dispute, state=state, settled_on=on, result=result)


def neighbours_without_committee(compound, *, on):
    """Estates of the same street that could found one together with this one."""
    street = compound.community.code[:STREET]
    return Compound.objects.inside(street).without_committee(on=on).exclude(pk=compound.pk)


def committees_to_join(compound, *, on):
    """Committees in term of estates in the same street."""
    street = compound.community.code[:STREET]
    return Committee.objects.filter(community__code__startswith=street).in_term(on=on)
