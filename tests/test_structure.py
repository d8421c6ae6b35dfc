"""Files fit in the head: how long a module and a function may be, in lines of code."""

import ast
import io
import re
import tokenize
from functools import cache
from pathlib import Path

import pytest
from django.conf import settings

MODULE = 300
FUNCTION = 25
NO_CODE = {
    tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT, tokenize.ENCODING,
    tokenize.ENDMARKER,
}  # fmt: skip
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
DOCUMENTED = (ast.Module, ast.ClassDef, *FUNCTIONS)

# "path" or "path::function": why it is longer. One that has become short enough must go from this list.
EXCEPTIONS = {}


def modules():
    """Every Python file of ours but migrations and tests."""
    folders = [settings.BASE_DIR / name for name in ["config", "bench", "deploy", *settings.OUR_APPS]]
    files = [path for folder in folders for path in folder.rglob("*.py") if "migrations" not in path.parts]
    return [settings.BASE_DIR / "manage.py", *sorted(files)]


def docstring_lines(tree):
    """The numbers of the lines that docstrings take."""
    lines = set()
    for node in ast.walk(tree):
        if isinstance(node, DOCUMENTED) and ast.get_docstring(node, clean=False) is not None:
            text = node.body[0]
            lines.update(range(text.lineno, text.end_lineno + 1))
    return lines


def code_lines(source, tree=None):
    """The numbers of the lines that hold code, without blanks, comments and docstrings."""
    lines = set()
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type not in NO_CODE:
            lines.update(range(token.start[0], token.end[0] + 1))
    return lines - docstring_lines(tree or ast.parse(source))


def lengths(path, base=settings.BASE_DIR):
    """(name, lines, limit) of a module and of each of its functions."""
    source = path.read_text(encoding="utf-8")
    tree = ast.parse(source)
    lines = code_lines(source, tree)
    name = str(path.relative_to(base))
    yield name, len(lines), MODULE
    for node in ast.walk(tree):
        if isinstance(node, FUNCTIONS):
            yield f"{name}::{node.name}", sum(node.lineno <= line <= node.end_lineno for line in lines), FUNCTION


@cache
def too_long(paths):
    return {name: f"{count} > {limit}" for path in paths for name, count, limit in lengths(path) if count > limit}


def test_modules_and_functions_are_short():
    longer = {name: why for name, why in too_long(tuple(modules())).items() if name not in EXCEPTIONS}
    assert longer == {}


def test_exceptions_are_still_needed_and_say_why():
    needed = set(too_long(tuple(modules())))
    assert [name for name, why in EXCEPTIONS.items() if name not in needed or not why] == []


def test_our_apps_stand_in_the_order_of_their_layers():
    """An app listed earlier is a lower layer; the layers themselves are checked by import-linter."""
    text = (settings.BASE_DIR / "pyproject.toml").read_text(encoding="utf-8")
    layers = text[text.index("layers = [") :]
    places = [layers.index(name) for name in settings.OUR_APPS]
    lines = [layers.count("\n", 0, place) for place in places]
    assert lines == sorted(lines, reverse=True)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ('"""Doc."""\n\n# note\nx = 1  # more\n', 1),
        ('def f():\n    """Doc\n    goes on."""\n    return {\n        1: 2,\n\n    }\n', 4),
        ('SQL = """\n  SELECT 1\n\n  FROM t"""\n', 4),
    ],
)
def test_counting_leaves_out_blanks_comments_and_docstrings(source, expected):
    assert len(code_lines(source)) == expected


def test_a_long_function_is_found(tmp_path):
    path = Path(tmp_path, "long.py")
    path.write_text("def f():\n" + "    x = 1\n" * FUNCTION)
    assert list(lengths(path, tmp_path))[1] == ("long.py::f", FUNCTION + 1, FUNCTION)


NEWER = re.compile(
    r":has\(|:is\(|:where\(|:not\([^)]*,|@container|@layer|@scope|color-mix\(|\b(?:inset|aspect-ratio|accent-color|translate|scale)\s*:"
    r"|\d[dsl]v[hw]\b|^\s*&|text-wrap|overflow:\s*clip"
    r"|\.at\(|\.findLast|structuredClone|Object\.hasOwn|randomUUID|\.toSorted|\.groupBy|AbortSignal\.|\.showPicker|static\s*\{"
    r"|\s(?:popover|inert)(?:=|\s|>)",
    re.MULTILINE,
)
"""What came after Chromium 86, the oldest browser that must show every page."""


def newer(text):
    return NEWER.findall(re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL))


def test_old_browsers_read_styles_scripts_and_pages():
    folders = (("static", "*.css"), ("static", "*.js"), ("templates", "*.html"))
    files = [path for folder, kind in folders for path in (settings.BASE_DIR / folder).rglob(kind)]
    assert len(files) > 100
    assert {path.name: found for path in files if (found := newer(path.read_text(encoding="utf-8")))} == {}
    for odd in (
        "a:has(b) {}",
        "a:not(.b, .c) {}",
        "p { inset: 0; }",
        "a { height: 100dvh; }",
        ".a {\n  &:hover {} }",
        "x.at(-1)",
    ):
        assert newer(odd), odd
