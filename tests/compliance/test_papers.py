"""The 调研报告: every figure from one stored report, an office's words in versions, the same bytes again."""

import pytest
from django.urls import reverse

from communities.choices import Role
from communities.models import Area
from compliance.models import PaperText, Result
from compliance.papers.content import paper_of
from compliance.papers.fields import faults
from compliance.papers.texts import SHIPPED, SLUGS, Texts, texts_of
from compliance.subjects import subject
from tests.communities.offices import sent_once
from tests.world import DAY, HERE, make_account

LACKING = "floor-area"


def paper(report, code=HERE, **blocks):
    return paper_of(subject(report, None, code), Texts(0, {**SHIPPED.blocks, **blocks}))


def told(made):
    return "\n".join(part.text for part in made.parts if part.kind != "chart")


def page(name, report, **query):
    return reverse(f"compliance:paper_{name}", args=[report.pk], query={"area": HERE, **query})


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
    made = paper(world.here, situation="{{workers-per-community}}、{{staff-per-community}}、{{nothing}}")
    assert "\n无数据、1人、无数据\n" in told(made)
    assert "平均社区工作者无数据" in told(made)
    assert made.office == "Area 500199 office"
    marks = {piece.note for part in made.parts if part.kind == "paragraph" for piece in part.pieces if piece.note}
    assert marks == set(range(1, len(made.notes) + 1))
    basis = next(note for note in made.notes if note.startswith("平均工作人员"))
    assert "分子2，分母2；截至2024年6月30日；应答社区2/2个（100.0%）" in basis
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
    assert texts_of(HERE, DAY)["measures"] == "迟了"
    shown = officer.get(page("detail", world.here, version=1)).content.decode()
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
