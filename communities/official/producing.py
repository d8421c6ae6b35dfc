"""From a declared table to a workbook: at once when it is small, as a job when it is not."""

import datetime
import tempfile
from datetime import timedelta

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.doing import at_work
from communities.access import reach, reaches
from communities.models import Area, Community, FilledForm, ProducedFile
from communities.official.declaring import Asked, tables
from communities.site import is_demo
from sheets.official import Column, Heading, chinese_day, write_official

AT_ONCE = 5_000  # rows written while the page waits
KEPT = timedelta(hours=24)
NUMBER = Column("序号", 6, "number")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def office_of(area):
    """Who hands the table in: the place, with its office where the register says which."""
    if len(area) == 12:
        return Community.objects.filter(code=area).values_list("name", flat=True).first() or area
    known = Area.objects.filter(code=area).first()
    if known is None:
        return area or _("本系统全部社区")
    return known.authority if known.name in known.authority else known.name + known.authority


def name_of(area):
    """What the place itself is called."""
    return Area.objects.filter(code=area).values_list("name", flat=True).first() or office_of(area)


def demo_marks():
    """What every output of a demonstration says."""
    return (_("演示数据:人员与设施为生成数据,不得用于报送。"),) if is_demo() else ()


def heading_of(table, asked):
    on = chinese_day(asked.on)
    since = chinese_day(asked.since) if table.has_since else ""
    return Heading(
        title=str(table.title),
        office=office_of(asked.area),
        period=_("%(since)s至%(on)s") % {"since": since, "on": on} if since else _("截至%s") % on,
        unit=str(table.unit),
        issued_on=timezone.localdate(),
        marks=demo_marks(),
        notes=tuple(map(str, table.notes)),
        empty=_("%(title)s:登记册中没有这一范围、这一日期的记录。没有登记不等于没有,请先核对登记册。")
        % {"title": table.title},
    )


def check_allowed(listing, asked):
    """Raises `PermissionDenied`; asked again when a job begins, for a posting may have ended meanwhile."""
    user = asked.user
    if user is not None and not (user.is_active and user.has_perm(listing.permission)):
        raise PermissionDenied(_("没有导出这张表的权限。"))
    at_work(user, listing.permission)
    if not reaches(user, asked.area):
        raise PermissionDenied(_("这一范围不在您的辖区内。"))


def write_table(table, asked, out):
    """Write to a binary file object; returns the number of rows."""
    check_allowed(table, asked)
    return write_official(
        out,
        heading=heading_of(table, asked),
        columns=[NUMBER, *(column.column for column in table.columns)],
        rows=numbered(table.rows(asked)),
    )


def numbered(rows):
    """Cells with a number before them."""
    for number, cells in enumerate(rows, 1):
        yield [number, *cells]


def file_name(table, asked):
    days = [day for day in (asked.since if table.has_since else None, asked.on) if day]
    return f"{table.title}_{office_of(asked.area)}_{'-'.join(f'{day:%Y%m%d}' for day in days)}.xlsx"


def as_params(table, asked):
    """A request as the params of a job."""
    since = asked.since.isoformat() if table.has_since else None
    return {"table": table.slug, "on": asked.on.isoformat(), "since": since}


def produce(run):
    """What the job does: the file and the end of the job appear together. Runs inside one snapshot."""
    since = run.params.get("since")
    asked = Asked(
        user=run.user,
        area=run.area_code,
        on=datetime.date.fromisoformat(run.params["on"]),
        since=datetime.date.fromisoformat(since) if since else None,
    )
    table = tables.get(run.params["table"])
    with tempfile.TemporaryFile() as out:
        rows = write_table(table, asked, out)
        out.seek(0)
        made = ProducedFile.objects.create(
            user=run.user, job_id=run.job.pk, name=file_name(table, asked), rows=rows, content=out.read()
        )
    run.finish({"file": made.pk})


def kept():
    """Condition on `made_at`: not yet due for removal."""
    return Q(made_at__gt=timezone.now() - KEPT)


def remove_old_files():
    """After a day a file is gone; what was filled and how far stays known."""
    old = ~kept()
    ProducedFile.objects.filter(old).delete()
    FilledForm.objects.filter(old).exclude(blank=None, content=None).update(blank=None, content=None)


def default_area(user):
    """The widest place an account reaches; "" is everything."""
    return min(reach(user), key=len, default="")
