"""A paper as a Word file after GB/T 9704: A4, 37/35/28/26 mm, 22 lines of 28 characters, 小标宋, 仿宋, 黑体, 楷体."""

import io

from django.utils.translation import gettext as _
from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement
from docx.shared import Mm, Pt

from compliance.papers import wordml
from compliance.papers.archive import timeless
from compliance.papers.drawingml import chart_xml
from compliance.papers.wordml import FONTS, SIZES

LINE = Pt(28.95)
"""22 lines on 225 mm."""
GRID = {"type": "lines", "linePitch": "579"}
CLOSER = "-5"
"""28 characters on 156 mm: each a quarter of a point closer. Grids of characters are not drawn alike everywhere."""
CHART = (Mm(156), Mm(70))
FOOTNOTES = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
CHARTS = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
INDENT = {"firstLineChars": "200", "firstLine": "630"}
"""Two characters, in hundredths and in twentieths of a point."""


def write_word(paper, made_at):
    """The bytes of the file; `made_at` is the moment of its content, not of the writing."""
    document = Document()
    _page(document)
    _styles(document)
    _about(document, paper, made_at)
    _body(document, paper)
    out = io.BytesIO()
    document.save(out)
    return timeless(out.getvalue())


def _page(document):
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    section.footer_distance = Mm(24)
    grid = section._sectPr.find(qn("w:docGrid"))
    for name, value in GRID.items():
        grid.set(qn(f"w:{name}"), value)
    document.settings.odd_and_even_pages_header_footer = True
    _number(section.footer, WD_ALIGN_PARAGRAPH.RIGHT)
    _number(section.even_page_footer, WD_ALIGN_PARAGRAPH.LEFT)


def _number(footer, side):
    """— 1 —, one character in from the outer edge."""
    line = footer.paragraphs[0]
    line.alignment = side
    indent = "right_indent" if side == WD_ALIGN_PARAGRAPH.RIGHT else "left_indent"
    setattr(line.paragraph_format, indent, Pt(14))
    line.paragraph_format.first_line_indent = 0
    for kind, text in (("text", "— "), ("begin", ""), ("code", "PAGE"), ("end", ""), ("text", " —")):
        run = line.add_run()
        _font(run, "宋体", SIZES["page"])
        if kind == "text":
            run.text = text
        elif kind == "code":
            code = OxmlElement("w:instrText")
            code.text = text
            run._r.append(code)
        else:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
            run._r.append(mark)


def _font(styled, name, size):
    """A font for Chinese as for everything else; Word asks for them apart."""
    styled.font.size = Pt(size / 2)
    styled.font.name = name
    fonts = styled.element.get_or_add_rPr().rFonts
    for script in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.set(qn(f"w:{script}"), name)
    for script in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{script}"), None)


def _styles(document):
    normal = document.styles["Normal"]
    _font(normal, FONTS["fang"], SIZES["body"])
    closer = OxmlElement("w:spacing")
    closer.set(qn("w:val"), CLOSER)
    normal.element.rPr.rFonts.addnext(closer)
    spacing = normal.paragraph_format
    spacing.line_spacing_rule, spacing.line_spacing = WD_LINE_SPACING.EXACTLY, LINE
    spacing.space_before = spacing.space_after = 0
    spacing.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    _style(document, "PaperTitle", "song", "title", WD_ALIGN_PARAGRAPH.CENTER, line=Pt(35))
    _style(document, "PaperCentred", "fang", "body", WD_ALIGN_PARAGRAPH.CENTER)
    _style(document, "PaperBody", "fang", "body", indent=True).paragraph_format.widow_control = False
    _style(document, "PaperHeading1", "hei", "body", indent=True, outline=0)
    _style(document, "PaperHeading2", "kai", "body", indent=True, outline=1)
    sign = _style(document, "PaperSign", "fang", "body", WD_ALIGN_PARAGRAPH.RIGHT)
    sign.paragraph_format.right_indent, sign.paragraph_format.keep_with_next = Pt(64), True
    small = {"line": 1.0}
    _style(document, "PaperChart", "fang", "note", WD_ALIGN_PARAGRAPH.CENTER, **small)
    _style(document, "PaperTableTitle", "hei", "note", outline=1, **small).paragraph_format.space_before = Pt(12)
    _style(document, "PaperCell", "fang", "cell", **small)
    _style(document, "PaperNote", "fang", "note", **small)
    _style(document, "PaperFootnote", "fang", "foot", **small)
    mark = document.styles.add_style("PaperMark", WD_STYLE_TYPE.CHARACTER)
    mark.font.superscript = True


def _style(document, name, font, size, alignment=None, *, line=None, indent=False, outline=None):
    style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    style.base_style = document.styles["Normal"]
    _font(style, FONTS[font], SIZES[size])
    spacing = style.paragraph_format
    if alignment is not None:
        spacing.alignment = alignment
    if line is not None:
        spacing.line_spacing_rule = WD_LINE_SPACING.EXACTLY if line != 1.0 else WD_LINE_SPACING.SINGLE
        spacing.line_spacing = line
    about = style.element.get_or_add_pPr()
    if line == 1.0:
        about.get_or_add_spacing().addprevious(_off("w:snapToGrid"))
    if indent:
        for place, value in INDENT.items():
            about.get_or_add_ind().set(qn(f"w:{place}"), value)
    if outline is not None:
        spacing.keep_with_next = True
        level = OxmlElement("w:outlineLvl")
        level.set(qn("w:val"), str(outline))
        about.append(level)
    return style


def _off(name):
    made = OxmlElement(name)
    made.set(qn("w:val"), "0")
    return made


def _about(document, paper, made_at):
    """What the file says of itself, the moment of its content included."""
    about = document.core_properties
    about.title, about.author, about.last_modified_by = paper.title, paper.office, paper.office
    about.comments, about.subject, about.keywords = paper.source, paper.day, ""
    about.language = "zh-CN"
    about.created = about.modified = made_at
    about.revision = 1


class _Body:
    """Puts one thing below the other."""

    def __init__(self, document):
        self.document, self.end = document, document.element.body.sectPr
        self.notes, self.charts = wordml.Notes(), 0

    def add(self, style, inner, more=""):
        self.end.addprevious(wordml.element(wordml.paragraph(style, inner, more)))

    def say(self, style, text):
        self.add(style, wordml.run(text))

    def part(self, part, more=""):
        if part.kind == "chart":
            self.chart(part)
            return
        style = "PaperBody" if part.kind == "paragraph" else f"PaperHeading{part.level}"
        self.add(style, self.notes.runs(part.pieces), more)

    def chart(self, chart):
        self.charts += 1
        name = PackURI(f"/word/charts/chart{self.charts}.xml")
        part = Part(name, CHARTS, chart_xml(chart), self.document.part.package)
        relation = self.document.part.relate_to(part, RELATIONSHIP_TYPE.CHART)
        drawn = wordml.drawing(relation, 100 + self.charts, chart.alt, *CHART)
        self.add("PaperChart", drawn, "<w:keepNext/>")
        self.say("PaperChart", chart.title)
        if chart.note:
            self.say("PaperChart", chart.note)

    def table(self, number, table):
        self.say("PaperTableTitle", _("附表%(number)d %(title)s") % {"number": number, "title": table.title})
        self.end.addprevious(wordml.table(table))
        for note in table.notes:
            self.say("PaperNote", note)


def _body(document, paper):
    body = _Body(document)
    body.say("PaperTitle", paper.title)
    body.say("PaperCentred", paper.day)
    for mark in paper.marks:
        body.say("PaperCentred", mark)
    body.say("PaperBody", "")
    for part in paper.parts[:-1]:
        body.part(part)
    # The office never signs on a page without text.
    body.part(paper.parts[-1], wordml.KEPT)
    body.add("PaperBody", "", wordml.KEPT)
    body.say("PaperSign", paper.office)
    body.say("PaperSign", paper.signed_on)
    body.add("PaperNote", "", "<w:pageBreakBefore/>")
    for number, table in enumerate(paper.tables, start=1):
        body.table(number, table)
    body.say("PaperNote", paper.source)
    part = Part(PackURI("/word/footnotes.xml"), FOOTNOTES, wordml.footnotes(paper.notes), document.part.package)
    document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)
