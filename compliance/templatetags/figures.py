"""Verdicts, bars and charts in pages."""

from html import escape

from django import template
from django.utils.safestring import SafeString

from compliance.choices import Verdict
from compliance.figures import SIGNS, number
from compliance.papers.web import drawing

register = template.Library()
WIDTH = 100
HEAD, TEXT, NUMBER = '<th scope="row">%s</th>', "<td>%s</td>", '<td class="num">%s</td>'


@register.filter
def plain(value, unit=""):
    """1234.5 → 1,234.50; None stays None."""
    return number(value, unit)


@register.filter
def cells(row):
    """A line of a paper's table. There are thousands: each is put together here, not looked through by a template."""
    return SafeString("".join(_look(cell) % escape(cell.text) for cell in row))


def _look(cell):
    return HEAD if cell.is_head else TEXT if cell.number is None else NUMBER


@register.inclusion_tag("compliance/chip.html")
def chip(figure):
    """The verdict as sign, word and colour."""
    return {"verdict": figure.verdict, "sign": figure.sign, "word": figure.word}


@register.inclusion_tag("compliance/chip.html")
def verdict_chip(verdict):
    verdict = Verdict(verdict)
    return {"verdict": verdict, "sign": SIGNS[verdict], "word": verdict.label}


@register.inclusion_tag("compliance/bar.html")
def bar(figure):
    """How the communities inside an area were judged; the numbers stand below it."""
    counts = figure.counts
    total = sum(count for _, _, count in counts) or 1
    parts, left = [], 0.0
    for css, _, count in counts:
        share = WIDTH * count / total
        parts.append({"css": css, "x": round(left, 2), "width": round(share, 2)})
        left += share
    return {"counts": counts, "parts": parts}


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
