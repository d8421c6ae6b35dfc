"""Which report answers for a place on a day: the newest at or before that day whose area contains the place."""

from dataclasses import dataclass
from functools import cached_property

from django.http import Http404
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from communities.access import reach, reaches
from communities.choices import LEVEL_OF_WIDTH, Level
from communities.models import Area, Community, CommunityChange, CommunityCode
from communities.places import site_area
from compliance.forms import EARLIEST, BuildForm
from compliance.models import Report
from compliance.subjects import Absent, subject

RECENT = 8
LARGEST_KEY = 2**63


def day_of(text):
    """(day, what is wrong with it)"""
    if not text:
        return None, ""
    try:
        day = parse_date(text.strip()[:10])
    except ValueError:
        day = None
    if day is None:
        return None, _("没有这一天,请按 2026-09-30 这样填写;下面按最新的报告显示。")
    if day.year < EARLIEST:
        return None, _("日期不能早于 %(year)d 年;下面按最新的报告显示。") % {"year": EARLIEST}
    if day > timezone.localdate():
        return day, _("这一天还没有到;下面按最新的报告显示。")
    return day, ""


@dataclass
class Asked:
    """A place and a day as somebody asks for them, and the report that answers."""

    user: object
    area: str = ""
    on: str = ""
    report_pk: str = ""

    @cached_property
    def _day(self):
        return day_of(self.on)

    @property
    def day(self):
        return self._day[0]

    @property
    def error(self):
        return self._day[1]

    @cached_property
    def place(self):
        """The code asked for, else the outermost the account reaches; where only parts of that have reports, a part."""
        if self.area:
            if not (self.area.isascii() and self.area.isdigit() and len(self.area) in LEVEL_OF_WIDTH):
                raise Http404
            if not reaches(self.user, self.area):
                raise Http404
            return self.area
        top = min(reach(self.user), key=lambda code: (len(code), code), default="") or site_area()
        if self.visible.covering(top).exists():
            return top
        inside = self.visible.newest()
        return inside.area_code if inside else top

    @cached_property
    def visible(self):
        return Report.objects.visible_to(self.user).standing()

    @property
    def reports(self):
        """Reports that contain the place, the newest first."""
        return self.visible.covering(self.place).order_by("-as_of", "-pk")

    @cached_property
    def report(self):
        """The one named; else the newest at or before the day; without a day the newest of all."""
        if self.report_pk.isascii() and self.report_pk.isdigit() and int(self.report_pk[:20]) < LARGEST_KEY:
            named = self.visible.filter(pk=int(self.report_pk[:20])).first()
            if named:
                return named
        if self.day:
            return self.reports.filter(as_of__lte=self.day).first()
        return self.reports.first()

    @cached_property
    def subject(self):
        """The row of the place in the report. Raises `Absent` where the report knows no such place."""
        return subject(self.report, self.user, self.area)

    @cached_property
    def recent(self):
        """The newest days there is a report for, to choose from."""
        return list(self.reports.order_by("-as_of", "-pk").distinct("as_of")[:RECENT])

    @property
    def first(self):
        """The oldest report on the place: before it there is nothing."""
        return self.reports.order_by("as_of").first()

    @property
    def is_known(self):
        """Whether there ever was such a place."""
        return (
            Area.objects.filter(code=self.place).exists()
            or Community.objects.filter(code__startswith=self.place).exists()
            or CommunityCode.objects.filter(code__startswith=self.place).exists()
        )

    @property
    def changes(self):
        """What became of the place, where it is no longer, or not yet, there."""
        found = CommunityChange.objects.visible_to(self.user).exclude(decree="")
        return list((found.filter(before__contains=self.place) | found.filter(after__contains=self.place))[:RECENT])

    def build_form(self):
        """A report for the day, ready to be asked for; None where there is one or the account may not."""
        day = self.day or timezone.localdate()
        area = self.place[: Level.STREET.width]
        exact = self.report and self.report.as_of == day
        may = self.user.has_perm("compliance.add_report") and area and reaches(self.user, area)
        if exact or not may or day > timezone.localdate():
            return None
        form = BuildForm(user=self.user, initial={"area": area, "as_of": day})
        form.day = day
        return form


def shown(asked):
    """The subject, or None where the report has no such place although there is or was one."""
    try:
        return asked.subject
    except Absent:
        if not asked.is_known:
            raise Http404 from None
        return None
