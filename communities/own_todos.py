"""What waits at the desk in the registers of communities themselves, and in the submissions."""

from django.db.models import Count, Q
from django.db.models.functions import Left
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from communities.choices import Level
from communities.models import Community, Headcount, Reminder, StreetBatch, Submission
from communities.places import names
from communities.registers import get
from communities.submissions.choices import State
from communities.todos import Todo, is_wide, running_out, todo

SENT_BACK = gettext_lazy("报送与审核")
GAPS = gettext_lazy("数据待补")
RUNNING_OUT = gettext_lazy("60 天内到期")
FEW = 5
ALL = "communities:submission_list"


def listed(rows):
    return tuple((str(row), "") for row in rows[:FEW])


def page_of(submission):
    return reverse("communities:submission_detail", args=[submission.pk])


def lines_of(rows):
    """The first of these submissions, with their pages."""
    rows = rows.select_related("community", "period").order_by("batch__due_on", "community__code")
    return tuple((str(row), page_of(row)) for row in rows[:FEW])


def boards_of(batches):
    batches = batches.select_related("period").order_by("due_on", "street")[:FEW]
    called = names([batch.street for batch in batches])
    return tuple(
        (f"{called[batch.street]} {batch.period} {batch.group_title}", board_of(batch.pk)) for batch in batches
    )


def board_of(pk):
    return reverse("communities:submission_board", args=[pk])


@todo("submissions-due", group=SENT_BACK, order=10, permission="communities.change_submission")
def due(user, today):
    """Submissions the account's communities still have to hand in, returned ones first."""
    waiting = Submission.objects.awaiting_community(user).filter(period__started_on__lte=today)
    returned = waiting.filter(state=State.RETURNED)
    count, back = waiting.count(), returned.count()
    text = _("待报送 %(count)s 份,其中被退回 %(returned)s 份") % {"count": count, "returned": back}
    lines = lines_of(returned if back else waiting) if count else ()
    return Todo(title=text, count=count, url=reverse(ALL), lines=lines)


@todo("submissions-reminded", group=SENT_BACK, order=9, permission="communities.change_submission")
def reminded(user, _today):
    """What the account's communities have been reminded of and still owe."""
    asked = Reminder.objects.visible_to(user).unanswered().values("submission")
    rows = Submission.objects.awaiting_community(user).filter(pk__in=asked)
    count = rows.count()
    return Todo(
        title=_("被催报 %s 份,请尽快提交") % count, count=count, url=reverse(ALL), lines=lines_of(rows) if count else ()
    )


@todo("submissions-street", group=SENT_BACK, order=11, permission="communities.decide_submission")
def street(user, _today):
    """What waits for the street's reviewer."""
    rows = Submission.objects.awaiting_street(user)
    count = rows.count()
    return Todo(
        title=_("待审核的社区报送 %s 份") % count, count=count, url=reverse(ALL), lines=lines_of(rows) if count else ()
    )


@todo("submissions-send", group=SENT_BACK, order=11, permission="communities.change_streetbatch")
def complete(user, _today):
    """Streets all of whose communities have passed."""
    rows = StreetBatch.objects.awaiting_street(user)
    count = rows.count()
    return Todo(
        title=_("全部通过、可上报区县的 %s 份") % count,
        count=count,
        url=reverse(ALL),
        lines=boards_of(rows) if count else (),
    )


@todo("submissions-county", group=SENT_BACK, order=12, permission="communities.decide_streetbatch", is_for_all=True)
def county(user, _today):
    rows = StreetBatch.objects.awaiting_county(user)
    count = rows.count()
    return Todo(
        title=_("待审核的街道报送 %s 份") % count, count=count, url=reverse(ALL), lines=boards_of(rows) if count else ()
    )


@todo("counties-late", group=SENT_BACK, order=13, permission="communities.view_submission", is_for_all=True)
def counties_late(user, today):
    """For a city: counties with submissions past their due day, the most first."""
    if not is_wide(user):
        return None
    late = Submission.objects.visible_to(user).late(on=today).order_by()
    by_county = late.values(county=Left("community__code", Level.COUNTY.width)).annotate(count=Count("pk"))
    rows = list(by_county.order_by("-count", "county"))
    called = names([row["county"] for row in rows[:FEW]])
    lines = tuple((_("%(name)s %(count)s 份") % {**row, "name": called[row["county"]]}, "") for row in rows[:FEW])
    told = {"counties": len(rows), "count": sum(row["count"] for row in rows)}
    title = _("%(counties)s 个区县有逾期未报,共 %(count)s 份") % told
    return Todo(title=title, count=len(rows), url=reverse(ALL), lines=lines)


@todo("communities-gaps", group=GAPS, order=20, permission="communities.change_community")
def communities_gaps(user, today):
    """Communities without a headcount: no figure per head or household can be judged."""
    here = Community.objects.visible_to(user).existing(on=today)
    known = Headcount.objects.exclude(residents=None, households=None).values("community")
    without = here.exclude(pk__in=known)
    count = without.count()
    title = _("%s 个社区没有人口户数,每万人、每百户指标无法判定") % count
    return Todo(title=title, count=count, url=get(Headcount).url("add"), lines=listed(without.order_by("code")))


@todo("terms", group=RUNNING_OUT, order=30, permission="communities.view_community")
def terms(user, today):
    rows = Community.objects.visible_to(user).existing(on=today)
    return running_out(
        rows, "term_until", today, title=_("任期届满的社区 %(count)s 个"), url=_sorted("term_until"), shown=_term
    )


def _sorted(column):
    return f"{get(Community).url('list')}?sort={column}"


def _term(community):
    return f"{community} {community.term_until}", reverse("communities:community_detail", args=[community.pk])


@todo("certificates", group=RUNNING_OUT, order=31, permission="communities.view_community")
def certificates(user, today):
    rows = Community.objects.visible_to(user).existing(on=today).filter(~Q(certificate_until=None))
    title = _("统一社会信用代码证书到期 %(count)s 本")
    return running_out(
        rows, "certificate_until", today, title=title, url=_sorted("certificate_until"), shown=_certificate
    )


def _certificate(community):
    return f"{community} {community.certificate_until}", reverse("communities:community_detail", args=[community.pk])
