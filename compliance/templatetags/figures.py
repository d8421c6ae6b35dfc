"""Verdicts, bars and charts in pages."""

from functools import lru_cache
from html import escape

from django import template
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from compliance.choices import Verdict
from compliance.figures import SIGNS, number
from compliance.papers.web import drawing

register = template.Library()
WIDTH = 100
BAR = (
    '<svg class="bar" viewBox="0 0 100 12" preserveAspectRatio="none" role="img" aria-label="{}">{}</svg>'
    '<span class="muted nowrap">{}</span>'
)
PART = '<rect class="{}" x="{:.2f}" y="0" width="{:.2f}" height="12"/>'
CHIP = '<span class="chip {}">{} {}</span>'
SENTENCE = """<div class="sentence {}">
  <p>{} {} {}{}{}</p>
  {}
  <details>
    <summary>{}</summary>
    <p>{}{}</p>
    <p><a href="{}">{}</a></p>
  </details>
</div>"""
BASIS = '<span class="muted">({})</span>'
MUTED = '<span class="muted">{}</span>'
SIGN = ' <span class="chip {}">{}<span class="visually-hidden"> {}</span></span>'
CELL = '<td class="num">{}{}</td>'
OTHER = '<tr><th scope="row"><a href="{}#{}">{}</a></th><td class="num">{}</td><td>{}</td>{}</tr>'
OTHER_AND_KNOWN = OTHER.replace("{}</tr>", '<td class="num">{}</td></tr>')
NOTE = '<sup><a href="#note-%(note)d" aria-label="%(word)s%(note)d">%(note)d</a></sup>'
HEAD, TEXT, NUMBER = '<th scope="row">%s</th>', "<td>%s</td>", '<td class="num">%s</td>'


@register.filter
def plain(value, unit=""):
    """1234.5 → 1,234.50; None stays None."""
    return number(value, unit)


@register.filter
def cells(row):
    """A line of a paper's table. There are thousands: each is put together here, not looked through by a template."""
    return SafeString("".join(_look(cell) % escape(cell.text) for cell in row))


@register.filter
def noted(pieces):
    """Runs of text of a paper, each with the number of its note."""
    told, word = [], gettext("注")
    for piece in pieces:
        told.append(escape(piece.text))
        if piece.note:
            told.append(NOTE % {"word": escape(word), "note": piece.note})
    return SafeString("".join(told))


def _look(cell):
    return HEAD if cell.is_head else TEXT if cell.number is None else NUMBER


@register.simple_tag
def sentence(figure, is_office=False):
    """What the figure says of the place: verdict, value, limit with its document, gap; how it was counted below.

    Residents get no verdict of an advisory standard: as a rule it is what another place has set for itself.
    """
    is_hint = figure.result.advisory and not is_office
    value = format_html("<strong>{}</strong> {}", figure.value, figure.unit)
    if figure.value is None:
        value = format_html("<strong>{}</strong>", gettext("无数据"))
    page = reverse("compliance:indicator_detail", args=[figure.slug]) if is_office else None
    return format_html(
        SENTENCE, Verdict.EXEMPT if is_hint else figure.verdict, "" if is_hint else chip(figure), figure.title, value,
        _hint(figure) if is_hint else _limit(figure), gettext("。"), _judged(figure, is_office),
        gettext("怎么算的"), figure.indicator.formula, _counted(figure),
        page or f"{reverse('compliance:standards')}#{figure.slug}", gettext("指标说明与标准"),
    )  # fmt: skip


def _limit(figure):
    if not figure.limit:
        return ""
    basis = format_html(BASIS, figure.basis) if figure.basis else ""
    gap = gettext(",还差 %(gap)s") % {"gap": figure.shortfall} if figure.shortfall else ""
    return format_html("{}{}{}", gettext(";标准%(limit)s") % {"limit": figure.limit_words}, basis, gap)


def _hint(figure):
    if not figure.limit:
        return ""
    words = {"limit": figure.limit_words, "basis": figure.basis}
    return gettext(";另有提示性标准%(limit)s(%(basis)s),只供参考,不作判定") % words


def _judged(figure, is_office):
    """How many communities inside answered, and how they were judged."""
    if figure.result.known is None:
        return ""
    counts = {"known": _count(figure.result.known), "total": _count(figure.in_scope)}
    told = [gettext("%(known)s/%(total)s 个社区有数据") % counts]
    told += [gettext("不足九成,仅供参考")] if figure.is_thin else []
    if is_office or figure.result.passed or figure.result.failed:
        told += [f"{word} {count:,}" for _css, word, count in figure.counts]
    return format_html('<p class="muted">{}</p>', " · ".join(told))


def _counted(figure):
    if figure.sum:
        return format_html(':<span class="nowrap">{}</span>', figure.sum)
    return f":{figure.value} {figure.unit}" if figure.value else ""


def _count(communities):
    return "" if communities is None else f"{communities:,}"


@register.simple_tag
def other_lines(others, with_known):
    """Lines of figures without a verdict, some thirty a page: put together here like those of a paper."""
    standards, no_data = reverse("compliance:standards"), gettext("无数据")
    return format_html_join(
        "\n",
        OTHER_AND_KNOWN if with_known else OTHER,
        (
            (standards, one.slug, one.title, one.value or no_data, one.unit, _known(one) if with_known else "")
            for one in others
        ),
    )


def _known(figure):
    return f"{_count(figure.result.known)}/{_count(figure.in_scope)}"


@register.simple_tag
def cell_lines(places):
    """Lines of the places inside an area: (address, name, figures, None where not open)."""
    closed, empty = (format_html(MUTED, word) for word in (gettext("不公开"), gettext("无数据")))
    return format_html_join(
        "\n",
        '<tr><th scope="row"><a href="{}">{}</a></th>{}</tr>',
        ((url, name, format_html_join("", CELL, _cells(row, closed, empty))) for url, name, row in places),
    )


def _cells(row, closed, empty):
    for one in row:
        if one is None or one.value is None:
            yield closed if one is None else empty, ""
        else:
            yield (
                one.value,
                _sign(one.verdict, one.word, one.is_thin) if one.is_judged and not one.result.advisory else "",
            )


@lru_cache(maxsize=64)
def _sign(verdict, word, is_thin):
    return format_html(SIGN, verdict, SIGNS[verdict] + "*" * is_thin, word)


@register.simple_tag
def chip(figure):
    """The verdict as sign, word and colour."""
    return format_html(CHIP, figure.verdict, figure.sign, figure.word)


@register.simple_tag
def verdict_chip(verdict):
    verdict = Verdict(verdict)
    return format_html(CHIP, verdict, SIGNS[verdict], verdict.label)


@register.simple_tag
def bar(figure):
    """How the communities inside an area were judged; the numbers stand below it. A page has a hundred of them."""
    counts = figure.counts
    if not counts:
        return format_html(MUTED, gettext("社区不判定"))
    total = sum(count for _css, _word, count in counts) or 1
    parts, left = [], 0.0
    for css, _word, count in counts:
        share = WIDTH * count / total
        parts.append(PART.format(css, left, share))
        left += share
    told = ", ".join(f"{word} {count}" for _css, word, count in counts)
    numbers = " / ".join(f"{count:,}" for _css, _word, count in counts)
    return format_html(BAR, told, SafeString("".join(parts)), numbers)


@register.inclusion_tag("compliance/ranking.html")
def ranking(chart):
    """A chart of a paper, drawn."""
    return {"drawing": drawing(chart)}


@register.inclusion_tag("compliance/chart.html")
def chart(chart, file=""):
    """A drawing with its table; `file` is the address of the table as a file."""
    return {"chart": chart, "file": file}


@register.inclusion_tag("compliance/trend.html")
def trend(trend, file=""):
    return {"trend": trend, "file": file}


@register.inclusion_tag("compliance/spark.html")
def spark(spark):
    return {"spark": spark}
