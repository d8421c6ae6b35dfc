"""How the places of a table compare: columns from zero, the limit drawn, places without data named."""

from django.utils.translation import gettext as _

from communities.choices import Level
from compliance.choices import Operator, Verdict
from compliance.figures import number
from compliance.papers.parts import Chart
from compliance.papers.source import called

MOST = 30
"""Beyond this many columns no label can be read: those farthest from the limit are drawn, the table has all."""


def ranking(source, figure):
    """None where fewer than two places have a value."""
    pairs = source.of_places(figure)
    known = [(row, one) for row, one in pairs if one and one.result.value is not None]
    if len(known) < 2:
        return None
    known.sort(
        key=lambda pair: (pair[1].result.value, pair[0].code), reverse=figure.result.operator == Operator.AT_MOST
    )
    drawn = known[:MOST]
    limits = tuple(None if one.result.operator == Operator.BETWEEN else one.result.limit for _row, one in drawn)
    return Chart(
        title=_title(source, figure, known),
        unit=figure.unit,
        labels=tuple(called(row) for row, _one in drawn),
        values=tuple(one.result.value for _row, one in drawn),
        limits=limits if set(limits) - {None} else (),
        limit_label=_limit_words(set(limits), figure.unit),
        note=_note(pairs, known, drawn),
    )


def _limit_words(limits, unit):
    """What the line says; where limits differ, or some have none, there is a dash at each column."""
    known = sorted(limits - {None})
    if not known:
        return ""
    words = {"limit": number(known[0]), "most": number(known[-1]), "unit": unit}
    if len(known) > 1:
        return _("横线为各自的标准，%(limit)s至%(most)s %(unit)s") % words
    return (_("标准 %(limit)s %(unit)s") if len(limits) == 1 else _("标准 %(limit)s %(unit)s，见横线")) % words


def _title(source, figure, known):
    """The finding in one line."""
    failing = sum(one.verdict == Verdict.FAIL for _row, one in known)
    words = {
        "title": figure.title,
        "places": f"{len(known):,}",
        "failing": f"{failing:,}",
        "unit": figure.unit,
        "low": number(min(one.result.value for _row, one in known), figure.unit),
        "high": number(max(one.result.value for _row, one in known), figure.unit),
        "level": _("社区（村）") if source.level == Level.COMMUNITY else str(Level(source.level).label),
    }
    if failing:
        return _("%(title)s：有数据的%(places)s个%(level)s中%(failing)s个未达标准") % words
    return _("%(title)s：%(places)s个%(level)s在%(low)s至%(high)s%(unit)s之间") % words


def _note(pairs, known, drawn):
    told = []
    if len(drawn) < len(known):
        told.append(
            _("只画待补的%(drawn)d个，共%(all)d个有数据，全部见附表。") % {"drawn": len(drawn), "all": len(known)}
        )
    missing = [called(row) for row, one in pairs if one and one.result.value is None and not one.is_out_of_scope]
    if missing:
        names = "、".join(missing[:MOST]) + (_("等%d个") % len(missing) if len(missing) > MOST else "")
        told.append(_("无数据、未画入：%s。") % names)
    return "".join(told)
