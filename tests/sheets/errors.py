"""5,000 rows of people, one in a hundred bad in a known way: what an import must find, no more and no less."""

import random
from datetime import date, timedelta

from tests.people import id_number

HEADER = [
    "人员编号", "身份证号", "姓名", "性别", "出生日期", "手机号", "学历", "到社区工作时间", "社区编码", "社区名称",
    "街道(乡镇)", "岗位", "人员类别", "其他职务", "占核定岗位", "主要任职", "在岗状态", "批准单位及文号", "任职日期",
    "离任日期", "离任原因", "职业资格", "证书编号", "取得日期", "招聘批次",
]  # fmt: skip


def good_row(number, communities):
    community = communities[number % len(communities)]
    return {
        "身份证号": id_number(number % 998 + 1, date(1970, 1, 1) + timedelta(days=number // 998 + 1)),
        "姓名": "王李张刘陈"[number % 5] + "伟芳娜敏静"[number // 5 % 5] + "磊军洋"[number // 25 % 3],
        "手机号": f"138{number:08}",
        "学历": ["大专", "本科", "高中/中专"][number % 3],
        "社区编码": community.code,
        "人员类别": "社区专职工作人员",
        "占核定岗位": ["是", "√", "1", "Y"][number % 4],
        "任职日期": ["2021-05-01", "2021.5.1", "2021年5月1日", "2021-05"][number % 4],
        "在岗状态": "在岗",
    }


def wrong_checksum(number):
    return number[:17] + ("1" if number[17] != "1" else "2")


def kinds(known):
    """(cells to change, what is to be found): one entry per kind of mistake. `known` holds what the register has."""
    set_to = lambda **cells: cells  # noqa: E731
    return [
        (set_to(姓名=""), [("姓名", "required")]),
        (set_to(姓名="#N/A"), [("姓名", "required")]),
        (set_to(姓名="王" * 51), [("姓名", "too_long")]),
        (set_to(姓名="王\0伟"), [("姓名", "constraint")]),
        (set_to(身份证号=""), [("身份证号", "required")]),
        (set_to(身份证号="6.2E+17"), [("身份证号", "invalid_number")]),
        (set_to(身份证号="50019919870304001"), [("身份证号", "invalid_number")]),
        (set_to(身份证号="5001**********0011"), [("身份证号", "required")]),
        (set_to(身份证号=wrong_checksum(id_number(999, date(1991, 5, 5)))), [("身份证号", "invalid_checksum")]),
        (set_to(身份证号=id_number(1, date(2090, 1, 1))), [("身份证号", "invalid_date")]),
        (set_to(身份证号=known["elsewhere"]), [("身份证号", "registered_elsewhere")]),
        (set_to(人员编号="500199999999"), [("人员编号", "unknown_code")]),
        (set_to(手机号="1381234"), [("手机号", "invalid_number")]),
        (set_to(手机号="138****0000"), [("手机号", "required")]),
        (lambda row: {"性别": "女" if int(row["身份证号"][16]) % 2 else "男"}, [("性别", "mismatch")]),
        (set_to(性别="女生"), [("性别", "invalid_choice")]),
        (set_to(学历="秀才"), [("学历", "invalid_choice")]),
        (set_to(出生日期="1987-02-30"), [("出生日期", "invalid_date")]),
        (set_to(出生日期="2087-02-03"), [("出生日期", "out_of_range")]),
        (set_to(出生日期="1850-02-03"), [("出生日期", "out_of_range")]),
        (set_to(到社区工作时间="去年"), [("到社区工作时间", "invalid_date")]),
        (set_to(到社区工作时间="#REF!"), [("到社区工作时间", "invalid_date")]),
        (set_to(社区编码=known["unknown"]), [("社区编码", "unknown_code")]),
        (set_to(社区编码=known["foreign"]), [("社区编码", "foreign_territory")]),
        (set_to(社区编码=""), [("社区编码", "required")]),
        (set_to(社区编码="", 社区名称=known["double"]), [("社区名称", "ambiguous_name")]),
        (set_to(社区编码="", 社区名称="没有这个社区"), [("社区名称", "unknown_code")]),
        (set_to(社区名称="没有这个社区"), [("社区名称", "mismatch")]),
        (set_to(**{"街道(乡镇)": "没有这个街道"}), [("街道(乡镇)", "mismatch")]),
        (set_to(人员类别=""), [("人员类别", "required")]),
        (set_to(人员类别="临时工"), [("人员类别", "invalid_choice")]),
        (set_to(岗位="总书记兼厨师"), [("岗位", "invalid_choice")]),
        (set_to(其他职务="网格长;厨师"), [("其他职务", "invalid_choice")]),
        (set_to(占核定岗位="也许"), [("占核定岗位", "invalid_choice")]),
        (set_to(在岗状态="借调街道(乡镇)"), [("批准单位及文号", "required")]),
        (set_to(任职日期=""), [("任职日期", "required")]),
        (set_to(任职日期="2021-02-29"), [("任职日期", "invalid_date")]),
        (set_to(离任日期="2020-01-01"), [("离任日期", "order")]),
        (set_to(离任原因="辞职"), [("离任日期", "required")]),
        (set_to(证书编号="A1"), [("职业资格", "required")]),
        (set_to(招聘批次="批" * 61), [("招聘批次", "too_long")]),
        (set_to(身份证号=known["serving"], 姓名=""), [("任职日期", "overlap")]),
    ]


def make_file(communities, known, *, rows=5_000, bad=50, seed=7):
    """Header and rows of the file, and the truth: {(row in the file, column, code)}."""
    rng = random.Random(seed)
    lines = [good_row(number, communities) for number in range(rows)]
    truth, mistakes = set(), kinds(known)
    places = rng.sample(range(100, rows), bad)
    for order, place in enumerate(places[: bad - 2]):
        cells, expected = mistakes[order % len(mistakes)]
        lines[place] |= cells(lines[place]) if callable(cells) else cells
        truth |= {(place + 2, column, code) for column, code in expected}
    twice, other = places[bad - 2 :]
    lines[twice] = dict(lines[10])
    truth.add((twice + 2, "身份证号", "duplicate_in_file"))
    lines[other] = lines[20] | {
        "姓名": "改名了",
        "社区编码": communities[-1].code,
        "任职日期": "2010-01-01",
        "离任日期": "2011-01-01",
    }
    truth.add((other + 2, "姓名", "conflict"))
    # Harmless oddities: full-width digits, invisible and inner blanks, other orders of dates.
    lines[1] |= {"社区编码": "\u200b" + lines[1]["社区编码"], "姓名": "张　伟", "任职日期": "２０２１-０５-０１"}
    lines[2] |= {"手机号": "138 0000 0002", "身份证号": lines[2]["身份证号"].lower()}
    return [HEADER, *([line.get(name, "") for name in HEADER] for line in lines)], truth
