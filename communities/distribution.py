"""Who and what of a merged, split or abolished community goes to which successor, from the day of the change on.

Each register says how its rows follow (`register`): what was true until the day stays where it was, so that reports of
earlier days do not change; what holds from the day on stands in the successor. The table may be filled in several times
until nothing remains.
"""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Model
from django.utils.translation import gettext as _

from communities.choices import ChangeKind
from communities.models import Community, CommunityChange, Distribution
from communities.rules import check_reach, refusal
from communities.services import act_on_change, find_community, split_codes
from records.history import acting

KINDS = (ChangeKind.MERGED, ChangeKind.SPLIT, ChangeKind.ABOLISHED)
WHOLE = Decimal(1)


@dataclass(frozen=True, kw_only=True)
class Move:
    """Where one row goes. `continues`: the community it comes from goes on existing."""

    before: Community
    on: object
    shares: list  # [(successor, share)]
    continues: bool

    @property
    def after(self):
        return self.shares[0][0]


@dataclass(frozen=True, kw_only=True)
class Kind:
    """A register whose rows follow: `rows(community, on)` are those to be distributed, `move(row, Move)` does it; where
    a community has thousands, `move_all(rows, Move)` does it at once. `detail(row)` tells rows of one name apart."""

    slug: str
    title: str
    rows: Callable
    move: Callable | None = None
    move_all: Callable | None = None
    label: Callable = str
    detail: Callable = str
    is_divisible: bool = False


@dataclass(frozen=True, kw_only=True)
class Assignment:
    """A line of the table: this row of that community goes there, whole or to a share."""

    kind: str
    row: Model
    before: Community
    after: Community
    share: Decimal = WHOLE


_kinds: dict[str, Kind] = {}


def register(kind):
    """Add a register whose rows follow a change of communities."""
    if kind.slug in _kinds:
        raise ValueError(f"two kinds called {kind.slug!r}")
    _kinds[kind.slug] = kind
    return kind


def kinds():
    return list(_kinds.values())


def places(change):
    """([before], [after]) of a change, as communities."""
    return tuple(
        [one for one in map(find_community, split_codes(codes)) if one] for codes in (change.before, change.after)
    )


def remaining(change):
    """[(kind, community, row)] still to be distributed. Rows of a community that goes on stay there unless assigned."""
    before, after = places(change)
    return [
        (kind, community, row)
        for community in before
        if community not in after
        for kind in kinds()
        for row in rows_left(change, kind, community)
    ]


def rows_left(change, kind, community):
    done = Distribution.objects.filter(change=change, kind=kind.slug, before=community).values("row")
    return kind.rows(community, change.on).exclude(pk__in=done)


def proposal(change):
    """What the clerk starts from: with a single successor everything goes there; else nothing is decided."""
    _before, after = places(change)
    if len(after) != 1:
        return []
    return [
        Assignment(kind=kind.slug, row=row, before=community, after=after[0])
        for kind, community, row in remaining(change)
    ]


def distribute(*, change, assignments, user, reason=""):
    """Carry out the decision, if that has not happened, and let the assigned rows follow. Returns the lines stored."""
    with acting(user, reason or _("撤并分配")):
        change = CommunityChange.objects.select_for_update().get(pk=change.pk)
        _check_change(change)
        before, after = places(change)
        check_reach(user, *before, *after, field="change")
        act_on_change(change)
        by_row = defaultdict(list)
        for assignment in assignments:
            _check_places(assignment, before, after)
            by_row[assignment.kind, assignment.before, assignment.row].append(assignment)
        left = {
            (kind, before): set(rows_left(change, _kinds[kind], before).values_list("pk", flat=True))
            for kind, before in {(kind, before) for kind, before, _row in by_row}
        }
        stored, together = [], defaultdict(list)
        for lines in by_row.values():
            _check_lines(lines, left)
            if _kinds[lines[0].kind].move_all:
                together[lines[0].kind, lines[0].before, lines[0].after].append(lines[0])
            else:
                stored += _follow(change, lines, after)
        for lines in together.values():
            stored += _follow_together(change, lines, after)
        return Distribution.objects.bulk_create(stored)


def _check_change(change):
    if change.kind not in KINDS:
        raise refusal("change", _("只有合并、拆分、撤销需要分配人员、设施和经费。"), "mismatch")
    if not change.decree:
        raise refusal("change", _("该沿革没有文号,还是草稿,请先补填文号。"), "required")


def _check_places(assignment, before, after):
    if assignment.before not in before or assignment.after not in after or assignment.before == assignment.after:
        text = _("“%(row)s”只能从原社区分配到该沿革的现社区。")
        raise refusal("assignments", text, "mismatch", row=_kinds[assignment.kind].label(assignment.row))


def _check_lines(lines, left):
    """What is assigned of one row must be left, and whole."""
    kind, first = _kinds[lines[0].kind], lines[0]
    if first.row.pk not in left[kind.slug, first.before]:
        raise _no_longer_there(first)
    total = sum(line.share for line in lines)
    if total > WHOLE or (total != WHOLE and not kind.is_divisible) or (len(lines) > 1 and not kind.is_divisible):
        raise refusal("assignments", _("“%(row)s”的份额合计应为1。"), "out_of_range", row=kind.label(first.row))


def _no_longer_there(line):
    label, text = _kinds[line.kind].label(line.row), _("“%(row)s”不在%(place)s待分配的记录中。")
    return refusal("assignments", text, "conflict", row=label, place=line.before)


def _follow(change, lines, after):
    """Move one row by the lines that assign it, as it is now that others have moved; what is to be stored of them."""
    kind, first = _kinds[lines[0].kind], lines[0]
    row = type(first.row).objects.filter(pk=first.row.pk).first()
    if row is None:
        raise _no_longer_there(first)
    shares = [(line.after, line.share) for line in lines]
    kind.move(row, Move(before=first.before, on=change.on, shares=shares, continues=first.before in after))
    if len({line.after for line in lines}) < len(lines):
        raise refusal("assignments", _("“%(row)s”两次分配到同一社区。"), "conflict", row=kind.label(first.row))
    return [_line(change, one) for one in lines]


def _follow_together(change, lines, after):
    """Move all rows of a register that go to one place, as they are by now."""
    kind, first = _kinds[lines[0].kind], lines[0]
    rows = type(first.row).objects.in_bulk([line.row.pk for line in lines])
    for line in lines:
        if line.row.pk not in rows:
            raise _no_longer_there(line)
    move = Move(before=first.before, on=change.on, shares=[(first.after, WHOLE)], continues=first.before in after)
    kind.move_all(list(rows.values()), move)
    return [_line(change, one) for one in lines]


def _line(change, assignment):
    label = _kinds[assignment.kind].label(assignment.row)[:120]
    same = {"kind": assignment.kind, "row": assignment.row.pk, "label": label, "share": assignment.share}
    line = Distribution(change=change, before=assignment.before, after=assignment.after, **same)
    line.clean_fields(exclude=["change", "before", "after"])
    return line
