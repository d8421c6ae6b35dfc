"""Figures in texts: `{{workers-per-10k}}` stands for what the report says. A text may name figures, never hold them."""

import re
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from communities.choices import Kind, Level
from compliance import registry
from compliance.papers.parts import Piece, tight
from records.text import CONTROL, INVISIBLE
from sheets.official import chinese_day

FIELD = re.compile(r"\{\{\s*([^{}]*?)\s*\}\}")
TYPED = re.compile(
    r"(?<![\d.〔\[第])\d[\d,，.]*\s*"
    r"(?:%|％|‰|个百分点|百分点|个(?!月)|名|人(?!大)|户|㎡|平方米|平米|亿|万|元|处|支|类|岁|家|件|项)"
)
"""A typed number with what it counts: 16人, 76.5%. Years, days, numbers of documents and hotlines are no figures."""

PARTS = {
    "": gettext_lazy("数值"),
    "limit": gettext_lazy("标准"),
    "gap": gettext_lazy("缺口"),
    "failed": gettext_lazy("未达标社区数"),
    "passed": gettext_lazy("达标社区数"),
    "known": gettext_lazy("有数据的社区数"),
}
FACTS = {
    "area": gettext_lazy("区划名称"),
    "day": gettext_lazy("截至日期"),
    "communities": gettext_lazy("社区(村)总数"),
    "residents-committees": gettext_lazy("居委会数"),
    "villagers-committees": gettext_lazy("村委会数"),
    "streets": gettext_lazy("街道(乡镇)数"),
    "counties": gettext_lazy("区县数"),
}
"""What a report says beside its indicators."""


@dataclass(frozen=True)
class Field:
    """One entry of the list to choose from, with what it says in the report at hand."""

    name: str
    title: str
    shown: str = ""

    @property
    def written(self):
        return "{{" + self.name + "}}"


def names():
    """{name: title} of every field there is."""
    found = {name: str(title) for name, title in FACTS.items()}
    for indicator in registry.indicators():
        for part, title in PARTS.items():
            told = f"{indicator.title} · {title}" if part else str(indicator.title)
            found[f"{indicator.slug}.{part}".rstrip(".")] = told
    return found


def faults(text):
    """What is wrong with a text, a sentence each; nothing where it may be saved."""
    known = names()
    found = [_unknown(name, known) for name in FIELD.findall(text) if name not in known]
    rest = FIELD.sub("", text)
    if "{{" in rest or "}}" in rest:
        found.append(_("有没写完整的“{{”或“}}”。请从清单里选取数字,写成 {{area}} 这样。"))
    sentence = _("“%s”是直接填写的数字。数字只能从清单里选取,这样才与测算报告一致;清单里没有的请改用文字表述。")
    typed = dict.fromkeys(match.group().strip() for match in TYPED.finditer(rest))
    return [*found, *(sentence % one for one in typed)]


def _unknown(name, known):
    meant = next((slug for slug, title in known.items() if title == name), "")
    if meant:
        return _("“{{%(name)s}}”请写成 {{%(meant)s}}。") % {"name": name, "meant": meant}
    return _("没有名为“%(name)s”的数字,请从清单里选取。") % {"name": name or "{{}}"}


class Values:
    """What the fields say in one report; a note stands behind each figure."""

    def __init__(self, source, notes):
        row, rows, day = source.row, source.rows, source.report.as_of
        self.figures = {figure.slug: figure for figure in source.figures}
        self.notes = notes
        self.facts = {
            "area": row.name,
            "day": chinese_day(day),
            "communities": f"{row.communities:,}",
            "residents-committees": f"{rows.kinds.get(Kind.RESIDENTS, 0):,}",
            "villagers-committees": f"{rows.kinds.get(Kind.VILLAGERS, 0):,}",
            "streets": f"{rows.levels.get(Level.STREET, 0):,}",
            "counties": f"{rows.levels.get(Level.COUNTY, 0):,}",
        }

    def pieces(self, text):
        """A text with its fields filled in. One that is no longer known says so instead of vanishing."""
        made, end = [], 0
        for match in FIELD.finditer(text):
            made += [Piece(text[end : match.start()]), self.piece(match.group(1))]
            end = match.end()
        return tuple(piece for piece in [*made, Piece(text[end:])] if piece.text)

    def piece(self, name):
        if name in self.facts:
            return Piece(self.facts[name], self.notes.of_fact(name))
        slug, _dot, part = name.partition(".")
        figure = self.figures.get(slug)
        if figure is None or part not in PARTS:
            return Piece(_("无数据"))
        return Piece(shown(figure, part), self.notes.of(figure))

    def listed(self):
        """Every field with what it says here, to choose from."""
        told = {**self.facts}
        for slug, figure in self.figures.items():
            told |= {f"{slug}.{part}".rstrip("."): shown(figure, part) for part in PARTS}
        return [Field(name, title, told.get(name) or _("无数据")) for name, title in names().items()]


def shown(figure, part=""):
    """One part of a figure in words; what the report does not know is 无数据."""
    result = figure.result
    if part == "limit":
        return tight(figure.limit_words) or _("没有标准")
    if part == "gap":
        return tight(figure.shortfall or "") or (_("没有缺口") if figure.is_judged else _("无数据"))
    if part in ("failed", "passed", "known"):
        passing = (result.passed or 0) + (result.unflagged or 0)
        number = {"failed": figure.failing, "passed": passing, "known": result.known}[part]
        return _("无数据") if result.known is None else f"{number:,}"
    return _("无数据") if figure.value is None else f"{figure.value}{figure.unit}"


def cleaned(text):
    """A text as it is kept: one line break for each, nothing that cannot be printed, no blanks at the ends. Forms of
    punctuation stay as they are: （一） is not (一) on an official paper."""
    folded = text.replace("\r\n", "\n").replace("\r", "\n").translate(INVISIBLE).translate(CONTROL)
    lines = (re.sub(r"\s+", " ", line).strip() for line in folded.split("\n"))
    return "\n".join(line for line in lines if line)
