"""Lines of a roster that are no data: totals, signatures, remarks, the header printed again on every page."""

import re

from django.utils.translation import gettext as _

from records.text import normalise
from sheets.cells import as_text, is_blank

TOTAL = re.compile(r"(本页|全部|人员)?(合计|小计|总计|共计|累计):?|(合计|小计|总计|共计):.*")
SIGNED = "备注|注|说明|填表说明|填表人|制表人?|审核人?|单位负责人|负责人|填报人|填报单位|填表日期|报出日期"
REMARK = re.compile(f"({SIGNED}):.*")
NAMED = 5
LABELLED = 2  # a remark stands in the first columns, not beside data


def kind_of(cells):
    """What a line without data is called, or None: 合计, 备注 …"""
    label = next((cell for cell in cells[:LABELLED] if not is_blank(cell)), None)
    if not isinstance(label, str) or label.isdigit():
        return None
    words = normalise(label).replace(" ", "")
    if TOTAL.fullmatch(words) or REMARK.fullmatch(words):
        return words[:10]
    return None


def words_of(cells):
    return [as_text(cell).strip() for cell in cells if not is_blank(cell)]


def without_remarks(rows, header, notes):
    """The rows that hold data; what was left out is told in `notes`."""
    skipped, again, said = [], 0, words_of(header)
    begins = next((place for place, cell in enumerate(header) if not is_blank(cell)), 0)
    for number, cells in rows:
        # The header printed again on every page; nearly every row differs from it in the first cell already.
        if cells[begins : begins + 1] == header[begins : begins + 1] and words_of(cells) == said:
            again += 1
        elif words := kind_of(cells):
            skipped.append((number, words))
        else:
            yield number, cells
    for number, words in skipped[:NAMED]:
        notes.append(_("第%(row)s行“%(words)s”不是数据,已跳过。") % {"row": number, "words": words})
    if len(skipped) > NAMED:
        notes.append(_("共跳过%s行合计、备注。") % len(skipped))
    if again:
        notes.append(_("有%s行重复的表头,已跳过。") % again)
