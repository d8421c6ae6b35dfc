"""A paper put together: an office's words, the report's figures, the notes behind them."""

import re
from functools import cached_property
from itertools import pairwise

from django.utils import timezone
from django.utils.translation import gettext as _

from communities.choices import Level
from communities.models import Area
from compliance.choices import Verdict
from compliance.figures import gap
from compliance.papers.fields import Values
from compliance.papers.notes import Notes, answered
from compliance.papers.parts import Heading, Paper, Paragraph, Piece, numeral, tight
from compliance.papers.source import Source, called
from compliance.papers.tables import all_tables, level_name
from sheets.official import chinese_day

CHARTS = 3
NAMED = 5
"""So many places are named where a gap is spread over many."""
SUBHEADING = re.compile(r"^[（(][一二三四五六七八九十]+[）)]")


def signature(row):
    """Who signs: the office the register of areas names; without one the area itself."""
    if row.level == Level.COMMUNITY:
        return row.name
    authority = Area.objects.filter(code=row.code).values_list("authority", flat=True).first() or ""
    return authority if row.name[:-1] and row.name[:-1] in authority else row.name + authority


def signed_on(report, texts):
    """The day the texts were saved; where nobody wrote any, the day the report was made."""
    moment = texts.stored.saved_at if texts.stored else report.built_at
    return timezone.localdate(moment)


class Writer:
    """Puts one paper together."""

    def __init__(self, subject, texts):
        self.source, self.texts = Source(subject), texts
        self.report, self.row = subject.report, subject.row
        self.notes = Notes(self.source)
        self.values = Values(self.source, self.notes)
        self.parts, self.sections, self.inner = [], 0, 0

    def paper(self):
        self.write("opening")
        self.situation()
        self.measures()
        self.problems()
        self.suggestions()
        words = {"report": self.report.pk, "version": self.texts.version}
        return Paper(
            title=_("关于%s社区建设和治理情况的调研报告") % called(self.row).removesuffix("社区"),
            day=_("（截至%s）") % chinese_day(self.report.as_of),
            office=signature(self.row),
            signed_on=chinese_day(signed_on(self.report, self.texts)),
            source=_("数据取自测算报告%(report)d，文字第%(version)d版") % words,
            marks=(_("演示数据：人员与设施为生成数据，不得用于报送。"),) if self.report.is_demo else (),
            parts=self.parts,
            tables=self.tables,
            notes=self.notes.texts,
        )

    # -- parts ---------------------------------------------------------------------------------------------------
    def section(self, title):
        self.sections += 1
        self.parts.append(Heading((Piece(f"{numeral(self.sections)}、{title}"),)))
        self.inner = 0

    def subsection(self, *pieces):
        self.inner += 1
        made = (Piece(one) if isinstance(one, str) else one for one in pieces)
        self.parts.append(Heading((Piece(f"（{numeral(self.inner)}）"), *made), 2))

    def say(self, *pieces):
        made = (Piece(one) if isinstance(one, str) else one for one in pieces)
        self.add(Piece(tight(one.text), one.note) for one in made)

    def add(self, pieces):
        """A paragraph; a note said of several numbers in a row stands behind the last."""
        pieces = list(pieces)
        noted = [place for place, piece in enumerate(pieces) if piece.note]
        again = {a for a, b in pairwise(noted) if pieces[a].note == pieces[b].note}
        self.parts.append(
            Paragraph(tuple(Piece(one.text) if place in again else one for place, one in enumerate(pieces)))
        )

    def write(self, slug):
        """One of the office's texts; lines that begin with （一） are headings, and ours go on counting."""
        for line in self.texts.text(slug).split("\n"):
            if not line:
                continue
            if SUBHEADING.match(line):
                self.subsection(*self.values.pieces(SUBHEADING.sub("", line)))
            else:
                self.add(self.values.pieces(line))

    # -- sections ------------------------------------------------------------------------------------------------
    def situation(self):
        self.section(_("基本情况"))
        self.write("situation")
        for topic, figures in self.source.topics:
            self.subsection(topic)
            self.topic(figures)

    def topic(self, figures):
        """A sentence for every figure with a verdict, the others in one."""
        for figure in figures:
            if figure.is_telling:
                self.say(*self.sentence(figure))
        pieces = []
        for figure in figures:
            if not figure.is_telling:
                pieces += [Piece(f"{figure.title}{told(figure)}", self.notes.of(figure)), Piece("、")]
        if pieces:
            self.say(*pieces[:-1], "。")

    def sentence(self, figure):
        """每万人社区工作者16.02人，未达到不低于18人的标准…"""
        pieces = [Piece(f"{figure.title}{told(figure)}", self.notes.of(figure))]
        if figure.is_judged:
            words = {"limit": figure.limit_words, "hint": _("提示性") if figure.result.advisory else ""}
            done = figure.verdict == Verdict.PASS
            pieces.append(
                (_("，达到%(limit)s的%(hint)s标准") if done else _("，未达到%(limit)s的%(hint)s标准")) % words
            )
        if figure.shortfall:
            pieces.append(_("，还差%s") % figure.shortfall)
        if figure.counts:
            passed, failed, unknown = (f"{count:,}" for _css, _word, count in figure.counts)
            pieces.append(
                _("；社区（村）中达标%(passed)s个、未达标%(failed)s个、数据不全%(unknown)s个")
                % {"passed": passed, "failed": failed, "unknown": unknown}
            )
        return [*pieces, "。"]

    def measures(self):
        if self.texts.text("measures"):
            self.section(_("主要做法和成效"))
            self.write("measures")

    def problems(self):
        self.section(_("存在的主要问题"))
        self.write("problems")
        charted = 0
        for figure in self.source.lacking:
            own = figure.verdict == Verdict.FAIL
            self.subsection((_("%s未达标准") if own else _("部分社区（村）%s未达标准")) % figure.title)
            self.lack(figure, own=own)
            self.where(figure)
            chart = self.chart(figure) if charted < CHARTS else None
            if chart:
                self.parts.append(chart)
                charted += 1
        if not self.source.lacking:
            self.say(_("有标准且数据齐全的指标均已达标。") if self.is_judged else _("各项指标都还没有可以判定的数据。"))
        self.gaps_in_data()

    def lack(self, figure, *, own):
        """By how much the area misses its own limit; how many of its communities miss theirs."""
        note = self.notes.of(figure)
        if own:
            words = {"value": told(figure), "limit": figure.limit_words, "title": figure.title}
            missing = _("，还差%s") % figure.shortfall if figure.shortfall else ""
            self.say(Piece(_("%(title)s%(value)s，标准为%(limit)s") % words + missing, note), "。")
        if figure.failing:
            known = sum(count for css, _word, count in figure.counts if css != "unknown")
            words = {"failing": f"{figure.failing:,}", "known": f"{known:,}", "share": 100 * figure.failing / known}
            words["hint"] = _("提示性") if figure.result.flagged and not figure.result.failed else ""
            sentence = _("数据齐全的%(known)s个社区（村）中%(failing)s个未达%(hint)s标准，占%(share).1f%%") % words
            self.say(Piece(sentence, note), "。")

    @property
    def is_judged(self):
        return any(figure.is_judged or figure.counts for figure in self.source.figures)

    @cached_property
    def tables(self):
        return all_tables(self.source)

    def chart(self, figure):
        return next((table.chart for table in self.tables if table.name == str(figure.title)), None)

    def where(self, figure):
        """The places that lack most."""
        inner = [(row, one) for row, one in self.source.of_places(figure) if one and one.result.shortfall]
        inner.sort(key=lambda pair: (-pair[1].result.shortfall, pair[0].code))
        if not inner:
            return
        words = {
            "level": level_name(self.source.level),
            "total": gap(sum(one.result.shortfall for _row, one in inner), figure),
            "named": "、".join(f"{called(row)}{gap(one.result.shortfall, one)}" for row, one in inner[:NAMED]),
        }
        more = _("等%d处") % len(inner) if len(inner) > NAMED else ""
        sentence = _("%(level)s缺口合计%(total)s，较大的有：%(named)s") % words
        self.say(Piece(sentence + more, self.notes.of(figure)), "。")

    def gaps_in_data(self):
        """What cannot be judged because too few have answered."""
        few = [(figure, answered(figure)) for figure in self.source.figures]
        few = [(figure, found) for figure, found in few if figure.is_thin]
        if not few:
            return
        self.subsection(_("数据尚不完整"))
        pieces = [_("以下%d项指标有数据的社区（村）不足九成，数值仅供参考：") % len(few)]
        for figure, (known, asked, _share) in few:
            pieces += [Piece(f"{figure.title}{known:,}/{asked:,}个", self.notes.of(figure)), Piece("、")]
        self.say(*pieces[:-1], "。")

    def suggestions(self):
        self.section(_("意见建议"))
        self.write("suggestions")
        needed = [figure for figure in self.source.lacking if figure.shortfall]
        if needed:
            pieces = [_("按现行标准补齐缺口，尚需：")]
            for figure in needed:
                words = {"title": figure.title, "gap": figure.shortfall}
                pieces += [Piece(_("%(title)s%(gap)s") % words, self.notes.of(figure)), Piece("；")]
            self.say(*pieces[:-1], "。")
        elif not self.texts.text("suggestions"):
            self.say(_("（未填写）"))


def told(figure):
    """The value with its unit, or that there is none."""
    return _("无数据") if figure.value is None else f"{figure.value}{figure.unit}"


def paper_of(subject, texts):
    """The paper of one row of a report with one version of the texts."""
    return Writer(subject, texts).paper()
