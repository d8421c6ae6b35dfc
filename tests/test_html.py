"""Public pages are valid HTML: no parse error of the HTML standard, every id once, every reference answered."""

from collections import Counter

import html5lib
import pytest
from django.utils import translation

from tests.addresses import address
from tests.answers import ANSWERS, Public, values_of

pytestmark = pytest.mark.django_db
PUBLIC = [name for name, answer in ANSWERS.items() if isinstance(answer, Public) and answer.status == 200]
REFER = ("for", "aria-labelledby", "aria-describedby", "aria-controls")


def faults(body):
    """What is wrong with a page, in words."""
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    tree = parser.parse(body)
    found = [f"line {line}: {code} {about}" for (line, _column), code, about in parser.errors]
    ids = Counter(element.get("id") for element in tree.iter() if element.get("id"))
    found += [f"id {name} stands {count} times" for name, count in ids.items() if count > 1]
    for element in tree.iter():
        named = {name for attribute in REFER for name in element.get(attribute, "").split()}
        if element.tag == "a" and element.get("href", "").startswith("#"):
            named.add(element.get("href")[1:])
        found += [f"{element.tag} refers to {name}, which is not there" for name in named - ids.keys()]
    return found


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_public_pages_are_valid(client, world, language):
    seen = 0
    for name in PUBLIC:
        with translation.override(language):
            url = address(name, **values_of(name, ANSWERS[name], world, world.here))
            answer = client.get(url)
        if answer.status_code == 200 and "text/html" in answer["Content-Type"]:
            seen += 1
            assert not faults(answer.content.decode()), url
    assert seen > 8


@pytest.mark.parametrize(
    "wrong",
    ["<p><div></p>", '<a href="#top">x</a>', '<i id="a"></i><i id="a"></i>', "<table><p>x</p></table>", "<p a=1 a=2>"],
)
def test_what_is_wrong_is_found(wrong):
    page = f'<!doctype html><html lang="zh"><head><title>x</title></head><body>{wrong}</body></html>'
    assert faults(page)
    assert not faults(page.replace(wrong, "<p>x</p>"))
