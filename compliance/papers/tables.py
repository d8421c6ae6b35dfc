"""The tables of a paper: every indicator of the area, then place by place."""

from django.utils.translation import gettext as _

from communities.choices import Level
from compliance import wording
from compliance.choices import Verdict
from compliance.figures import number
from compliance.papers.charts import ranking
from compliance.papers.notes import answered
from compliance.papers.parts import Cell, Table
from compliance.papers.source import called
from compliance.registry import GAP_UNITS

TOGETHER = 6
"""At most so many indicators that nobody judges stand beside each other in one table; the tables are about as wide."""


def count(value):
    return Cell("–") if value is None else Cell(f"{value:,}", value)


def value_of(figure):
    """The value; unknown and out of scope are not the same and neither is zero."""
    if figure is None:
        return Cell("–")
    if figure.value is None:
        return Cell("–" if figure.is_out_of_scope else _("无数据"))
    return Cell(figure.value, figure.result.value)


def amount(value):
    return Cell(_("无数据")) if value is None else Cell(number(value), value)


def verdict_of(figure):
    if figure is None or figure.verdict == Verdict.EXEMPT:
        return Cell(_("不判定") if figure and figure.result.value is not None else "–")
    return Cell(figure.plain_word + "*" * (figure.is_judged and figure.is_thin))


def counts_of(figure):
    """达标, 未达标, 数据不全 of the communities inside."""
    if figure is None or not figure.counts:
        return [Cell("–")] * 3
    return [count(value) for _css, _word, value in figure.counts]


def share_of(figure):
    """Communities with data out of those asked."""
    found = answered(figure) if figure else None
    return Cell(f"{found[0]:,}/{found[1]:,}") if found else Cell("–")


def gap_of(figure):
    result = figure.result if figure else None
    return Cell(number(result.shortfall), result.shortfall) if result and result.shortfall else Cell("–")


def overall(source):
    """One line for each indicator of the area."""
    is_area = source.row.level != Level.COMMUNITY
    header = [_("指标"), _("单位"), _("数值"), _("标准"), _("判定")]
    header += [_("达标"), _("未达标"), _("数据不全"), _("有数据/应有")] if is_area else []
    rows = []
    for figure in source.figures:
        cells = [Cell(str(figure.title), is_head=True), Cell(figure.unit), value_of(figure), Cell(figure.limit or "–")]
        cells.append(verdict_of(figure))
        rows.append([*cells, *([*counts_of(figure), share_of(figure)] if is_area else []), gap_cell(figure)])
    title = _("%(name)s各项指标") % {"name": source.row.name}
    note = _(
        "达标、未达标、数据不全为社区（村）个数；“有数据/应有”为有数据的社区数和该指标涉及的社区数，"
        "判定带*的有数据的不足九成，仅供参考；无数据不等于零。"
    )
    return Table(_("各项指标"), title, (*header, _("缺口")), rows, (note,) if is_area else ())


def gap_cell(figure):
    """With its unit: the lines of this table count different things."""
    return Cell(figure.shortfall or "–", figure.result.shortfall if figure.shortfall else None)


def by_place(source, figure):
    """One indicator, one line for each place."""
    pairs = source.of_places(figure)
    has_counts = source.level != Level.COMMUNITY
    unit = GAP_UNITS.get(figure.indicator.gap, "")
    header = [_("名称")] + ([_("社区")] if has_counts else [])
    value = _("数值（%s）") % figure.unit
    header += [_("分子"), _("分母"), value, _("标准"), _("判定")]
    header += [_("达标"), _("未达标"), _("数据不全"), _("有数据")] if has_counts else []
    header += [_("缺口（%s）") % unit if unit else _("缺口")]
    title = _("%(level)s%(title)s") % {"level": level_name(source.level), "title": figure.title}
    lines = [line(row, each, has_counts=has_counts) for row, each in pairs]
    notes = [_("算法：%s。无数据不等于零。") % figure.indicator.formula]
    if any(each and each.is_judged and each.is_thin for _row, each in pairs):
        notes.append(_("判定带*的，有数据的社区不足九成，仅供参考。"))
    if figure.limit:
        notes.append(_("标准：%(limit)s，%(basis)s。") % {"limit": figure.limit_words, "basis": figure.basis})
    return Table(
        str(figure.title), title, tuple(header), lines, tuple(notes), ranking(source, figure), header.index(value)
    )


def line(row, figure, *, has_counts):
    cells = [Cell(called(row), is_head=True)] + ([count(row.communities)] if has_counts else [])
    if figure is None or figure.is_out_of_scope:
        return [*cells, *[Cell("–")] * (10 if has_counts else 6)]
    result = figure.result
    cells += [amount(result.numerator), amount(result.denominator), value_of(figure), Cell(figure.limit or "–")]
    cells.append(verdict_of(figure))
    return [*cells, *([*counts_of(figure), count(result.known)] if has_counts else []), gap_of(figure)]


def level_name(level):
    names = {Level.COUNTY: _("各区县"), Level.STREET: _("各街道（乡镇）"), Level.COMMUNITY: _("各社区（村）")}
    return names.get(level, _("各市"))


def side_by_side(source):
    """Indicators that nobody judges: values only, a few beside each other."""
    others = source.others
    groups = -(-len(others) // TOGETHER)
    for index in range(1, groups + 1):
        group = others[(index - 1) * len(others) // groups : index * len(others) // groups]
        header = [_("名称"), *(f"{figure.title}（{figure.unit}）" for figure in group)]
        rows = [
            [Cell(called(row), is_head=True), *(value_of(source.inner.get((row.pk, one.slug))) for one in group)]
            for row in source.places
        ]
        title = _("%(level)s其他指标（%(index)d）") % {"level": level_name(source.level), "index": index}
        yield Table(_("其他指标%d") % index, title, tuple(header), rows, (_("无数据不等于零。"),))


def standards_used(source):
    """The limits with their documents."""
    header = (_("指标"), _("标准"), _("判定层级"), _("依据"), _("施行日期"))
    rows = [
        [
            Cell(str(wording.title(one)), is_head=True),
            Cell(wording.limit_words(one) + (_("（提示性）") if one.is_advisory else "")),
            Cell(wording.levels(one)),
            Cell(wording.basis(one) or _("未登记出处")),
            Cell(f"{one.started_on:%Y-%m-%d}"),
        ]
        for one in source.standards
    ]
    return Table(_("采用的标准"), _("采用的标准及依据"), header, rows)


def all_tables(source):
    """In the order of the paper."""
    made = [overall(source)]
    if source.places:
        made += [by_place(source, figure) for figure in source.telling]
        made += side_by_side(source)
    if source.standards:
        made.append(standards_used(source))
    return made
