"""Division files: what is taken over, what is only listed, what is refused."""

import datetime
import json
from io import StringIO

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from communities.division_files import DivisionFileError, read_divisions
from communities.divisions import load_divisions
from communities.models import Area, Community, CommunityChange, CommunityCode
from communities.places import inside
from communities.services import act_on_change
from records.history import acting
from records.models import Change, Event

pytestmark = pytest.mark.django_db
DATA = settings.BASE_DIR / "communities" / "data"
FENGXIAN = DATA / "fengxian_610330.csv"
FIRST, LATER = datetime.date(2023, 6, 30), datetime.date(2024, 7, 1)
HEADER = "code,name,level,kind\n"
TOWN = """610330000000,凤县,3,
610330100000,双石铺镇,4,
610330101000,凤州镇,4,
610330100001,新建路居委会,5,urban
610330100200,双石铺村委会,5,rural
610330101200,凤州村委会,5,rural
610330101201,龙口村委会,5,rural
"""


@pytest.fixture
def file(tmp_path):
    """Writes a file of divisions and returns its path."""

    def write(content, name="divisions.csv", encoding="utf-8-sig"):
        path = tmp_path / name
        path.write_text(content, encoding=encoding)
        return path

    return write


def run(path, *arguments, as_of=FIRST):
    out = StringIO()
    call_command("load_divisions", path, "--as-of", str(as_of), *arguments, stdout=out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "communities", "dropped"),
    [
        ("chongqing_50", 11_269, 1),
        ("fengxian_610330", 70, 4),
        ("shashi_421002", 107, 5),
        ("sanming_3504", 1_949, 16),
        ("suqian_3213", 1_427, 15),
    ],
)
def test_of_each_shipped_file_only_what_is_no_committee_is_dropped(name, communities, dropped):
    divisions = read_divisions(DATA / f"{name}.csv")
    assert (len(divisions.communities), len(divisions.dropped)) == (communities, dropped)


def test_first_load_creates_communities_their_codes_and_all_areas_above_without_dates():
    out = run(FENGXIAN)
    assert "社区 70(居委会 4、村委会 66)" in out
    assert "马头滩虚拟生活区" in out
    assert "马头滩林业局(区划内没有社区)" in out
    upper = dict(Area.objects.filter(level__in=["province", "city", "county"]).values_list("code", "name"))
    assert upper == {"61": "陕西省", "6103": "宝鸡市", "610330": "凤县"}
    assert Community.objects.count() == CommunityCode.objects.count() == 70
    assert not Community.objects.exclude(established_on=None).exists()
    assert not Area.objects.exclude(started_on=None).exists()
    assert Community.objects.as_of(datetime.date(1990, 1, 1)).filter(code_on="610330100001").count() == 1
    assert Event.objects.filter(reason__contains="fengxian_610330.csv").count() == 1


def test_kind_short_name_and_plain_settings_are_filled_in():
    run(FENGXIAN)
    residents = Community.objects.get(name="新建路社区居委会")
    assert (residents.kind, residents.short_name, residents.setting) == ("residents", "新建路社区", "town")
    assert set(Community.objects.filter(kind="villagers").values_list("setting", flat=True)) == {"rural"}


def test_a_second_identical_load_changes_nothing_and_says_so():
    run(FENGXIAN)
    changes = Change.objects.count()
    out = run(FENGXIAN, as_of=LATER)
    assert "没有需要写入的内容" in out
    assert Change.objects.count() == changes


def test_dry_run_writes_nothing(file):
    out = run(file(HEADER + TOWN), "--dry-run")
    assert "试运行" in out
    assert not Area.objects.exists()
    assert not Community.objects.exists()


def test_a_later_file_is_judged_community_by_community(file):
    run(file(HEADER + TOWN))
    later = TOWN.replace("双石铺村委会", "双石铺新村委会").replace("610330101200,凤州村", "610330100201,凤州村")
    later = later.replace("610330101201,龙口村委会,5,rural\n", "") + "610330100002,新民街居委会,5,urban\n"
    result = load_divisions(file(HEADER + later), as_of=LATER)
    assert result.new == ["610330100002"]
    assert result.renamed == {"610330100200": ("双石铺村委会", "双石铺新村委会")}
    assert result.moved == [("610330101200", "610330100201", "凤州村委会")]
    assert result.retired == [("610330101201", "龙口村委会")]


def test_new_and_renamed_hold_from_the_day_of_the_file_on(file):
    run(file(HEADER + TOWN))
    run(file(HEADER + TOWN.replace("双石铺村", "新双石铺村") + "610330100002,新民街居委会,5,urban\n"), as_of=LATER)
    assert Community.objects.get(code="610330100002").established_on == LATER
    village = Community.objects.get(code="610330100200")
    assert (village.name, village.short_name, village.pinyin[:3]) == ("新双石铺村委会", "新双石铺村", "xin")
    names = {on: Community.objects.as_of(on).get(pk=village.pk).name_on for on in (FIRST, LATER)}
    assert names == {FIRST: "双石铺村委会", LATER: "新双石铺村委会"}


def test_what_is_gone_or_moved_is_listed_and_left_for_a_decree(file):
    run(file(HEADER + TOWN))
    later = TOWN.replace("610330101201,龙口村委会,5,rural\n", "").replace("610330101200,凤州", "610330100201,凤州")
    moved = file(HEADER + later)
    for _time in range(2):
        out = run(moved, as_of=LATER)
        assert "610330101201 龙口村委会" in out
        assert "610330101200 → 610330100201 凤州村委会" in out
        assert set(Community.objects.values_list("code", "abolished_on")) == {
            (code, None) for code in ("610330100001", "610330100200", "610330101200", "610330101201")
        }


def test_a_recorded_move_settles_the_file(file):
    run(file(HEADER + TOWN))
    moved = file(HEADER + TOWN.replace("610330101200,凤州", "610330100201,凤州"))
    values = {"kind": "recoded", "on": LATER, "before": "610330101200", "after": "610330100201"}
    with acting(reason="区划调整"):
        act_on_change(CommunityChange.objects.create(decree="批复", **values))
    assert "没有需要写入的内容" in run(moved, as_of=LATER)
    assert "旧名称或已停用编码" in run(file(HEADER + TOWN), as_of=LATER)
    assert Community.objects.filter(code="610330101200").count() == 0


def test_only_counties_in_the_file_are_judged(file):
    run(file(HEADER + TOWN))
    other = "421002000000,沙市区,3,\n421002001000,中山街道,4,\n421002001001,中山居委会,5,urban\n"
    result = load_divisions(file(HEADER + other), as_of=LATER)
    assert (result.retired, result.retired_areas) == ([], [])
    assert Community.objects.get(code="421002001001").established_on is None
    assert Community.objects.count() == 5


def test_one_scheme_per_instance(file):
    run(file(HEADER + TOWN))
    with pytest.raises(CommandError, match="不能再导入 mca"):
        run(file(HEADER + TOWN), "--scheme", "mca")


def test_the_wide_form_names_areas_it_knows_and_lists_the_others(file):
    wide = "code,name,streetCode,provinceCode,cityCode,areaCode\n"
    wide += "610330100001,新建路居委会,610330100,61,6103,610330\n610330100598,某虚拟生活区,610330100,61,6103,610330\n"
    out = json.loads(run(file(wide), "--json"))
    assert (out["communities"], out["unnamed"]) == (1, ["610330", "610330100"])
    assert [row["name"] for row in out["dropped"]] == ["某虚拟生活区"]
    assert Area.objects.get(code="610330100").name == "610330100"
    run(file(HEADER + TOWN), as_of=LATER)
    assert Area.objects.get(code="610330100").name == "双石铺镇"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("code,name\n", "第1行:缺少列 level、kind"),
        (HEADER + "61033010,双石铺镇,4,\n", "第2行 code 列:“61033010”不是有效的编码,应为12位数字"),
        (HEADER + "610330100001,双石铺镇,4,\n", "第2行 code 列:“610330100001”与级别4不符"),
        (HEADER + "610330100001,新建路居委会,5,town\n", "第2行 kind 列:“town”不是有效的类型"),
        (HEADER + "610330100001,新建路居委会,6,urban\n", "第2行 level 列:“6”不是有效的级别"),
        (HEADER + "610330100001,,5,urban\n", "第2行 name 列:名称不能为空"),
        (HEADER + "610330100001,甲村,5,rural\n" * 2, "第3行 code 列:编码“610330100001”与第2行重复"),
        (HEADER + "610330100598,某生活区,5,other\n", "没有可以登记的社区"),
        (HEADER + '610330100001,"甲,5,urban\n', "不是有效的CSV"),
    ],
)  # fmt: skip
def test_a_fault_names_row_and_column_and_nothing_is_applied(file, content, message):
    with pytest.raises(CommandError, match="未导入任何数据") as refused:
        run(file(content))
    assert message in str(refused.value)
    assert not Area.objects.exists()


def test_all_faults_are_told_at_once(file):
    with pytest.raises(DivisionFileError) as refused:
        read_divisions(file(HEADER + "1,甲,3,\n2,乙,3,\n"))
    assert len(refused.value.messages) == 2


def test_gbk_workbooks_and_missing_files_are_refused(file, tmp_path):
    with pytest.raises(CommandError, match="不是UTF-8编码"):
        run(file(HEADER + TOWN, encoding="gbk"))
    workbook = tmp_path / "divisions.xlsx"
    workbook.write_bytes(b"PK\x03\x04\x00\x00")
    with pytest.raises(CommandError, match="不是文本文件"):
        run(workbook)
    with pytest.raises(CommandError, match="找不到文件"):
        run(tmp_path / "none.csv")


def test_a_day_in_the_future_is_refused(file):
    with pytest.raises(CommandError, match="晚于今天"):
        run(file(HEADER + TOWN), as_of=datetime.date(2999, 1, 1))


def test_a_rename_before_what_is_known_is_refused(file):
    run(file(HEADER + TOWN))
    run(file(HEADER + TOWN.replace("双石铺村", "双石村")), as_of=LATER)
    with pytest.raises(CommandError, match="不能早于它"):
        run(file(HEADER + TOWN.replace("双石铺村", "石铺村")), as_of=FIRST)


@pytest.mark.parametrize(("name", "code"), [("市辖区", "500101"), ("万州市", "5001")])
def test_inside_a_municipality_lie_its_counties(name, code):
    for level, each in (("province", "50"), ("city", "5001"), ("county", "500101"), ("street", "500101001")):
        Area.objects.create(level=level, code=each, name=name if level == "city" else each)
    assert [area.code for area in inside("50")] == [code]
    assert [area.code for area in inside("5001")] == ["500101"]
