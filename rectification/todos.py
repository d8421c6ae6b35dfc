"""What waits at the desk about findings: overdue, to be closed, without a word this half-year."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from communities.registers import get
from communities.todos import Todo, todo
from rectification.models import Finding

GROUP = gettext_lazy("整改")
FEW = 5


def found(rows, finder, title):
    count = rows.count()
    register = get(Finding)
    first = rows.order_by("due_on", "pk")[:FEW]
    lines = tuple((f"{one} {one.due_on}", register.url("detail", one.pk)) for one in first)
    return Todo(title=title % count, count=count, url=f"{register.url('list')}?find={finder}", lines=lines)


@todo("findings-overdue", group=GROUP, order=14, permission="rectification.view_finding", is_for_all=True)
def overdue(user, today):
    return found(Finding.objects.visible_to(user).overdue(on=today), "overdue", _("整改逾期 %s 件"))


@todo("findings-waiting", group=GROUP, order=15, permission="rectification.decide_finding", is_for_all=True)
def waiting(user, today):
    return found(Finding.objects.visible_to(user).waiting(on=today), "waiting", _("已报完成、待销号的整改 %s 件"))


@todo("findings-silent", group=GROUP, order=16, permission="rectification.add_progress")
def silent(user, today):
    return found(Finding.objects.visible_to(user).silent(on=today), "silent", _("本半年未填进展的整改 %s 件"))
