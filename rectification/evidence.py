"""Files that prove what was done: below DATA_DIR, readable by the portal only, of a few kinds that nothing runs."""

import secrets
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from sheets.files import written_whole

LARGEST = 10 * 1024 * 1024
KINDS = {
    ".pdf": (b"%PDF-", "application/pdf"),
    ".jpg": (b"\xff\xd8\xff", "image/jpeg"),
    ".jpeg": (b"\xff\xd8\xff", "image/jpeg"),
    ".png": (b"\x89PNG\r\n\x1a\n", "image/png"),
    ".docx": (b"PK\x03\x04", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    ".xlsx": (b"PK\x03\x04", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}
"""How each begins, and what it is sent as."""


def check(file):
    """Refuse what is too large, of another kind, or not what its name says."""
    kind = Path(file.name).suffix.lower()
    if kind not in KINDS:
        told = {"name": file.name, "kinds": "、".join(sorted(KINDS))}
        raise ValidationError(_("不接受“%(name)s”这种文件,可上传:%(kinds)s。"), params=told)
    if file.size > LARGEST:
        raise ValidationError(_("文件超过 10 MB,请压缩或拆分后再上传。"))
    begins = KINDS[kind][0]
    file.seek(0)
    if file.read(len(begins)) != begins:
        raise ValidationError(_("文件内容与扩展名 %(kind)s 不符,可能已损坏,请重新导出后上传。"), params={"kind": kind})
    file.seek(0)


def folder():
    path = settings.DATA_DIR / "evidence"
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path


def new_name(file):
    """A name under which a checked file may lie, which nobody guesses."""
    return secrets.token_hex(12) + Path(file.name).suffix.lower()


def keep(file, name):
    """Store a checked file under this name."""
    with written_whole(folder() / name) as out:
        for chunk in file.chunks():
            out.write(chunk)


def open_stored(stored_as):
    """(open file, what it is sent as). Raises FileNotFoundError where it is no more."""
    path = folder() / Path(stored_as).name
    return path.open("rb"), KINDS[path.suffix][1]
