"""Photos of posted sheets: taken in as JPEG or PNG only, and made anew, so that nothing but the picture is kept."""

import io
import secrets

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from PIL import Image, ImageOps

from communities.rules import check_reach, refusal
from disclosure.choices import State
from disclosure.models import BoardPhoto
from records.history import acting
from sheets.files import written_whole

FORMATS = ("JPEG", "PNG")
MOST_BYTES, MOST_PIXELS = 10_000_000, 40_000_000
SIDE, QUALITY = 1600, 82
"""Enough to read the sheet; small enough for an old phone."""


def _refused(sentence, **params):
    return ValidationError({"photo": ValidationError(sentence, code="bad_file", params=params or None)})


def made_anew(file):
    """The picture as a JPEG without any of what cameras write beside it."""
    if file.size > MOST_BYTES:
        raise _refused(_("照片不能超过10 MB,请缩小后再传。"))
    try:
        with Image.open(file, formats=FORMATS) as image:
            if image.width * image.height > MOST_PIXELS:
                raise _refused(
                    _("照片的像素过多(%(wide)s×%(high)s),请缩小后再传。"), wide=image.width, high=image.height
                )
            upright = ImageOps.exif_transpose(image).convert("RGB")
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise _refused(_("这不是JPEG或PNG格式的照片,请重新拍照或另存后再传。")) from error
    upright.thumbnail((SIDE, SIDE))
    out = io.BytesIO()
    upright.save(out, "JPEG", quality=QUALITY)
    return out.getvalue()


def folder():
    path = settings.DATA_DIR / "photos"
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path


def path_of(photo):
    return folder() / photo.stored_as


def add_photo(*, item, photo, posted_on, user):
    """The sheet has hung there since the day."""
    with acting(user, _("上传张贴照片")):
        check_reach(user, item.community, field=None)
        if item.state != State.PUBLISHED:
            raise refusal(None, _("公开以后才能上传张贴照片。"), "order")
        content = made_anew(photo)
        row = BoardPhoto.objects.create(disclosure=item, posted_on=posted_on, stored_as=f"{secrets.token_hex(16)}.jpg")
        with written_whole(path_of(row)) as file:
            file.write(content)
        return row


def remove_photo(*, photo, user):
    """Sent by mistake, or somebody is on it: the picture goes, that it was there stays in the history."""
    with acting(user, _("删除张贴照片")):
        check_reach(user, photo.disclosure.community, field=None)
        stored = path_of(photo)
        photo.delete()
        stored.unlink(missing_ok=True)
