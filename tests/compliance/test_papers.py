"""The 调研报告: every figure from one stored report, an office's words in versions, the same bytes again."""

import io
from decimal import Decimal

import pytest
from django.urls import reverse
from docx import Document
from openpyxl import load_workbook

from communities.choices import Role
from communities.models import Area, Posting
from compliance.models import PaperFile, PaperText, Result
from compliance.papers import pdf
from compliance.papers.content import paper_of
from compliance.papers.drawingml import chart_xml
from compliance.papers.fields import faults
from compliance.papers.parts import Cell, Chart, Table
from compliance.papers.texts import SHIPPED, SLUGS, Texts, texts_of
from compliance.papers.web import drawing
from compliance.papers.wordml import LINE, widths
from compliance.subjects import subject
from jobs.models import Job
from jobs.services import run_here
from tests.communities.offices import sent_once
from tests.world import DAY, HERE, make_account

LACKING = "floor-area"


def paper(report, code=HERE, **blocks):
    return paper_of(subject(report, None, code), Texts(0, {**SHIPPED.blocks, **blocks}))


def told(made):
    return "\n".join(part.text for part in made.parts if part.kind != "chart")


def page(name, report, **query):
    return reverse(f"compliance:paper_{name}", args=[report.pk], query={"area": HERE, **query})


def file_of(client, form):
    """What is handed out once the job is done."""
    job = Job.objects.filter(kind="paper").first()
    assert run_here(job).state == "done", job.message
    listed = client.get(reverse("communities:job_detail", args=[job.pk]), follow=True)
    assert listed.redirect_chain[-1][0].endswith("#files")
    made = PaperFile.objects.get(job_id=job.pk)
    assert reverse("compliance:paper_file", args=[made.pk]) in listed.content.decode()
    answer = client.get(reverse("compliance:paper_file", args=[made.pk]))
    assert answer["Content-Disposition"].endswith(f".{form}")
    return answer.content


def blocks(**texts):
    return {**dict.fromkeys(SLUGS, ""), **texts}


@pytest.fixture
def officer(client, world):
    client.force_login(make_account(Role.COUNTY_REVIEWER))
    return client


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("共有社区{{communities}}个，每万人{{workers-per-10k}}，还差{{ workers-per-10k.gap }}。", 0),
        ("2023年5月30日，按渝府〔2023〕5号文件，打造10分钟生活圈，12345热线7×24小时，历时3个月，第2人民医院。", 0),
        ("每万人配备18名，占 76.5 %，共３２８人、4,812㎡。", 4),
        ("{{workers}}、{{每万人社区工作者}}、{{}}", 3),
        ("{{area", 1),
    ],
)
def test_a_text_names_figures_and_holds_none(text, wrong):
    assert len(faults(text)) == wrong


def test_every_figure_is_the_report_s_and_missing_is_not_zero(world):
    Area.objects.filter(code=HERE).update(authority="Area 500199 office")
    own = Result.objects.filter(report=world.here, row__code=HERE)
    own.filter(indicator="workers-per-community").update(value=None, numerator=None)
    own.filter(indicator="staff-per-community").update(value=3, numerator=6, denominator=2)
    made = paper(world.here, situation="{{workers-per-community}}、{{staff-per-community}}、{{nothing}}")
    assert "\n无数据、3人、无数据\n" in told(made)
    assert "平均社区工作者无数据" in told(made)
    assert made.office == "Area 500199 office"
    marks = {piece.note for part in made.parts if part.kind == "paragraph" for piece in part.pieces if piece.note}
    assert marks == set(range(1, len(made.notes) + 1))
    basis = next(note for note in made.notes if note.startswith("平均工作人员"))
    assert "分子6，分母2；截至2024年6月30日；应答社区2/2个（100.0%）" in basis
    first = made.tables[0].rows[1]
    assert [cell.text for cell in first][:3] == ["平均社区工作者", "人", "无数据"]
    Result.objects.filter(report=world.here).exclude(row__code=HERE).update(value=7)
    assert "7" in [cell.text for row in paper(world.here).tables[1].rows for cell in row]


@pytest.mark.parametrize("code", [HERE, f"{HERE}001", f"{HERE}001001"])
def test_a_paper_is_made_of_an_area_of_any_level(world, code):
    made = paper(world.here, code)
    assert [part.text for part in made.parts if part.kind == "heading" and part.level == 1] == [
        "一、基本情况", "二、存在的主要问题", "三、意见建议",
    ]  # fmt: skip
    assert all(len(row) == len(table.header) for table in made.tables for row in table.rows)


def test_texts_are_saved_in_versions(officer, world):
    edit = page("edit", world.here)
    first = {**blocks(measures="（一）抓组织\n在{{area}}，每万人{{workers-per-10k}}。"), "after": 0, **sent_once()}
    assert officer.post(edit, first).status_code == 302
    assert officer.post(edit, first).status_code == 302  # the same form again
    assert PaperText.objects.count() == 1
    late = officer.post(edit, {**blocks(measures="迟了"), "after": 0, **sent_once()})
    assert late.context["form"].non_field_errors()
    assert officer.post(edit, {**late.context["form"].data, **sent_once()}).status_code == 302
    assert texts_of(HERE, DAY).text("measures") == "迟了"
    shown = officer.get(page("detail", world.here, version=1)).content.decode()
    assert "第 1 版" in shown
    assert "二、主要做法和成效" in shown
    assert "（一）抓组织" in shown
    typed = officer.post(edit, {**blocks(measures="共有18个"), "after": 2, **sent_once()})
    assert "18个" in typed.context["form"].errors["measures"][0]


def test_last_year_s_words_are_offered_for_this_year_s_figures(officer, world):
    PaperText.objects.create(area=HERE, as_of="2023-12-31", version=3, blocks={"measures": "去年写的"})
    answer = officer.get(page("edit", world.here))
    assert "去年写的" in answer.content.decode()
    assert answer.context["form"]["after"].value() == 0
    assert "去年写的" not in officer.get(page("detail", world.here)).content.decode()


def test_what_is_not_there_is_said_in_words(officer, world):
    find = reverse("compliance:paper_find")
    assert officer.get(find, {"area": HERE, "on": DAY}).url == page("detail", world.here)
    other_day = officer.get(find, {"area": HERE, "on": "2019-01-01"})
    assert [report for report, _url in other_day.context["missing"]["reports"]] == [world.here]
    for wrong in ({"area": "510199", "on": DAY}, {"area": "'; --", "on": "2024-02-31"}, {"area": "", "on": ""}):
        assert officer.get(find, wrong).context["form"].errors["area"]
    for forged in ({"version": 99}, {"area": "510199"}, {"area": "5001990"}):
        assert officer.get(page("detail", world.here, **forged)).status_code == 404
    assert officer.post(page("edit", world.here), {"after": "x"}).status_code == 200


def asked(client, world, form, **values):
    """Asks for a file of the paper as its page does."""
    values = {"form": form, "version": 0, **sent_once(), **values}
    return client.post(page("make", world.here), values)


def test_the_word_file_says_what_the_page_says(officer, world):
    Result.objects.filter(report=world.here, indicator="workers-per-community").update(value=None)
    made = paper(world.here)
    asked(officer, world, "docx")
    content = file_of(officer, "docx")
    document = Document(io.BytesIO(content))
    body = [line.text for line in document.paragraphs]
    assert [made.title, made.day] == body[:2]
    assert {part.text for part in made.parts if part.kind == "heading"} <= set(body)
    assert [len(table.rows) for table in made.tables] == [len(table.rows) - 1 for table in document.tables]
    assert any(cell.text == "无数据" for cell in document.tables[0].column_cells(2))
    section = document.sections[0]
    assert [round(side.mm) for side in (section.top_margin, section.bottom_margin)] == [37, 35]
    assert [round(side.mm) for side in (section.left_margin, section.right_margin, section.page_width)] == [28, 26, 210]
    notes = next(part for part in document.part.package.iter_parts() if part.partname == "/word/footnotes.xml")
    assert notes.blob.count(b"<w:footnote ") == len(made.notes) + 2
    asked(officer, world, "docx")
    assert file_of(officer, "docx") == content
    assert asked(officer, world, "exe").url == asked(officer, world, "docx", version=7).url
    assert Job.objects.filter(kind="paper").count() == 2


def test_the_workbook_has_a_sheet_for_each_table_and_goes_on_counting(officer, world):
    made = paper(world.here)
    asked(officer, world, "xlsx")
    content = file_of(officer, "xlsx")
    book = load_workbook(io.BytesIO(content))
    assert len(book.worksheets) == len(made.tables) + 2
    first = book.worksheets[1]
    numbers = [cell.value for cell in first["C"] if isinstance(cell.value, int | float)]
    assert numbers == [float(row[2].number) for row in made.tables[0].rows if row[2].number is not None]
    asked(officer, world, "xlsx")
    assert file_of(officer, "xlsx") == content


def test_limits_that_differ_stand_at_each_column_and_one_that_holds_for_all_across():
    about = {"title": "房", "unit": "㎡", "labels": ("甲", "乙", "丙"), "values": (Decimal(5), Decimal(9), Decimal(7))}
    one, own = (Chart(**about, limits=limits) for limits in ((Decimal(6),) * 3, (Decimal(6), None, Decimal(12))))
    assert (drawing(one).limit_y > 0, {bar.limit_y for bar in drawing(one).bars}) == (True, {None})
    assert (drawing(own).limit_y, [bar.limit_y is None for bar in drawing(own).bars]) == (None, [False, True, False])
    across, dashes = (chart_xml(chart).decode() for chart in (one, own))
    assert ("prstDash" in across, "prstDash" in dashes, 'symbol val="dash"' in dashes) == (True, False, True)
    assert dashes.count("<c:v>12</c:v>") == 1
    below = chart_xml(Chart(**{**about, "values": (Decimal(-1), Decimal(9), Decimal(7))}, limits=())).decode()
    assert ('<c:min val="0"/>' in across, '<c:min val="0"/>' in below) == (True, False)


def test_numbers_have_room_where_words_may_break():
    """A line of a municipality's table: nothing but names and headers is narrower than what stands in it."""
    header = ("名称", "社区", "分子", "分母", "数值", "标准", "判定", "达标", "未达标", "数据不全", "有数据", "缺口")
    line = ("石柱自治县", "242", "350,666.12", "788,900", "44.45", "≥ 30", "未达标", "–", "1,901", "81", "无数据", "–")
    rows = [[Cell(text) for text in line], [Cell("–")] * len(line)]
    room = [width * LINE / 5000 for width in widths(Table("", "", header, rows))]
    assert all(given >= len(text) for given, text in zip(room, line, strict=True) if text.isascii())


def test_a_file_is_handed_out_only_while_its_place_is_within_reach(officer, world):
    asked(officer, world, "xlsx")
    file_of(officer, "xlsx")
    made = reverse("compliance:paper_file", args=[PaperFile.objects.get().pk])
    Posting.objects.update(area_code="510199")
    assert officer.get(made).status_code == 403
    job = Job.objects.get(kind="paper")
    again = Job.objects.create(kind="paper", user=job.user, area_code=HERE, params=job.params)
    assert run_here(again).state == "failed"
    officer.force_login(make_account(Role.COUNTY_REVIEWER, name="another"))
    assert officer.get(made).status_code == 404


def test_without_the_library_the_page_says_that_there_is_no_pdf(officer, world, monkeypatch):
    monkeypatch.setattr(pdf, "renderer", lambda: None)
    assert "不能生成 PDF" in officer.get(page("detail", world.here)).content.decode()
    answer = officer.post(page("make", world.here), {"form": "pdf", "version": 0, **sent_once()}, follow=True)
    assert "不能生成 PDF" in str(next(iter(answer.context["messages"])))
    with pytest.raises(pdf.NotHere):
        pdf.write_pdf(paper(world.here), world.here.built_at)
