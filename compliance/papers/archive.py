"""Word and Excel files are archives that carry the time of writing. Without it the same content is the same file."""

import io
import zipfile

EPOCH = (1980, 1, 1, 0, 0, 0)
"""The earliest moment an archive can name."""


def timeless(content):
    """The same archive, every entry in its place and from the same moment."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            entry = zipfile.ZipInfo(name, EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            new.writestr(entry, old.read(name))
    return out.getvalue()
