"""A paper as PDF, where this machine can make one: an extra that the portal runs without."""

import logging
from contextlib import redirect_stderr, redirect_stdout
from functools import cache
from io import StringIO

from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

ABSENT = gettext_lazy("本机没有安装 PDF 组件(WeasyPrint 及其系统库),不能生成 PDF;可下载 Word,或用浏览器打印为 PDF。")
STYLES = ("css/linli.css", "css/papers.css")


class NotHere(Exception):
    """PDF cannot be made on this machine."""


@cache
def renderer():
    """WeasyPrint; None where it or one of its system libraries is missing."""
    try:
        with redirect_stdout(StringIO()), redirect_stderr(StringIO()):
            import weasyprint

            logging.getLogger("weasyprint").setLevel(logging.ERROR)  # it names every rule that is for screens
    except (ImportError, OSError):
        return None
    return weasyprint


def is_here():
    return renderer() is not None


def write_pdf(paper, made_at):
    """The bytes of the file; `made_at` is the moment of its content, not of the writing."""
    tool = renderer()
    if tool is None:
        raise NotHere(str(ABSENT))
    html = render_to_string("office/paper_pdf.html", {"paper": paper, "moment": made_at.isoformat(timespec="seconds")})
    styles = [tool.CSS(filename=finders.find(name)) for name in STYLES]
    return tool.HTML(string=html, base_url="about:blank", url_fetcher=_nothing_from_outside).write_pdf(
        stylesheets=styles
    )


def _nothing_from_outside(address):
    raise ValueError(_("PDF 不从外部读取内容:%s") % address)
