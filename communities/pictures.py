"""Pictures for residents: taken in as JPEG or PNG only, and made anew, so that nothing but the picture is kept."""

import io
import secrets
import struct
import zlib

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from PIL import Image, ImageOps

from sheets.files import written_whole

FORMATS = ("JPEG", "PNG")
MOST_BYTES, MOST_PIXELS = 10_000_000, 40_000_000
BROKEN = (OSError, SyntaxError, ValueError, TypeError, LookupError, ArithmeticError, struct.error, zlib.error)
"""What a damaged picture, or what is written beside one, makes the library raise."""

SIDE, QUALITY = 1600, 82
"""Enough to read a sheet of paper; small enough for an old phone."""


def _refused(sentence):
    return ValidationError({"photo": ValidationError(sentence, code="bad_file")})


def made_anew(file):
    """The picture as a JPEG without any of what cameras write beside it. `ValidationError` is about `photo`."""
    if file.size > MOST_BYTES:
        raise _refused(_("照片不能超过10 MB,请缩小后再传。"))
    try:
        with Image.open(file, formats=FORMATS) as image:
            if image.width * image.height > MOST_PIXELS:
                raise Image.DecompressionBombError
            upright = on_paper(ImageOps.exif_transpose(image))
    except Image.DecompressionBombError as error:
        raise _refused(_("照片的像素过多(最多4000万),请缩小后再传。")) from error
    except BROKEN as error:
        raise _refused(_("这不是JPEG或PNG格式的照片,请重新拍照或另存后再传。")) from error
    upright.thumbnail((SIDE, SIDE))
    out = io.BytesIO()
    upright.save(out, "JPEG", quality=QUALITY)
    return out.getvalue()


def on_paper(image):
    """What is transparent becomes white, as on paper; drawn maps often are."""
    if not image.has_transparency_data:
        return image.convert("RGB")
    image = image.convert("RGBA")
    paper = Image.new("RGB", image.size, "white")
    paper.paste(image, mask=image.getchannel("A"))
    return paper


def folder():
    path = settings.DATA_DIR / "photos"
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path


def path_of(name):
    return folder() / name


def new_name():
    """Under which a picture lies; nobody can guess it."""
    return f"{secrets.token_hex(16)}.jpg"


def store(name, content):
    with written_whole(path_of(name)) as file:
        file.write(content)
