"""The clerk's guide as the office menu shows it: the same pages as in `docs/guide/`, where they can be read on paper.

They use little of Markdown: headings, paragraphs, numbered lines, pictures on lines of their own.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from django.conf import settings

FOLDER = settings.BASE_DIR / "docs" / "guide"
PICTURE = re.compile(r"!\[(?P<text>[^\]]*)\]\(images/(?P<name>[\w.-]+)\)")


@dataclass(frozen=True)
class Block:
    """One part of a page: `kind` is title, heading, text, steps or picture."""

    kind: str
    text: str = ""
    lines: tuple = ()
    picture: str = ""


@lru_cache(maxsize=1)
def blocks():
    text = (FOLDER / "clerk.md").read_text(encoding="utf-8")
    return [block(part) for part in re.split(r"\n{2,}", text.strip())]


def block(part):
    if part.startswith("# "):
        return Block("title", part[2:])
    if part.startswith("## "):
        return Block("heading", part[3:])
    if found := PICTURE.fullmatch(part):
        return Block("picture", found["text"], picture=f"guide/{found['name']}")
    if part.startswith("1. "):
        return Block("steps", lines=tuple(re.sub(r"^\d+\. ", "", line) for line in part.splitlines()))
    return Block("text", part)
