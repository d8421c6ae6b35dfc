"""Who may take a sheet in. Asked when the file is sent, and again whenever something is done with it."""

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from accounts.doing import at_work
from communities.access import full_reach, reach
from sheets import registry


def open_sheets(user):
    """The sheets an account may take in somewhere."""
    if not reach(user):
        return []
    return [sheet for sheet in registry.all_sheets().values() if user.has_perm(sheet.permission("import"))]


def imports_anything(user):
    """Whether the menu offers the way in."""
    return any(user.has_perm(sheet.permission("import")) for sheet in registry.all_sheets().values())


def may_import(user, sheet):
    return user.is_active and bool(reach(user)) and user.has_perm(sheet.permission("import"))


def reach_of(user):
    """The whole reach as one text: the same file counts as the same only within it."""
    return ";".join(sorted(full_reach(user)))


def check_still_allowed(user, upload):
    """A role may have ended, or a posting moved, since the file was sent. Raises PermissionDenied."""
    if not may_import(user, registry.get(upload.sheet)):
        raise PermissionDenied(_("您已没有导入这张表的权限,文件没有应用。"))
    if reach_of(user) != upload.reach:
        raise PermissionDenied(_("您的辖区在上传之后有变化,请重新上传文件。"))
    at_work(user, registry.get(upload.sheet).permission("import"))
