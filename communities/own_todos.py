"""What waits at the desk in the registers of communities themselves, and in the submissions."""

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from communities.models import Community, Headcount, StreetBatch, Submission
from communities.registers import get
from communities.submissions.choices import State
from communities.todos import Todo, running_out, todo

SENT_BACK = gettext_lazy("报送与审核")
GAPS = gettext_lazy("数据待补")
RUNNING_OUT = gettext_lazy("60 天内到期")
FEW = 5


def listed(rows):
    return tuple((str(row), "") for row in rows[:FEW])


@todo("submissions-due", group=SENT_BACK, order=10, permission="communities.change_headcount")
def due(user, today):
    """Submissions the account's communities still have to hand in, returned ones first."""
    waiting = Submission.objects.awaiting_community(user).filter(period__started_on__lte=today)
    returned = waiting.filter(state=State.RETURNED).count()
    count = waiting.count()
    text = _("待报送 %(count)s 份,其中被退回 %(returned)s 份") % {"count": count, "returned": returned}
    return Todo(title=text, count=count)


@todo("submissions-street", group=SENT_BACK, order=11, permission="communities.export_headcount")
def street(user, _today):
    """What waits for the street's reviewer, and what may go on to the county."""
    if user.has_perm("communities.change_headcount"):
        return None
    count = Submission.objects.awaiting_street(user).count()
    return Todo(title=_("待审核的社区报送 %s 份") % count, count=count)


@todo("submissions-county", group=SENT_BACK, order=12, permission="communities.change_communitychange", is_for_all=True)
def county(user, _today):
    count = StreetBatch.objects.awaiting_county(user).count()
    return Todo(title=_("待审核的街道报送 %s 份") % count, count=count)


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
