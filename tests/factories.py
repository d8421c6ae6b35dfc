"""One plain function per model: what a test does not say is ordinary and complete, and never decides its outcome."""

import datetime
from itertools import count

from django.utils import timezone
from stdnum.cn import uscc

from communities.models import Area, AreaFigure, Community, CommunityCode, Headcount, Nil, WorkFund
from compliance.mending import mending
from compliance.models import Publication, Standard, StandardDraft
from disclosure import services as publishing
from disclosure.models import CalendarDay, CatalogueEntry, Disclosure, Notice, Objection
from facilities.models import Facility
from grids.models import Building, Covering, EventCount, Grid, GridDuty, GridEvent, Visit
from property_mgmt.models import Committee, Compound, FeeYear, PropertyCompany
from rectification.models import Finding
from staffing.models import ApprovedPosts, Licence, Spell, Training, Worker
from volunteers.models import Activity, Need, Participation, Team, Volunteer

LONG_AGO = datetime.date(2015, 1, 1)
"""Before any day a test asks about."""

COUNTY = "500199"
"""A county code that was never assigned: nobody's real number begins with it."""

_number = count(1)


def make_area(code, **kw):
    """A division; its level follows from the length of its code."""
    level = {2: "province", 4: "city", 6: "county", 9: "street"}[len(code)]
    return Area.objects.create(**{"code": code, "name": f"区划{code}", "level": level, **kw})


def make_community(code=None, *, street=f"{COUNTY}001", **kw):
    """A residents' committee that has always existed, with the code it has always had."""
    number = next(_number)
    code = code or f"{street}{number % 1000:03}"
    values = {"code": code, "name": f"第{number}社区居民委员会", "kind": "residents", **kw}
    community = Community.objects.create(**values)
    same = {name: getattr(community, name) for name in ("code", "name", "kind", "setting")}
    CommunityCode.objects.create(community=community, started_on=community.established_on, **same)
    return community


def recode(community, code, on):
    """From this day on the community has another code."""
    community.codes.filter(ended_on=None).update(ended_on=on)
    same = {name: getattr(community, name) for name in ("name", "kind", "setting")}
    CommunityCode.objects.create(community=community, code=code, started_on=on, **same)
    Community.objects.filter(pk=community.pk).update(code=code)
    community.refresh_from_db()
    return community


def make_headcount(community, **kw):
    return Headcount.objects.create(**{"community": community, "on": LONG_AGO, **kw})


def make_area_figure(area, **kw):
    return AreaFigure.objects.create(**{"area": area, "on": LONG_AGO, **kw})


def make_fund(community, **kw):
    values = {"year": 2023, "payer": "county", "purpose": "running"}
    return WorkFund.objects.create(**{"community": community, **values, **kw})


def make_nil(community, register, **kw):
    return Nil.objects.create(**{"community": community, "register": register, "started_on": LONG_AGO, **kw})


def make_worker(community, **kw):
    number = next(_number)
    values = {"staff_no": f"{COUNTY}{number:06}", "name": "王小明"}
    return Worker.objects.create(**{"community": community, **values, **kw})


def make_spell(community, *, worker=None, **kw):
    """Someone full-time and on duty for long; what belongs to a person (`born_on`, `education` …) makes a new one."""
    personal = {field.name for field in Worker._meta.get_fields() if not field.auto_created}
    personal &= set(kw) - {"community"}
    about = {name: kw.pop(name) for name in personal}
    worker = worker or make_worker(community, **about)
    values = {"staff_kind": "fulltime", "started_on": LONG_AGO}
    if kw.get("duty") in {"seconded_street", "seconded_county", "task_force", "attached"}:
        values["approval"] = "区委组织部〔2023〕1号"
    return Spell.objects.create(**{"worker": worker, "community": community, **values, **kw})


def make_licence(worker, **kw):
    return Licence.objects.create(**{"worker": worker, "grade": "assistant", "issued_on": LONG_AGO, **kw})


def make_training(worker, on, **kw):
    return Training.objects.create(**{"worker": worker, "on": on, "title": "社区治理培训", **kw})


def make_posts(community, posts, **kw):
    return ApprovedPosts.objects.create(**{"community": community, "posts": posts, "started_on": LONG_AGO, **kw})


def make_facility(community, **kw):
    """A service centre long in use; of unknown area unless said."""
    number = next(_number)
    values = {"name": f"党群服务中心{number}", "kind": "service_center", "opened_on": LONG_AGO}
    return Facility.objects.create(**{"community": community, **values, **kw})


def make_company(**kw):
    """A property company as the test county knows it, with a valid credit code of its own."""
    number = next(_number)
    first = f"91{COUNTY}MA{number:07}"
    values = {"area": COUNTY, "uscc": first + uscc.calc_check_digit(first), "name": f"物业服务公司{number}"}
    return PropertyCompany.objects.create(**{**values, **kw})


def make_compound(community, **kw):
    """An estate of which nothing but its name is known unless said."""
    return Compound.objects.create(**{"community": community, "name": f"小区{next(_number)}", **kw})


def make_grid(community=None, *, parent=None, **kw):
    """A general grid that has always existed, with the next number; with a `parent` a micro-grid of it."""
    community = community or parent.community
    prefix, width = (parent.code, 2) if parent else (community.code, 3)
    serial = Grid.objects.filter(code__regex=rf"^{prefix}\d{{{width}}}$").count() + 1
    values = {"code": f"{prefix}{serial:0{width}}", "name": f"第{next(_number)}网格", "parent": parent}
    return Grid.objects.create(**{"community": community, **values, **kw})


def make_duty(grid, **kw):
    """Somebody full-time in the grid for long."""
    values = {"name": "赵小红", "role": "fulltime", "started_on": LONG_AGO}
    return GridDuty.objects.create(**{"grid": grid, **values, **kw})


def make_building(compound, **kw):
    """A building of which no grid is known unless said."""
    return Building.objects.create(**{"compound": compound, "name": f"{next(_number)}栋", **kw})


def make_covering(compound, grid, **kw):
    return Covering.objects.create(**{"compound": compound, "grid": grid, **kw})


def make_grid_event(grid, **kw):
    values = {"reported_on": LONG_AGO, "category": "safety", "title": "楼道堆物", "flow": "up"}
    return GridEvent.objects.create(**{"grid": grid, **values, **kw})


def make_event_count(community, month, **kw):
    values = {"flow": "up", "category": "safety", "reported": 1}
    return EventCount.objects.create(**{"community": community, "month": month, **values, **kw})


def make_visit(grid, **kw):
    return Visit.objects.create(**{"grid": grid, "on": LONG_AGO, "household": "1栋101", **kw})


def make_committee(community, *compounds, **kw):
    """A committee in office for long and for long to come; of one new estate unless others are given."""
    values = {
        "name": f"业主委员会{next(_number)}",
        "established_on": LONG_AGO,
        "term_until": datetime.date(2099, 12, 31),
    }
    committee = Committee.objects.create(**{"community": community, **values, **kw})
    for compound in compounds or [make_compound(community)]:
        committee.estates.create(compound=compound, started_on=committee.established_on, ended_on=committee.ended_on)
    return committee


def make_fee_year(compound, **kw):
    return FeeYear.objects.create(**{"compound": compound, "year": 2022, **kw})


def make_standard(indicator, limit, **kw):
    """A limit for communities of the whole country, in force for long; numbers and text alike."""
    values = {"operator": "at_least", "started_on": LONG_AGO, "levels": ["community"]}
    return Standard.objects.create(**{"indicator": indicator, "limit": str(limit), **values, **kw})


def remove_standards():
    """A country without limits: the shipped ones are put aside."""
    with mending():
        Standard.objects.all().delete()


def make_draft(place, **kw):
    """A limit proposed for the county of a community."""
    values = {"indicator": "floor-area", "area": place.code[:6], "operator": "at_least", "limit": "300"}
    return StandardDraft.objects.create(**{**values, "started_on": LONG_AGO, **kw})


def make_finding(place, **kw):
    """Something the people's congress found wanting in a community."""
    values = {"origin": "congress", "title": f"问题{next(_number)}", "found_on": LONG_AGO, "unit": "街道办事处"}
    return Finding.objects.create(**{"place": place.code, "due_on": datetime.date(2040, 1, 1), **values, **kw})


def make_publication(indicator, reach, **kw):
    return Publication.objects.create(**{"indicator": indicator, "reach": reach, **kw})


def make_team(community, **kw):
    """A team long founded, of no platform."""
    return Team.objects.create(
        **{
            "community": community,
            "name": f"志愿服务队{next(_number)}",
            "kind": "general",
            "started_on": LONG_AGO,
            **kw,
        }
    )


def make_volunteer(community, **kw):
    """A grown-up registered long ago on a platform."""
    number = next(_number)
    values = {"name": "赵大海", "platform": "志愿汇", "platform_no": f"P{number}", "started_on": LONG_AGO}
    return Volunteer.objects.create(**{"community": community, **values, **kw})


def make_activity(community, on=LONG_AGO, *, hours=2, **kw):
    """An activity that begins at nine in the morning of the day."""
    begins = timezone.make_aware(datetime.datetime.combine(on, datetime.time(9)))
    values = {"title": f"社区服务{next(_number)}", "starts_at": begins}
    values["ends_at"] = begins + datetime.timedelta(hours=hours)
    return Activity.objects.create(**{"community": community, **values, **kw})


def make_participation(activity, volunteer=None, **kw):
    """The hours of somebody at the activity, not yet verified."""
    row = Participation(
        **{"activity": activity, "volunteer": volunteer or make_volunteer(activity.community), "hours": 1, **kw}
    )
    row.follow()
    row.save()
    return row


def make_need(community, **kw):
    return Need.objects.create(**{"community": community, "title": "陪同就医", "wanted_on": LONG_AGO, **kw})


def make_entry(**kw):
    """A matter that every community of the test county publishes each quarter within ten working days."""
    values = {"area": COUNTY, "theme": "finance", "subject": "财务", "title": f"收支明细{next(_number)}"}
    return CatalogueEntry.objects.create(**{**values, "rhythm": "quarter", "days": 10, **kw})


def make_day(**kw):
    """A holiday long ago."""
    return CalendarDay.objects.create(
        **{"on": LONG_AGO + datetime.timedelta(days=next(_number)), "name": "三月三", **kw}
    )


def make_disclosure(community, **kw):
    """A draft about something of long ago."""
    entry = kw.pop("entry", None) or make_entry(area=community.code[:6])
    values = {"title": "收支明细", "body": "收入100元,支出90元。", "period_start": LONG_AGO, "phone": ""}
    return Disclosure.objects.create(**{"community": community, "entry": entry, **values, **kw})


def make_notice(community, **kw):
    """A draft of a notice."""
    values = {"title": "电梯检修停运", "body": "3栋电梯本周六检修。请走楼梯。"}
    return Notice.objects.create(**{"community": community, **values, **kw})


def make_objection(item, **kw):
    """What a resident said long ago, and nobody has answered."""
    values = {"text": "支出明细不全", "received_on": LONG_AGO, "due_on": LONG_AGO + datetime.timedelta(days=10)}
    return Objection.objects.create(**{"disclosure": item, **values, **kw})


def publish_text(row, author, reviewer):
    """The text as everybody reads it."""
    row = publishing.submit(row=row, user=author)
    if isinstance(row, Disclosure):
        row = publishing.oversee(row=row, user=author, name="赵监督", on=timezone.localdate())
    return publishing.publish(row=row, user=reviewer)
