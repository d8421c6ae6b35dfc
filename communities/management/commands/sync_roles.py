from django.utils.translation import gettext as _

from communities.choices import Role
from communities.roles import TABLE, sync_roles
from records.commands import BaseCommand


class Command(BaseCommand):
    """Groups and permissions as `communities.roles` says. Safe to repeat."""

    help = "按角色权限表设置用户组和权限"

    def handle(self, **options):
        sync_roles()
        for role in Role:
            self.stdout.write(_("%s(%s):%s 项权限") % (role.value, role.label, sum(map(len, TABLE[role].values()))))
