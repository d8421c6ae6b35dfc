import io

import xlsxwriter
from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from communities.models import UploadedSheet
from communities.uploads import files
from communities.uploads.forms import decisions
from communities.uploads.headers import shown
from communities.uploads.movements import told as moved
from communities.uploads.services import decide
from communities.views.answers import workbook
from communities.views.sending import SentOnceMixin
from communities.views.uploads.base import OwnUploadView
from sheets.export import clean

PER_PAGE = 50
TABS = (("error", _("错误")), ("missing", ""), ("new", _("新增")), ("changed", _("修改")), ("unchanged", _("未变")))


class CheckMixin:
    """What all pages about the preview look at."""

    states = (UploadedSheet.State.PREVIEWED,)
    step = "check"

    @property
    def tab(self):
        counts = self.object.preview
        asked = self.request.GET.get("tab", "")
        first = next((name for name, _label in TABS if counts.get(name)), "new")
        return asked if asked in dict(TABS) else first

    @property
    def headers(self):
        """(index, header) of the columns that are taken in."""
        header = dict(self.object.head)[self.object.mapping["header_row"]]
        taken = self.object.mapping["columns"]
        return [(int(index), header[int(index)]) for index, name in taken.items() if name]

    def page(self):
        paginator = Paginator(range(self.object.preview.get(self.tab, 0)), PER_PAGE)
        return paginator.get_page(self.request.GET.get("page"))

    def lines(self, page):
        start = (page.number - 1) * PER_PAGE
        return files.lines(self.object, self.tab, start, start + PER_PAGE)


class CheckView(SentOnceMixin, CheckMixin, OwnUploadView):
    """Third step: what each row would do, errors first."""

    template_name = "uploads/check.html"

    def get_context_data(self, **kwargs):
        page, preview = self.page(), self.object.preview
        roster = self.sheet.roster if self.object.roster else None
        tabs = [(name, label or roster.title, preview[name]) for name, label in TABS if label or roster]
        told = (
            {} if self.tab == "missing" else {"rows": self.rows(page), "headers": [text for _i, text in self.headers]}
        )
        if self.tab == "missing" and roster:
            told = {"missing": self.missing(page, kwargs.pop("errors", {})), "roster": roster}
        undecided = preview["missing"] - len(self.object.choices)
        ready = not preview["findings"] and preview["new"] + preview["changed"] + preview["unchanged"] > 0
        return super().get_context_data(
            preview=preview, tabs=tabs, tab=self.tab, page=page, undecided=undecided, is_ready=ready, **told, **kwargs
        )

    def rows(self, page):
        """(number, cells, what is told of the row); changed cells with old and new."""
        places = [index for index, _header in self.headers]
        for number, cells, told in self.lines(page):
            yield number, [shown(cells[at]) if at < len(cells) else "" for at in places], told

    def missing(self, page, errors):
        for pk, cells in self.lines(page):
            yield pk, cells, self.object.choices.get(str(pk), {}), errors.get(pk, "")

    def post(self, request, *args, **kwargs):
        """Choices about the rows of one page that the roster does not mention."""
        if self.tab != "missing" or not self.sheet.roster:
            return redirect("communities:import_check", self.object.pk)
        page = self.page()
        rows = files.lines(self.object, "missing") if request.POST.get("everywhere") else self.lines(page)
        choices, errors = decisions(self.sheet.roster, rows, request.POST)
        decide(upload=self.object, choices=choices)
        if errors:
            messages.error(request, _("有%s行没有保存:请填写日期和原因。") % len(errors))
        else:
            messages.success(request, _("已保存%s条处理办法。") % len(choices))
        url = reverse("communities:import_check", args=[self.object.pk])
        return redirect(f"{url}?tab=missing&page={page.number}")


class ErrorFileView(CheckMixin, OwnUploadView):
    """The rows with mistakes as they were sent, with a column 错误 behind them; or another group of the preview."""

    def get(self, request, *args, **kwargs):
        group = self.tab if self.tab != "missing" else "error"
        header = dict(self.object.head)[self.object.mapping["header_row"]]
        if request.GET.get("tab") == "missing" and self.sheet.roster:
            rows = (cells for _pk, cells in files.lines(self.object, "missing"))
            return workbook(_book([list(map(str, self.sheet.roster.columns)), *rows]), _("表中没有的记录.xlsx"))
        label = dict(TABS)[group]
        rows = [[*header, str(label)]]
        for _number, cells, told in files.lines(self.object, group):
            padded = [*cells, *[""] * (len(header) - len(cells))][: len(header)]
            rows.append([*map(_original, padded), ";".join(_sentence(one) for one in told)])
        return workbook(_book(rows), f"{self.object.file_name.rpartition('.')[0]}_{label}.xlsx")


def _original(cell):
    """A cell of the upload as text, number or error sign."""
    if isinstance(cell, dict):
        return next(iter(cell.values()))
    return cell


def _sentence(told):
    return f"{told[0]}:{told[1]}" if len(told) == 2 else f"{told[0]}:{told[1] or '空'}→{told[2] or '空'}"


def _book(rows):
    out = io.BytesIO()
    book = xlsxwriter.Workbook(
        out, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "in_memory": False}
    )
    page = book.add_worksheet()
    text = book.add_format({"num_format": "@"})
    for number, cells in enumerate(rows):
        for place, cell in enumerate(cells):
            if isinstance(cell, (int, float)) and not isinstance(cell, bool):
                page.write_number(number, place, cell)
            elif cell not in ("", None):
                page.write_string(number, place, clean(str(cell))[:32_767], text)
    book.close()
    return out.getvalue()


class MovementFileView(OwnUploadView):
    """人员增减变动表 of one import."""

    states = (UploadedSheet.State.APPLIED,)

    def get(self, request, *args, **kwargs):
        header = [_("社区"), _("原有"), _("增加"), _("减少"), _("现有"), _("增加的人员"), _("减少的人员")]
        rows = [[*counts, "、".join(came), "、".join(went)] for *counts, came, went in moved(self.object, request.user)]
        return workbook(_book([header, *rows]), _("人员增减变动表.xlsx"))
