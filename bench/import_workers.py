"""How long a sheet of 100,000 people takes: the verdict (dry run), the applying, the same file again.

    python bench/import_workers.py [--rows 100000] [--keep]

Builds a county of its own (500198, never assigned) in the database of this instance, prints one JSON object, and takes
away what it made unless told to keep it. `child_mb` is the peak memory of the reader, `parent_mb` that of the
importer; `cpu` is what each used of one core, which on a busy machine says more than the clock.
"""

import argparse
import datetime
import json
import os
import random
import resource
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

import django  # noqa: E402

django.setup()

import xlsxwriter  # noqa: E402
from django.db import connection  # noqa: E402

from communities.models import Area, Community, CommunityCode  # noqa: E402
from records.history import acting  # noqa: E402
from records.identity import check_digit  # noqa: E402
from sheets.services import import_sheet  # noqa: E402

COUNTY = "500198"
PER_COMMUNITY = 9
LICENSED = 0.3
HEADER = [
    "身份证号", "姓名", "手机号", "学历", "政治面貌", "进入方式", "到社区工作时间", "招聘批次", "合同到期", "社区编码",
    "社区名称", "街道(乡镇)", "人员类别", "党组织职务", "居(村)委会职务", "其他职务", "占核定岗位", "主要任职",
    "在岗状态", "任职日期", "离任日期", "职业资格", "证书编号", "取得日期", "数据来源",
]  # fmt: skip
SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗"
GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰"


def make_places(count):
    with acting(reason="bench"):
        streets = -(-count // 40)
        Area.objects.create(code=COUNTY, name="测速县", level="county")
        for number in range(1, streets + 1):
            Area.objects.create(code=f"{COUNTY}{number:03}", name=f"第{number}街道", level="street")
        communities = []
        for number in range(count):
            code = f"{COUNTY}{number // 40 + 1:03}{number % 40 + 1:03}"
            communities.append(Community(code=code, name=f"测速{number + 1}社区居民委员会", kind="residents"))
        Community.objects.bulk_create(communities)
        codes = [CommunityCode(community=c, code=c.code, name=c.name, kind=c.kind) for c in communities]
        CommunityCode.objects.bulk_create(codes)
    return communities


def remove_places():
    statements = [
        "DELETE FROM staffing_licence WHERE worker_id IN (SELECT id FROM staffing_worker WHERE staff_no LIKE %s)",
        "DELETE FROM staffing_spell WHERE worker_id IN (SELECT id FROM staffing_worker WHERE staff_no LIKE %s)",
        "DELETE FROM staffing_worker WHERE staff_no LIKE %s",
        "DELETE FROM staffing_numberseries WHERE county LIKE %s",
        "DELETE FROM communities_communitycode WHERE code LIKE %s",
        "DELETE FROM communities_community WHERE code LIKE %s",
        "DELETE FROM communities_area WHERE code LIKE %s",
    ]
    with acting(reason="bench"), connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement, [f"{COUNTY}%"])


def person(number, community, rng):
    """One row, in the order of the header."""
    born = datetime.date(1965, 1, 1) + datetime.timedelta(days=number % 14_000)
    first17 = f"500198{born:%Y%m%d}{number // 14_000:03}"
    name = rng.choice(SURNAMES) + rng.choice(GIVEN) + rng.choice(GIVEN)
    education, politics = rng.choice(["大专", "本科", "高中", "研究生"]), rng.choice(["党员", "群众", "团员"])
    hired = f"20{rng.randint(10, 20)}-{rng.randint(1, 12):02}"
    return [
        *[first17 + check_digit(first17), name, f"1{rng.choice('3578')}{number:09}", education, politics],
        *[rng.choice(["公开招聘", "换届选举"]), hired, "2021年第一批", "2027-12-31"],
        *[community.code, community.name, f"第{int(community.code[6:9])}街道"],
        *spell(number % PER_COMMUNITY, rng),
        *(licence(number, rng) if rng.random() < LICENSED else ["", "", ""]),
        "区民政局台账",
    ]


def spell(place, rng):
    """The first of each community leads it, the second heads its women's federation."""
    posts = ["两委成员", "书记", "主任", ""] if place == 0 else ["专职工作者", "", "", "妇联主席" if place == 1 else ""]
    started_on = f"202{rng.randint(0, 4)}.{rng.randint(1, 12)}.{rng.randint(1, 28)}"
    return [*posts, "是", "", "在岗", started_on, ""]


def licence(number, rng):
    return [rng.choice(["助理社会工作师", "社会工作师"]), f"SW{number:08}", "2022-09"]


def write_file(path, rows, communities):
    rng = random.Random(2)
    book = xlsxwriter.Workbook(path, {"constant_memory": True})
    page = book.add_worksheet("社区工作者")
    page.write_row(0, 0, HEADER)
    for number in range(rows):
        for column, value in enumerate(person(number, communities[number // PER_COMMUNITY], rng)):
            if value != "":
                page.write_string(number + 1, column, value)
    book.close()


def processor_seconds():
    """What importer, reader and database session have used so far, in seconds of one core."""
    times = os.times()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        stat = Path(f"/proc/{cursor.fetchone()[0]}/stat")
    session = stat.read_text().rpartition(")")[2].split()[11:13] if stat.exists() else [0, 0]
    database = sum(map(int, session)) / os.sysconf("SC_CLK_TCK")
    return [times.user + times.system, times.children_user + times.children_system, database]


def timed(path, **options):
    start, used = time.perf_counter(), processor_seconds()
    outcome = import_sheet("worker", path, **options)
    seconds = round(time.perf_counter() - start, 1)
    cpu = [round(after - before, 1) for after, before in zip(processor_seconds(), used, strict=True)]
    return {
        "seconds": seconds, "cpu": dict(zip(("importer", "reader", "database"), cpu, strict=True)),
        "rows": outcome.rows, "created": outcome.created, "updated": outcome.updated,
        "unchanged": outcome.unchanged, "errors": len(outcome.errors),
    }  # fmt: skip


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--keep", action="store_true")
    options = parser.parse_args()
    communities = make_places(-(-options.rows // PER_COMMUNITY))
    try:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "workers.xlsx"
            write_file(path, options.rows, communities)
            result = {
                "file_mb": round(path.stat().st_size / 2**20, 1),
                "verdict": timed(path, dry_run=True),
                "apply": timed(path),
                "again": timed(path),
                "load": round(os.getloadavg()[0], 1),
                "child_mb": resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024,
                "parent_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
            }
    finally:
        if not options.keep:
            remove_places()
    print(json.dumps(result))


if __name__ == "__main__":
    main()
