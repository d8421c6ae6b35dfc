"""What waits at the desk about publishing: what is late, what waits for the second person."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from communities.registers import get
from communities.todos import Todo, todo
from disclosure.models import Disclosure, Notice, Objection
from disclosure.overdue import late, missing

PUBLIC = gettext_lazy("居务公开")
FEW = 5


@todo("disclosures-overdue", group=PUBLIC, order=40, permission="disclosure.change_disclosure")
def disclosures_overdue(user, today):
    rows, count = missing(user, today, limit=FEW)
    begun = late(user, today).count()
    lines = tuple((f"{row.place} {row.title} {row.period}", row.url) for row in rows)
    title = _("逾期未公开的事项 %s 项") % (count + begun)
    return Todo(title=title, count=count + begun, url=reverse("disclosure:overdue"), lines=lines)


@todo("notices-review", group=PUBLIC, order=42, permission="disclosure.decide_notice")
def notices_review(user, _today):
    count = Notice.objects.visible_to(user).in_review().exclude(author=user).count()
    url = f"{get(Notice).url('list')}?state=review"
    return Todo(title=_("%s 条通知待审核发布") % count, count=count, url=url, is_urgent=False)


@todo("disclosures-review", group=PUBLIC, order=41, permission="disclosure.decide_disclosure")
def disclosures_review(user, _today):
    """What somebody else has handed in."""
    count = Disclosure.objects.visible_to(user).in_review().exclude(author=user).count()
    url = f"{get(Disclosure).url('list')}?state=review"
    return Todo(title=_("%s 项公开事项待审核发布") % count, count=count, url=url, is_urgent=False)


@todo("objections-open", group=PUBLIC, order=43, permission="disclosure.change_objection")
def objections_open(user, today):
    """To be answered within ten days of the day they came in."""
    rows = Objection.objects.visible_to(user).unanswered().order_by("due_on", "pk")
    count = rows.count()
    lines = tuple((f"{row} {row.due_on}", get(Objection).url("detail", row.pk)) for row in rows[:FEW]) if count else ()
    urgent = rows.filter(due_on__lt=today).exists() if count else False
    title = _("%s 件居民异议待答复") % count
    return Todo(title=title, count=count, url=f"{get(Objection).url('list')}?open=on", lines=lines, is_urgent=urgent)


@todo("objections-review", group=PUBLIC, order=44, permission="disclosure.decide_objection")
def objections_review(user, _today):
    count = Objection.objects.visible_to(user).unshown().exclude(answered_by=user).count()
    return Todo(title=_("%s 件答复待审核公开") % count, count=count, url=get(Objection).url("list"), is_urgent=False)
