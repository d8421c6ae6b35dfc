"""Every command of the portal: a wrong call is refused with 2 and a Chinese sentence, before anything is done."""

import re

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command, get_commands, load_command_class

pytestmark = pytest.mark.django_db
OURS = {name: app for name, app in get_commands().items() if app in settings.OUR_APPS}
WRONG = [
    (["create_user", "x", "--role", "boss", "--area", "99"], "没有角色“boss”"),
    (["export_sheet", "worker", "-o", "x.csv", "--as-of", "2026-13-01"], "“2026-13-01”不是有效的日期"),
    (["export_sheet", "worker", "-o", "/nix/x.csv"], "文件夹不存在"),
    (["load_divisions", "/nix.csv", "--as-of", "2023-06-30"], "找不到文件 /nix.csv"),
    (["load_divisions", "x", "--as-of", "2023-06-30", "--scheme", "x"], "参数 --scheme 不能是“x”,可选"),
    (["open_periods", "--on", "x"], "参数 --on:“x”不是有效的日期"),
    (["check_coverage", "--area"], "参数 --area 后面应写内容"),
    (["export_sheet", "worker", "-o", "x.csv", "--area", "5x"], "“5x”不是区划编码"),
    (["load_demo", "--place", "x"], "“x”不是区划编码"),
]


@pytest.mark.parametrize("name", sorted(OURS))
def test_a_parameter_too_many_or_too_few(name, capsys):
    with pytest.raises(SystemExit) as ended:
        load_command_class(OURS[name], name).run_from_argv(["manage.py", name, "--nix"])
    said = capsys.readouterr()
    assert (ended.value.code, said.out) == (2, "")
    assert re.fullmatch(r"(没有这样的参数|缺少参数).*\n", said.err)


def test_what_is_refused_is_told_by_a_sentence_alone(capsys):
    with pytest.raises(SystemExit) as ended:
        load_command_class("communities", "export_sheet").run_from_argv(
            ["manage.py", "export_sheet", "worker", "-o", "x.csv", "--area", "99"]
        )
    assert (ended.value.code, capsys.readouterr().err) == (1, "没有编码为 99 的区划或社区。\n")


@pytest.mark.parametrize(("arguments", "sentence"), WRONG)
def test_a_parameter_that_cannot_be(arguments, sentence):
    with pytest.raises(CommandError, match=re.escape(sentence)) as refusal:
        call_command(*arguments)
    assert refusal.value.returncode == 2
