"""What happens to a finding: each function is one act, by somebody, for a reason."""

from django.utils import timezone
from django.utils.translation import gettext as _

from communities.choices import Level
from communities.places import names
from communities.rules import check_day, refusal
from compliance import registry
from compliance.choices import Verdict
from compliance.figures import Figure
from compliance.models import Result
from records.history import acting
from rectification import evidence
from rectification.choices import Origin, State
from rectification.models import Finding, Progress


def failing(report, indicator, *, area):
    """The communities inside the area that fail the indicator in the report."""
    found = Result.objects.at(report, level=Level.COMMUNITY, area=area).filter(verdict=Verdict.FAIL)
    return found.filter(indicator=indicator).select_related("row").order_by("row__code")


def standing_places(places, indicator):
    """Those of the places that already have an open finding about the indicator."""
    return set(Finding.objects.standing().filter(place__in=places, indicator=indicator).values_list("place", flat=True))


def find_from_report(*, report, indicator, results, user, due_on, unit=""):
    """A finding for each of these failing results, but none where one about the indicator is still open.

    Without a unit the street each community lies in answers for it. Returns the new ones.
    """
    today = timezone.localdate()
    if due_on < today:
        raise refusal("due_on", _("整改期限不能早于今天。"), "order")
    places = [result.row.code for result in results]
    with acting(user, _("由测算报告(截至 %s)列入整改") % report.as_of):
        taken = standing_places(places, indicator)
        streets = names({place[: Level.STREET.width] for place in places})
        about = {"report": report, "indicator": indicator, "found_on": today, "due_on": due_on}
        new = [
            _finding(result, unit=unit or streets[result.row.code[: Level.STREET.width]], **about)
            for result in results
            if result.row.code not in taken
        ]
        return Finding.objects.bulk_create(new)


def _finding(result, *, report, indicator, **values):
    words = {"place": result.row.name, "indicator": registry.get(indicator).title}
    return Finding(
        place=result.row.code,
        origin=Origin.REPORT,
        title=(_("%(place)s“%(indicator)s”未达标") % words)[:120],
        indicator=indicator,
        report_id=report.pk,
        measured=measured(result)[:120],
        reference=str(report)[:200],
        **values,
    )


def measured(result):
    """22.50 ㎡,标准不低于 30 ㎡"""
    figure = Figure(result)
    return _("%(value)s %(unit)s,标准%(limit)s") % {
        "value": figure.value,
        "unit": figure.unit,
        "limit": figure.limit_words,
    }


def tell_progress(*, finding, user, year, half, words, evidence_words="", file=None):
    """What was done in a half-year; a file has been checked before."""
    if finding.state == State.CLOSED:
        raise refusal("words", _("问题已销号,不再填报进展。"), "wrong_state")
    with acting(user, _("填报整改进展")):
        told = Progress(finding=finding, year=year, half=half, words=words, evidence=evidence_words)
        if file is not None:
            told.file_name, told.stored_as = file.name[-120:], evidence.new_name(file)
        told.full_clean()
        told.save()
        if file is not None:  # last: what is refused leaves no file, and a file that cannot be written no row
            evidence.keep(file, told.stored_as)
    return told


def report_done(*, finding, user, on, result, reason=""):
    """The unit says it has been put right. Somebody else will look and close it."""
    check_day(on)
    if on < finding.found_on:
        raise refusal("on", _("完成日期不能早于提出日期 %(found)s。"), "order", found=finding.found_on)
    with acting(user, reason or _("报告整改完成")):
        return _set(finding, state=State.DONE, done_on=on, done_by=user, result=result)


def close(*, finding, user, reason=""):
    """销号: by another person than the one who reported it done."""
    if user.pk == finding.done_by_id:
        raise refusal("reason", _("整改完成由您报告,请由另一位同事销号。"), "same_person")
    with acting(user, reason or _("销号")):
        return _set(finding, state=State.CLOSED, closed_on=timezone.localdate(), closed_by=user)


def reopen(*, finding, user, reason):
    """Not put right after all: back to work."""
    with acting(user, reason):
        if finding.indicator and finding.state == State.CLOSED and standing_places([finding.place], finding.indicator):
            raise refusal("reason", _("该处这一指标已有另一件未销号的整改问题,请在那一件中办理。"), "conflict")
        return send_back(finding)


def send_back(finding):
    blank = {"done_on": None, "done_by": None, "closed_on": None, "closed_by": None}
    return _set(finding, state=State.OPEN, reopened=finding.reopened + 1, **blank)


def _set(finding, **values):
    for name, value in values.items():
        setattr(finding, name, value)
    finding.save(update_fields=list(values))
    return finding
