from django.core.exceptions import ValidationError
from django.core.management.base import CommandError
from django.utils.translation import gettext as _

from communities.choices import Role
from communities.postings import create_account
from records.commands import BaseCommand


class Command(BaseCommand):
    """A new account with one role in one area, and a password printed this once.

    Exit code: 0 done, 1 refused, 2 wrong call.
    """

    help = "新建账号并打印一次性密码"

    def add_arguments(self, parser):
        parser.add_argument("name", metavar="NAME", help="账号")
        parser.add_argument("--role", required=True, metavar="ROLE", help="、".join(Role.values))
        parser.add_argument("--area", required=True, metavar="CODE", help="区划编码(2、4、6、9位)或社区编码(12位)")
        parser.add_argument("--display-name", default="", metavar="姓名")

    def handle(self, *, name, role, area, display_name, **options):
        try:
            user, password = create_account(username=name, role=role, area_code=area, display_name=display_name)
        except ValidationError as error:
            is_wrong_call = "role" in error.message_dict
            raise CommandError("\n".join(error.messages), returncode=1 + is_wrong_call) from error
        self.stdout.write(_("账号:%s") % user.username)
        self.stdout.write(_("角色:%s") % Role(role).label)
        self.stdout.write(_("辖区:%s") % area)
        self.stdout.write(_("一次性密码(只显示这一次):%s") % password)
