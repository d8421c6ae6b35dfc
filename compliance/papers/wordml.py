"""Pieces of a Word file as text. A table of a thousand cells takes a second to build object by object."""

import re
from xml.sax.saxutils import escape, quoteattr

from docx.oxml.ns import nsdecls
from docx.oxml.parser import parse_xml

SIZES = {"title": 44, "body": 32, "cell": 18, "note": 21, "foot": 18, "page": 28}
"""Half points: 二号, 三号, 小五, 五号, 小五, 四号."""
FONTS = {"song": "方正小标宋简体", "fang": "仿宋_GB2312", "hei": "黑体", "kai": "楷体_GB2312"}
FOOTNOTES = f"<w:footnotes {nsdecls('w')}>"


def text(value):
    return f'<w:t xml:space="preserve">{escape(str(value))}</w:t>'


def run(value):
    return f"<w:r>{text(value)}</w:r>"


def paragraph(style, inner, more=""):
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{more}</w:pPr>{inner}</w:p>'


class Notes:
    """Real footnotes: the first mark of each is the note, later ones refer to it."""

    def __init__(self):
        self.seen = set()

    def runs(self, pieces):
        return "".join(run(piece.text) + (self.mark(piece.note) if piece.note else "") for piece in pieces)

    def mark(self, number):
        if number in self.seen:
            field = f'<w:fldSimple w:instr=" NOTEREF note_{number} \\f \\h ">'
            return f'{field}<w:r><w:rPr><w:rStyle w:val="PaperMark"/></w:rPr>{text(number)}</w:r></w:fldSimple>'
        self.seen.add(number)
        mark = f'<w:r><w:rPr><w:rStyle w:val="PaperMark"/></w:rPr><w:footnoteReference w:id="{number}"/></w:r>'
        name = f'<w:bookmarkStart w:id="{number}" w:name="note_{number}"/>'
        return f'{name}{mark}<w:bookmarkEnd w:id="{number}"/>'


def footnotes(notes):
    """The part that holds them; the first two are the lines Word draws above."""
    lines = [("separator", -1), ("continuationSeparator", 0)]
    drawn = [
        f'<w:footnote w:type="{kind}" w:id="{number}"><w:p><w:r><w:{kind}/></w:r></w:p></w:footnote>'
        for kind, number in lines
    ]
    own = '<w:r><w:rPr><w:rStyle w:val="PaperMark"/></w:rPr><w:footnoteRef/></w:r>'
    told = [
        f'<w:footnote w:id="{number}">{paragraph("PaperFootnote", own + run(f" {note}"))}</w:footnote>'
        for number, note in enumerate(notes, start=1)
    ]
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    return (head + FOOTNOTES + "".join([*drawn, *told]) + "</w:footnotes>").encode()


BORDERS = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="auto"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)
ROOM = {"top": 20, "left": 40, "bottom": 20, "right": 40}
WORDS = re.compile("[\u2e80-\uffff]")
LEAST, MOST, EDGES, LINE = 4, 40, 2, 98
"""Half characters: how narrow and how wide a column may be, the white beside its text, and what stands in 156 mm."""


def widths(made):
    """Of the columns of a table, in fiftieths of a per cent: as long as what stands in them; headers and words may
    break, numbers never do."""
    columns = [[cell.text for cell in column] for column in zip(*made.rows, strict=True)] or [()] * len(made.header)
    least = [EDGES + max([LEAST, *(len(text) for text in column if not WORDS.search(text))]) for column in columns]
    wanted = [
        max(low, EDGES + min(MOST, max([-(-half_characters(str(head)) // 2), *map(half_characters, column)])))
        for low, head, column in zip(least, made.header, columns, strict=True)
    ]
    more = sum(wanted) - sum(least)
    part = min(1, max(0, LINE - sum(least)) / more) if more else 0
    shares = [low + (most - low) * part for low, most in zip(least, wanted, strict=True)]
    return [round(5000 * share / sum(shares)) for share in shares]


def half_characters(value):
    return sum(1 if character.isascii() else 2 for character in value)


def table(made):
    """Header repeated on every page, no line torn apart."""
    cells = widths(made)
    head = "".join(cell(width, name, "center") for width, name in zip(cells, made.header, strict=True))
    rows = [f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{head}</w:tr>"]
    for index, row in enumerate(made.rows, start=1):
        more = KEPT if made.notes and index == len(made.rows) else ""
        inner = "".join(cell(width, one.text, side(one), more) for width, one in zip(cells, row, strict=True))
        rows.append(f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{inner}</w:tr>")
    grid = "".join(f'<w:gridCol w:w="{round(width * 8845 / 5000)}"/>' for width in cells)
    about = f'<w:tblW w:w="5000" w:type="pct"/><w:tblBorders>{BORDERS}</w:tblBorders><w:tblLayout w:type="autofit"/>'
    margins = "".join(f'<w:{side} w:w="{room}" w:type="dxa"/>' for side, room in ROOM.items())
    about += f"<w:tblCellMar>{margins}</w:tblCellMar>"
    begin = f"<w:tbl {nsdecls('w')}><w:tblPr>{about}</w:tblPr><w:tblGrid>{grid}</w:tblGrid>"
    return parse_xml(begin + "".join(rows) + "</w:tbl>")


def side(one):
    if one.is_head:
        return "left"
    return "center" if one.number is None else "right"


KEPT = "<w:keepNext/>"
"""The last line of a table stays with the notes below it."""


def cell(width, value, place, more=""):
    about = f'<w:tcPr><w:tcW w:w="{width}" w:type="pct"/><w:vAlign w:val="center"/></w:tcPr>'
    inner = paragraph("PaperCell", run(value), f'{more}<w:jc w:val="{place}"/>')
    return f"<w:tc>{about}{inner}</w:tc>"


def drawing(relation, number, alt, width, height):
    """Where a chart stands; lengths in English Metric Units."""
    uri = "http://schemas.openxmlformats.org/drawingml/2006/chart"
    graphic = (
        f'<a:graphic xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:graphicData uri="{uri}">'
        f'<c:chart xmlns:c="{uri}" r:id="{relation}"/></a:graphicData></a:graphic>'
    )
    about = f'<wp:docPr id="{number}" name="chart{number}" descr={quoteattr(alt)}/><wp:cNvGraphicFramePr/>'
    inline = f'<wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="{width}" cy="{height}"/>'
    return f"<w:r><w:drawing>{inline}{about}{graphic}</wp:inline></w:drawing></w:r>"


def element(xml):
    """A paragraph as an element of the file."""
    return parse_xml(xml.replace("<w:p>", f"<w:p {nsdecls('w', 'r', 'wp')}>", 1))
