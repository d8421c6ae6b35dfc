"""What waits at the desk about figures: standards for a second person, counties whose gaps leave verdicts open."""

from django.db.models import F, Q, Sum
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from communities.access import reach
from communities.choices import Level
from communities.own_todos import FEW, GAPS
from communities.todos import Todo, is_wide, todo
from compliance import wording
from compliance.models import Result, Standard, StandardDraft
from compliance.subjects import report_for

STANDARDS = gettext_lazy("标准")
DECIDES = "compliance.publish_standarddraft"


def _told(rows, title, slug, url):
    lines = tuple((wording.describe(one), reverse(f"compliance:{slug}", args=[one.pk])) for one in rows[:FEW])
    return Todo(title=title % {"count": len(rows)}, count=len(rows), url=url, lines=lines)


@todo("standards-to-publish", group=STANDARDS, order=17, permission=DECIDES, is_for_all=True)
def drafts_to_publish(user, _today):
    """Drafts somebody else has written, which wait for a second person."""
    rows = StandardDraft.objects.inside(*reach(user)).exclude(written_by=user).exclude(created_by=user).order_by("pk")
    title = _("他人起草、待您核对发布的标准 %(count)s 条")
    return _told(list(rows), title, "standarddraft_publish", reverse("compliance:standarddraft_list"))


@todo("standards-to-end", group=STANDARDS, order=18, permission=DECIDES, is_for_all=True)
def ends_to_confirm(user, today):
    """Ends of standards somebody else has proposed."""
    rows = Standard.objects.inside(*reach(user)).exclude(area="").filter(ending_on__isnull=False, ended_by=None)
    rows = rows.filter(Q(ended_on=None) | Q(ended_on__gt=today)).exclude(ending_by=user).order_by("ending_on", "pk")
    title = _("他人提出、待您确认的标准废止 %(count)s 条")
    return _told(list(rows), title, "standard_end", reverse("compliance:standard_list"))


@todo("unknown-by-county", group=GAPS, order=21, permission="compliance.view_report", is_for_all=True)
def unknown_by_county(user, _today):
    """Verdicts of the newest report that gaps leave open, by county, the most first."""
    report = report_for(user) if is_wide(user) else None
    if report is None:
        return None
    counties = Result.objects.at(report, level=Level.COUNTY, area="").visible_to(user)
    rows = counties.filter(unknown__gt=0).values(code=F("row__code"), name=F("row__name"))
    found = rows.annotate(open=Sum("unknown")).order_by("-open", "code")
    total = sum(row["open"] for row in found)
    told = {"count": total, "counties": len(found), "day": report.as_of}
    lines = tuple(
        (_("%(name)s %(open)s 项") % row, f"{reverse('compliance:overview')}?area={row['code']}") for row in found[:FEW]
    )
    title = _("数据不全、无法判定的社区指标 %(count)s 项,涉及 %(counties)s 个区县(截至%(day)s)") % told
    return Todo(title=title, count=total, url=reverse("compliance:overview"), lines=lines, is_urgent=False)
