"""What services say when they refuse."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from records.versions import version_of


def refuse(message, code, **params):
    raise ValidationError(message, code=code, params=params)


def check_seen(row, version):
    """Lock the row, and refuse where it is another one than whoever decides has looked at. None: nobody looked."""
    if version is None:
        return
    stored = type(row)._base_manager.select_for_update().filter(pk=row.pk).first()
    if stored is None or version_of(stored) != version:
        refuse(_("内容刚刚有改动,请按下面现在的内容重新核对后再确认。"), "wrong_state")
