"""How long a sheet of 100,000 people takes: the verdict (dry run), the applying, the same file again.

    python -m bench.import_workers [--rows 100000]

In a database of its own: a county (500198, never assigned) beside the registers of a municipality. Prints one JSON
object. `child_mb` is the peak memory of the reader, `parent_mb` that of the importer; `cpu` is what each used of one
core, which on a busy machine says more than the clock.
"""

import argparse
import datetime
import json
import os
import random
import resource
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

from bench import database

database.setup()

import xlsxwriter  # noqa: E402
from django.db import connection  # noqa: E402

from bench.country import FIRST, generate  # noqa: E402
from bench.report import MUNICIPALITY  # noqa: E402
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


@contextmanager
def county_file(rows):
    """The path of a sheet of so many people, in a database that knows their communities."""
    with database.scratch("import"), tempfile.TemporaryDirectory() as folder:
        generate(**MUNICIPALITY, registers=FIRST)
        path = Path(folder) / "workers.xlsx"
        write_file(path, rows, make_places(-(-rows // PER_COMMUNITY)))
        yield path


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


def read_rows(description):
    """How many rows the command line asks for."""
    parser = argparse.ArgumentParser(description=description, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=100_000)
    return parser.parse_args().rows


def main():
    with county_file(read_rows(__doc__)) as path:
        result = {
            "bench": "import_workers",
            "file_mb": round(path.stat().st_size / 2**20, 1),
            "verdict": timed(path, dry_run=True),
            "apply": timed(path),
            "again": timed(path),
            "load": round(os.getloadavg()[0], 1),
            "child_mb": resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024,
            "parent_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        }
    print(json.dumps(result))


if __name__ == "__main__":
    main()
