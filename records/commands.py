"""What the commands of the portal share: how they are called, and how they refuse.

Exit code: 0 done, 1 refused and nothing done, 2 wrong call; what is wrong is one Chinese sentence on standard error.
"""

import argparse
import datetime
import re
import sys

from django.contrib.auth import get_user_model
from django.core.management import base

DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
WRONG_CALLS = (
    (r"the following arguments are required: (.*)", "缺少参数:{}。"),
    (r"unrecognized arguments: (.*)", "没有这样的参数:{}。"),
    (r"argument (\S+): expected .* arguments?", "参数 {} 后面应写内容。"),
    (r"argument (\S+): invalid choice: '(.*)' \(choose from (.*)\)", "参数 {} 不能是“{}”,可选:{}。"),
    (r"argument (\S+): (.*)", "参数 {}:{}"),
)
"""What argparse says, and what we say; in the last line the sentence is one of ours."""


def wrong_call(sentence):
    """The call itself is wrong, whatever the data are."""
    return base.CommandError(sentence, returncode=2)


def day(text):
    """A day of the calendar given on the command line: the `type` of an argument."""
    try:
        if DAY.fullmatch(text):
            return datetime.date.fromisoformat(text)
    except ValueError:
        pass
    raise argparse.ArgumentTypeError(f"“{text}”不是有效的日期,应写作 2026-09-30,且这一天确实存在。")


def user_named(name):
    """The account to act for; None is the system."""
    if not name:
        return None
    user = get_user_model().objects.filter(username=name, is_active=True).first()
    if user is None:
        raise wrong_call(f"没有账号“{name}”,或已停用。")
    return user


def cannot_write(path, error):
    """Where the file should go, it cannot."""
    reasons = {
        FileNotFoundError: "文件夹不存在",
        PermissionError: "没有写入的权限",
        IsADirectoryError: "这是一个文件夹",
    }
    return wrong_call(f"无法写入 {path}:{reasons.get(type(error), error.strerror)}。")


def in_chinese(message):
    """What argparse found wrong with a call."""
    for said, ours in WRONG_CALLS:
        if found := re.fullmatch(said, message, re.DOTALL):
            return ours.format(*found.groups())
    return message


class BaseCommand(base.BaseCommand):
    """A command that says in Chinese what is wrong with its call."""

    def create_parser(self, prog_name, subcommand, **kwargs):
        parser = super().create_parser(prog_name, subcommand, **kwargs)
        parser.error = self.refuse_call
        return parser

    def execute(self, *args, **options):
        """On the command line, what is refused is told by its sentence alone: no name of a class stands before it."""
        try:
            return super().execute(*args, **options)
        except base.CommandError as error:
            if not self._called_from_command_line or options["traceback"]:
                raise
            self.stderr.write(str(error))
            sys.exit(error.returncode)

    def refuse_call(self, message):
        sentence = in_chinese(message)
        if not self._called_from_command_line:
            raise wrong_call(sentence)
        self.stderr.write(f"{sentence}加上 --help 可看用法。")
        sys.exit(2)
