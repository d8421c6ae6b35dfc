"""People and posts: what is looked at before they are handed in (and, in `locked_days`, what is locked then)."""

from django.db.models import Count, Exists, F, OuterRef, Q, Subquery
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from communities.models import Nil
from communities.submissions import groups
from communities.submissions.checks import check, found, percent
from communities.submissions.choices import Rhythm, Severity
from records import identity
from records.periods import begun_by, open_on
from staffing import locked_days  # noqa: F401
from staffing.choices import Duty, Gender
from staffing.models import ApprovedPosts, Spell, Worker

groups.register(
    groups.SheetGroup(
        slug="staffing",
        title=gettext_lazy("社区工作者"),
        rhythm=Rhythm.QUARTER,
        sheets=("worker", "posts", "training", "nil"),
        models=("staffing.Worker", "staffing.Spell", "staffing.Licence", "staffing.Training"),
    )
)

LENT = [Duty.SECONDED_STREET, Duty.SECONDED_COUNTY, Duty.TASK_FORCE, Duty.ATTACHED, Duty.VILLAGE_DUTY]
ON_LEAVE = [Duty.MATERNITY, Duty.SICK, Duty.STUDY, Duty.SUSPENDED]
GREATEST_CHANGE, FEWEST_PEOPLE = 30, 3
"""A change of staff by more per cent and at least so many people asks for a reason."""


def people(communities, period, condition=None):
    """{community: number} of primary spells open on the period's last day, or on another day."""
    spells = Spell.objects.primary().filter(condition or open_on(period.last_day), community__in=communities)
    return dict(spells.order_by().values_list("community").annotate(number=Count("pk")))


def open_spells(communities, period):
    return Spell.objects.open(on=period.last_day).primary().filter(community__in=communities)


@check("staffing-missing", group="staffing", title=gettext_lazy("社区工作者缺失"), severity=Severity.ERROR)
def staffing_missing(communities, period):
    """Nobody entered by the last day, and no declaration that there is nobody."""
    entered = Spell.objects.filter(begun_by(period.last_day), community=OuterRef("pk"))
    none = Nil.objects.filter(community=OuterRef("pk"), register="staffing", started_on__lte=period.last_day)
    for pk in communities.filter(~Exists(entered), ~Exists(none)).values_list("pk", flat=True):
        yield found(pk, _("截至%(day)s没有登记人员,也没有确认本社区无此项。") % {"day": period.last_day})


def _posts_held(communities, period):
    """(community, posts or None, on duty, lent, on leave, off post) of every community with approved staff or posts."""
    held = Q(spells__approved=True, spells__is_primary=True) & open_on(period.last_day, "spells__")
    in_force = ApprovedPosts.objects.open(on=period.last_day).filter(community=OuterRef("pk"))
    counts = {
        "on_duty": Count("spells", filter=held & Q(spells__duty=Duty.ON_DUTY)),
        "lent": Count("spells", filter=held & Q(spells__duty__in=LENT)),
        "on_leave": Count("spells", filter=held & Q(spells__duty__in=ON_LEAVE)),
        "off_post": Count("spells", filter=held & Q(spells__duty=Duty.OFF_POST)),
    }
    rows = communities.annotate(posts=Subquery(in_force.values("posts")[:1]), **counts)
    return rows.values("pk", "posts", *counts)


@check("posts-unstated", group="staffing", title=gettext_lazy("核定员额缺失"), severity=Severity.ERROR)
def posts_unstated(communities, period):
    """People in approved posts where no posts are approved: one of the two is wrong."""
    sentence = _(
        "占核定岗位%(held)s人,但%(day)s没有有效的核定员额,核定 = 在岗 + 借出 + 长假 + 离岗退养 + 空缺 无法成立。"
    )
    for row in _posts_held(communities, period):
        held = row["on_duty"] + row["lent"] + row["on_leave"] + row["off_post"]
        if held and row["posts"] is None:
            yield found(row["pk"], sentence % {"held": held, "day": period.last_day})


@check("posts-exceeded", group="staffing", title=gettext_lazy("超员"), severity=Severity.WARNING)
def posts_exceeded(communities, period):
    """核定 = 在岗 + 借出 + 长假 + 离岗退养 + 空缺: where it holds only with negative vacancies there are too many."""
    sentence = _(
        "核定%(posts)s ≠ 在岗%(on_duty)s + 借出%(lent)s + 长假%(on_leave)s + 离岗退养%(off_post)s = %(held)s,"
        "空缺%(vacant)s,超员%(over)s人。"
    )
    for row in _posts_held(communities, period):
        held = row["on_duty"] + row["lent"] + row["on_leave"] + row["off_post"]
        if row["posts"] is not None and held > row["posts"]:
            over = held - row["posts"]
            yield found(row["pk"], sentence % (row | {"held": held, "vacant": -over, "over": over}))


@check("posts-gap", group="staffing", title=gettext_lazy("核定员额中断"), severity=Severity.WARNING)
def posts_gap(communities, period):
    """Approved posts that end inside the period with none from that day on, though others follow or people stay."""
    ending = ApprovedPosts.objects.filter(
        community__in=communities, ended_on__gt=period.started_on, ended_on__lte=period.last_day
    )
    next_ones = ApprovedPosts.objects.filter(community=OuterRef("community"), started_on__gte=OuterRef("ended_on"))
    ending = ending.annotate(follows=Subquery(next_ones.order_by("started_on").values("started_on")[:1]))
    for row in ending.filter(Q(follows=None) | Q(follows__gt=F("ended_on"))):
        until = _("%(day)s又有核定") % {"day": row.follows} if row.follows else _("此后没有新的核定")
        sentence = _("核定员额%(posts)s个于%(day)s终止,%(until)s,中间有空档。")
        yield found(row.community_id, sentence % {"posts": row.posts, "day": row.ended_on, "until": until}, row=row)


@check("worker-identity", group="staffing", title=gettext_lazy("与身份证号不一致"), severity=Severity.WARNING)
def worker_identity(communities, period):
    """Birth date and gender as entered against those in the identity number."""
    spells = open_spells(communities, period).exclude(worker__id_number=None)
    for spell in spells.select_related("worker").defer("worker__phone"):
        worker = spell.worker
        born, gender = identity.born_on(worker.id_number), identity.gender(worker.id_number)
        if worker.born_on and worker.born_on != born:
            days = abs((worker.born_on - born).days)
            values = {"name": worker.name, "a": worker.born_on, "b": born, "days": days}
            sentence = _("%(name)s:出生日期%(a)s与身份证号中的%(b)s不一致,相差%(days)s天。") % values
            yield found(spell.community_id, sentence, row=worker)
        if worker.gender and worker.gender != gender:
            values = {"name": worker.name, "a": worker.get_gender_display(), "b": Gender(gender).label}
            yield found(spell.community_id, _("%(name)s:性别%(a)s与身份证号中的%(b)s不一致。") % values, row=worker)


@check("worker-unknown", group="staffing", title=gettext_lazy("人员数据待补"), severity=Severity.WARNING)
def worker_unknown(communities, period):
    """Without these the shares by age and education leave the person out."""
    wanted = ["born_on", "education", "politics"]
    blank = Q(worker__born_on=None) | Q(worker__education="") | Q(worker__politics="")
    for spell in open_spells(communities, period).filter(blank).select_related("worker"):
        fields = [Worker._meta.get_field(name) for name in wanted if not getattr(spell.worker, name)]
        missing = "、".join(str(field.verbose_name) for field in fields)
        sentence = _("%(name)s:%(missing)s无数据。") % {"name": spell.worker.name, "missing": missing}
        yield found(spell.community_id, sentence, row=spell.worker)


@check("spell-overdue", group="staffing", title=gettext_lazy("借调逾期未归"), severity=Severity.WARNING)
def spell_overdue(communities, period):
    """Still away although due back: source 004 asks for a document for every day away."""
    for spell in open_spells(communities, period).filter(due_back_on__lt=period.last_day).select_related("worker"):
        days = (period.last_day - spell.due_back_on).days
        values = {"name": spell.worker.name, "duty": spell.get_duty_display(), "day": spell.due_back_on, "days": days}
        yield found(spell.community_id, _("%(name)s:%(duty)s应于%(day)s返回,已逾期%(days)s天。") % values, row=spell)


@check("spell-two-heads", group="staffing", title=gettext_lazy("书记或主任不止一人"), severity=Severity.WARNING)
def spell_two_heads(communities, period):
    """One secretary, one director: more is usually a predecessor whose spell was not ended."""
    for post, title in [(Q(party_post="secretary"), _("书记")), (Q(committee_post="director"), _("主任"))]:
        counted = open_spells(communities, period).filter(post).order_by().values_list("community")
        for pk, number in counted.annotate(number=Count("pk")).filter(number__gt=1):
            yield found(
                pk,
                _("%(day)s有%(number)s名%(title)s,应为1名。")
                % {"day": period.last_day, "number": number, "title": title},
            )


@check("staffing-outlier", group="staffing", title=gettext_lazy("人员变动过大"), severity=Severity.WARNING)
def staffing_outlier(communities, period):
    """Staff on the last day against the day before the period."""
    before, after = people(communities, period, open_on(period.day_before)), people(communities, period)
    for pk, then in before.items():
        now = after.get(pk, 0)
        change = percent(now, then)
        if abs(change) > GREATEST_CHANGE and abs(now - then) >= FEWEST_PEOPLE:
            values = {"a": then, "b": now, "by": now - then, "share": change}
            yield found(pk, _("人员由上期%(a)s人变为本期%(b)s人,相差%(by)s人(%(share)s%%),超过±30%%。") % values)
