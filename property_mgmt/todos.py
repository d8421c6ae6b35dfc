"""What waits at the desk about estates: terms and contracts that run out, estates without a committee, gaps."""

from django.urls import reverse
from django.utils.translation import gettext as _

from communities.own_todos import GAPS, RUNNING_OUT
from communities.registers import get
from communities.todos import Todo, running_out, todo
from property_mgmt.models import Committee, Compound

FEW = 5


def page_of(name, row):
    return reverse(f"property_mgmt:{name}_detail", args=[row.pk])


@todo("estates-gaps", group=GAPS, order=24, permission="property_mgmt.change_compound")
def estates_gaps(user, _today):
    count = Compound.objects.visible_to(user).filter(get(Compound).incomplete).count()
    title = _("%s 个小区缺管理方式或户数,物业覆盖率无法计算") % count
    return Todo(title=title, count=count, url=f"{get(Compound).url('list')}?gap=on")


@todo("committees-overdue", group=GAPS, order=25, permission="property_mgmt.change_committee")
def committees_overdue(user, today):
    """Committees whose term is over and that nobody renewed."""
    rows = Committee.objects.visible_to(user).overdue(on=today).order_by("term_until")
    count = rows.count()
    lines = tuple((f"{row} {row.term_until}", page_of("committee", row)) for row in rows[:FEW]) if count else ()
    title = _("届满未换届的业主委员会 %s 个") % count
    return Todo(title=title, count=count, url=f"{get(Committee).url('list')}?find=overdue", lines=lines)


@todo("committees-missing", group=GAPS, order=26, permission="property_mgmt.add_committee")
def committees_missing(user, today):
    """Eligible estates that no committee stands for: nothing is late by itself, so it is no alarm."""
    rows = Compound.objects.visible_to(user).due_for_committee(on=today).order_by("eligible_on", "pk")
    count = rows.count()
    lines = tuple((f"{row} {row.eligible_on}", page_of("compound", row)) for row in rows[:FEW]) if count else ()
    title = _("符合条件未成立委员会的小区 %s 个") % count
    url = f"{get(Compound).url('list')}?find=due_for_committee"
    return Todo(title=title, count=count, url=url, lines=lines, is_urgent=False)


@todo("committee-terms", group=RUNNING_OUT, order=36, permission="property_mgmt.view_committee")
def committee_terms(user, today):
    rows = Committee.objects.visible_to(user).standing(on=today)
    url = f"{get(Committee).url('list')}?sort=term_until"
    title = _("任期届满的业主委员会 %(count)s 个")
    return running_out(rows, "term_until", today, title=title, url=url, shown=_term)


def _term(committee):
    return f"{committee} {committee.term_until}", page_of("committee", committee)


@todo("property-contracts", group=RUNNING_OUT, order=37, permission="property_mgmt.view_compound")
def property_contracts(user, today):
    rows = Compound.objects.visible_to(user).select_related("community")
    url = f"{get(Compound).url('list')}?mode=company&sort=contract_until"
    return running_out(
        rows, "contract_until", today, title=_("物业合同到期的小区 %(count)s 个"), url=url, shown=_contract
    )


def _contract(compound):
    return f"{compound} {compound.community} {compound.contract_until}", page_of("compound", compound)
