"""Tables about volunteers."""

from django.db.models import Count, F, IntegerField, OuterRef, Subquery, Sum
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from communities.official.columns import label, place_columns
from communities.official.declaring import Col, Table, tables
from compliance.headcounts import months_before
from volunteers.choices import TeamKind
from volunteers.models import Participation, Team, Volunteer
from volunteers.querysets import YEAR, counted_once

STREET, PLACE, _CODE = place_columns()


def of_the_team(rows, path, aggregate):
    """One number of each team, by a subquery."""
    return Subquery(rows.filter(**{path: OuterRef("pk")}).order_by().values(path).annotate(n=aggregate).values("n"))


def own(name, width, kind="text", show=None):
    return Col(name, Team._meta.get_field(name).verbose_name, (name,), show, width, kind)


@tables.register
class TeamsTable(Table):
    slug = "teams"
    title = _("志愿服务队一览表")
    unit = _("支")
    permission = "volunteers.export_team"
    explain = _("截至该日存在的志愿服务队;核对为同一支的只列一次。")
    notes = (_("说明:活动和时长为截至该日12个月内的登记;12个月没有时长的为沉睡队伍。"),)
    order = 60
    columns = (
        STREET, PLACE, own("name", 24), own("kind", 10, show=label(TeamKind)), own("leader", 10),
        own("platform", 12), own("registered_no", 16), own("started_on", 12, "date"),
        Col("people", _("队员(人)"), ("people",), width=10, kind="whole", total=True),
        Col("served", _("活动(次)"), ("served",), width=10, kind="whole", total=True),
        Col("hours", _("服务时长(小时)"), ("hours",), width=14, kind="decimal", total=True),
        Col("state", _("状态"), ("served",), lambda served: "" if served else str(_("沉睡")), 8),
    )  # fmt: skip

    def query(self, asked):
        hours = Participation.objects.between(months_before(asked.on, YEAR), asked.on)
        members = Volunteer.objects.filter(counted_once(asked.on), team__isnull=False)
        served = of_the_team(hours, "activity__team", Count("activity", distinct=True))
        rows = Team.objects.counted(on=asked.on).filter(asked.inside("community__code"))
        return rows.annotate(
            people=Coalesce(of_the_team(members, "team", Count("pk")), 0, output_field=IntegerField()),
            served=Coalesce(served, 0, output_field=IntegerField()),
            hours=of_the_team(hours, "activity__team", Sum(F("hours"))),
        ).order_by("community__code", "name", "pk")
